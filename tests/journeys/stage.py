"""Plays a journey: a transcript in which a person writes, taps and reads.

A line `> …` is what happens: `> [Yes]` a tap on the button that begins so, `> (7 hours later)` time that
passes, anything else is written. What stands indented under it is what the person then reads, to the letter.
`python -m tests.journeys.stage` writes what they read anew; read the difference.
"""

import asyncio
import re
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import NO_PLAN, Plan
from handlers.consultations import applying
from storage import announcements, consultations
from storage.changes import Changes
from storage.messages import Button, News, Reaction, Tap
from tests import papers, recommendations
from tests.cards import SET, offer_cards
from tests.dialogues import held, round_read
from tests.events import WRITING, approves, follower, hosts
from tests.organisations import ask_organisations, joined, member, registered, verify
from tests.released import published, release
from tests.staff import colleague, invited
from tests.town import SLUG, START, Resident, Town, folder, open_town, plain, words

HERE = Path(__file__).parent
INVITES = re.compile(r"\(Housing Now invites to an evening on housing in El Jadida: (.+)\)")
TOPICS = {"housing": words("Housing"), "water": words("Water")}
REFUSES = re.compile(r"\(Driss, who works here too, refuses it: (.+)\)")
PASSES = re.compile(r"\((\d+) (minute|hour|day)s? later\)")
ANSWER = re.compile(r"\((\d+) people in (.+) answer: (\w+)\)")
SAYS = re.compile(r"\((\d+) people in (.+) say: (.+)\)")
CODE = re.compile(r"\b(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}\b")

INVITATION = re.compile(r"#join=([\w-]{22})")


class Stage:
    """One town and the person whose journey it is."""

    def __init__(self, town: Town, channel: str) -> None:
        self.town = town
        self.person = town.resident("web" if channel == "web" else "telegram")
        self.first = self.follower = self.person
        self.crowd: list[Resident] = []
        self.hosts: tuple[Resident, ...] = ()
        self.news: list[Button] = []
        self.code = self.invitation = ""

    async def step(self, line: str) -> str:
        """Do what a line says; what the person reads then."""
        if line.startswith("("):
            return await self._happens(line)
        reaction = await (self._taps(line[1:-1]) if line.startswith("[") else self.person.writes(line))
        if reaction.farewell or reaction.toast:
            return f"({reaction.farewell or reaction.toast})"
        return await self._reads()

    async def _taps(self, label: str) -> Reaction:
        """A button of the card; where it has none that begins so, of the last news."""
        labels = [plain(button.label) for button in await self.person.buttons()]
        if any(each.startswith(label) for each in labels):
            return await self.person.taps(label)
        told = [button for button in self.news if plain(button.label).startswith(label)]
        return await self.person.does(Tap(told[0].data))

    async def _happens(self, line: str) -> str:
        if passes := PASSES.fullmatch(line):
            self.town.later(**{f"{passes[2]}s": float(passes[1])})
            await due_now(self.town.store, self.town.now)
            return ""
        if line == "(another device, with the receipt code)":
            self.person = Resident(self.town, "web", "another-device")
            await self.person.writes(f"/return {self.code}")
            return await self._reads()
        if line == "(an administrator verifies Housing Now)":
            await verify(self.town)
            return ""
        if line == "(somebody else opens the invitation)":
            self.first, self.person = self.person, await member(self.town)
            await self.person.writes(f"/start _{self.invitation}")
            return await self._reads()
        if line == "(the first member looks again)":
            self.person = self.first
            return await self._reads()
        if line == "(a member of Water For All looks at it and approves it)":
            await registered(self.town, "Water For All")
            await verify(self.town, "Water For All")
            other = await joined(self.town, "Water For All")
            await other.goes_through("/event; [Waiting]; [Open evening]; [Approve]")
            await due_now(self.town.store, self.town.now)
            return ""
        if (told := await papers.happens(self.town, line)) is not None:
            return told
        if line == "(two members of Housing Now and one of Water For All come, all verified)":
            self.first, self.person, other = await papers.coalition(self.town)
            self.crowd = [other]
            return ""
        if line == "(the member of Water For All does not sign it)":
            await self.crowd[0].goes_through(papers.DECLINES)
            return await self.crowd[0].sees()
        if line == "(a member of Water For All approves the announcement)":
            await registered(self.town, "Water For All")
            await verify(self.town, "Water For All")
            other = await joined(self.town, "Water For All")
            await other.goes_through("/event; [Waiting]; [Advice]; [Approve]")
            await due_now(self.town.store, self.town.now)
            return ""
        if refuses := REFUSES.fullmatch(line):
            await self.crowd[0].goes_through(f"/admin; [Waiting]; [The hall]; [Refuse]; {refuses[1]}")
            return ""
        if line == "(Driss approves it)":
            await self.crowd[0].goes_through("/admin; [Waiting]; [The hall]; [Approve]")
            await due_now(self.town.store, self.town.now)
            return ""
        if line == "(a round of dialogues is applied; Amina, who works here, is the contact of El Jadida)":
            amina, driss = await colleague(self.town, "reader"), await colleague(self.town, "owner", "Driss")
            await held(self.town, contact=amina)
            await driss.goes_through("/admin; [Waiting]; [Dialogue]; [Approve]; [Dialogue]; [Approve]")
            self.crowd = [amina, driss]
            return ""
        if line == "(Amina, the contact, reads it and answers)":
            await self.crowd[0].goes_through("/admin; [Questions for you: 1]; [1. El Jadida]")
            read = await self.crowd[0].sees()
            await self.crowd[0].writes("Yes, at the side of the town hall.")
            return f"{read}\n{await self.crowd[0].sees()}"
        if line == "(Driss, who runs the consultation, sees that nobody is named in Settat)":
            await self.crowd[1].writes("/admin")
            return await self.crowd[1].sees()
        if line == "(the results are published on the server)":
            await published(self.town)
            return ""
        if line == "(somebody opens the page of the round)":
            return await round_read(self.town)
        if line == "(Driss joins the staff)":
            self.crowd = [await colleague(self.town, "owner", "Driss")]
            return ""
        if line == "(two residents take the two places, a third one comes)":
            self.crowd = [await follower(self.town) for _ in range(3)]
            for resident in self.crowd[:2]:
                await resident.goes_through("/events; [Friday]; [Coming]")
            self.person = self.crowd[2]
            return await self._reads()
        if line == "(one of the two cannot come after all)":
            await self.crowd[0].taps("No")
            await due_now(self.town.store, self.town.now)
            return ""
        if line == "(an administrator announces a meeting)":
            await self._announce("A meeting on housing: Thursday, 18:30, town hall.")
            return ""
        if line == "(an administrator announces the cards)":
            await self._announce("Short cards on the UN’s review.", Plan(cards=SET))
            return ""
        if line == "(the web chat is opened again)":
            return await self._hears(self.person) or "(no news)"
        if invites := INVITES.fullmatch(line):
            await self._invites(invites[1])
            return ""
        if line == "(an invitation to the staff is opened)":
            await self.person.writes(await invited(self.town, "administrator", "Amina"))
            return await self._reads()
        if line == "(somebody follows the news in the web chat)":
            self.follower = self.town.resident("web")
            await self.follower.goes_through(f"/start {SLUG}; [English]; [Continue]; [Yes]")
            return ""
        if line == "(the follower opens the web chat again)":
            return await self._hears(self.follower) or "(no news)"
        if line == "(a release is made on the server)":
            await release(self.town)
            return ""
        if line == "(a list is imported, and people are asked about its second recommendation)":
            await recommendations.asked(self.town)
            return ""
        if line == "(Housing Now begins a paper; what its Word file says of recommendation 115.2 is read)":
            return await recommendations.read_in_a_paper(self.town)
        if says := SAYS.fullmatch(line):
            await recommendations.say(self.town, int(says[1]), says[2], says[3])
            return ""
        if answer := ANSWER.fullmatch(line):
            await self._answer(int(answer[1]), answer[2], answer[3])
            return ""
        if line == "(Driss, who works here too, applies a consultation that opens tomorrow)":
            await self.town.resident().goes_through(f"{await invited(self.town, 'owner', 'Driss')}; [Accept]")
            self.town.store.keys.create(SLUG)
            await self._apply()
            return ""
        if line == "(Driss applies it once more, with a close a week later)":
            await self._apply(closes=START + timedelta(days=33))
            return ""
        raise ValueError(f"Nobody knows what happens at {line!r}.")

    async def _hears(self, somebody: Resident) -> str:
        news = await self.town.desk.news(somebody.address)
        await self.town.desk.told(somebody.address, news)
        rows = [row for item in news for row in item.buttons]
        self.news = [button for row in rows for button in row]
        return plain("\n".join(_read(item) for item in news))

    async def _invites(self, title: str) -> None:
        """Housing Now writes of an evening a week from Friday; a member of Water For All approves it."""
        if not self.hosts:
            self.hosts = await hosts(self.town)
        writer, other = self.hosts
        friday = self.town.now + timedelta(days=11 - self.town.now.isoweekday() + 1)
        writing = WRITING.format(room=40).replace("Open evening", title)
        await writer.goes_through(writing.replace("04/12/2026", f"{friday:%d/%m/%Y}"))
        await writer.goes_through("[Choose regions]; [Inside]; [El Jadida]; [Done]")
        await writer.goes_through("[Choose topics]; [Housing]; [Done]; [Send for approval]")
        await approves(other, title)
        await due_now(self.town.store, self.town.now)

    async def _answer(self, number: int, region: str, hardest: str) -> None:
        for _ in range(number):
            somebody = self.town.resident()
            await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; [{region}]")
            await somebody.goes_through(f"[{hardest}]; [Done]; [Skip]; [Skip]; [Skip]; [Send]")

    async def _announce(self, text: str, plan: Plan = NO_PLAN) -> None:
        place = (self.town.now, random_bytes)
        found = await announcing.write(self.town.store, SLUG, words(text), None, (), *place, plan)
        await self.town.store.apply(Changes((announcements.add(found),)))
        await due_now(self.town.store, self.town.now)

    async def _apply(self, **changed: datetime) -> None:
        there = folder(opens=START + timedelta(days=1), **changed)
        before = await consultations.get(self.town.store.database, SLUG)
        applied = await applying.apply(self.town.store, there, before, self.town.now)
        await self.town.store.apply(applied.changes)

    async def _reads(self) -> str:
        text = await self.person.sees()
        if found := CODE.search(text):
            self.code = found[0]
        if found := INVITATION.search(text):
            self.invitation = found[1]
            text = text.replace(found[1], "X" * 22)
        return CODE.sub("XXXX-XXXX-XXXX-XXXX", text)


def _read(news: News) -> str:
    rows = ["  ".join(f"[{button.label}]" for button in row) for row in news.buttons]
    return "\n".join((news.text, *rows))


async def played(journey: Path, folder: Path, url: str = "") -> str:
    """The journey as it goes now."""
    async with open_town(folder, url) as town:
        lines = journey.read_text(encoding="utf-8").splitlines()
        if "before it opens" not in lines[0]:
            await town.hold()
        if "learning cards" in lines[0]:
            await offer_cards(town)
        if "organisation" in lines[0]:
            await ask_organisations(town, **({"topics": TOPICS} if "topics" in lines[0] else {}))
        stage = Stage(town, "web" if "web chat" in lines[0] else "telegram")
        return await _told(stage, lines)


async def _told(stage: Stage, lines: list[str]) -> str:
    told = []
    for line in lines:
        if line.startswith("> "):
            told += [line, ""]
            if read := await stage.step(line[2:]):
                told += [*(f"    {part}" for part in read.splitlines()), ""]
        elif line and not line.startswith("    "):
            told += [line, ""]
    return "\n".join(told).rstrip() + "\n"


def main() -> None:
    """Write all journeys anew."""
    for journey in sorted(HERE.glob("*.md")):
        with tempfile.TemporaryDirectory() as folder:
            journey.write_text(asyncio.run(played(journey, Path(folder))), encoding="utf-8")
            sys.stdout.write(f"{journey.name}\n")


if __name__ == "__main__":
    main()
