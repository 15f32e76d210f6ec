"""However taps, texts, faults, restarts and devices follow each other, answers are those that were meant.

What each chat shows is read off the server, or the page, in the moment in which somebody writes or taps.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

import pytest
from sqlalchemy import select

from bot.sender.line import RETRY_PAUSE
from handlers.loading import look
from storage import people
from storage.changes import Changes
from storage.messages import Tap, Text
from storage.people import Somebody
from storage.schema.chats import OUTBOX
from tests.bot.telegram import begun, serving
from tests.bot_api import BotApi, Fault, Person
from tests.town import Resident, Town, open_town

QUESTIONS, STEPS = 8, 30
CHOICES = tuple("abcdef")
FAULTS: tuple[Literal["html", "swallow", "drop", "half", "delay"], ...] = (
    "html",
    "swallow",
    "drop",
    "half",
    "delay",
)
LANGUAGES = ("English (en)", "Français (fr)", "العربية (ar)")


def row(*cells: str) -> str:
    """A row of the survey; what it shows is the same in each language."""
    *named, label = cells
    return " | ".join(("|", *named, *[label] * len(LANGUAGES), "|"))


KINDS = {number: "text" if number % 3 else "select_one letters" for number in range(1, QUESTIONS + 1)}
SURVEY = "\n".join(
    (
        "| survey |",
        "| | type | name | " + " | ".join(f"label::{language}" for language in LANGUAGES) + " |",
        row("select_one regions", "region", "Where?"),
        *(row(kind, f"q{number}", f"Question {number}?") for number, kind in KINDS.items()),
        "| choices |",
        "| | list_name | name | " + " | ".join(f"label::{language}" for language in LANGUAGES) + " |",
        row("regions", "jadida", "El Jadida"),
        *(row("letters", letter, f"Letter {letter}") for letter in CHOICES),
    )
)


@dataclass
class Trial:
    """Somebody in Telegram and on a page, a bot that comes and goes, and what was meant for a question."""

    town: Town
    api: BotApi
    person: Person
    page: Resident
    random: Random
    meant: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    texts: int = 0
    polls: int = 0
    """How often updates were asked for when the bot began last."""

    def _means(self, shown: str, value: str) -> None:
        """This is said while this is shown last."""
        if found := re.search(r"Question (\d)\?", shown.partition("Your answers")[0]):
            self.meant[f"q{found[1]}"].add(value)

    def _question(self) -> str:
        """The lowest one in the chat; there may be other messages of the bot below."""
        texts = [message.text for message in self.person.sees() if message.sender == "bot"]
        return next((text for text in reversed(texts) if "Question " in text), "")

    async def writes(self) -> None:
        """One text or two at once, read before or not."""
        self.person.hurries = self.random.random() < 0.5
        for _ in range(self.random.choice((1, 1, 2))):
            self.texts += 1
            text = self.random.choice([f"text{self.texts}", f"Letter {self.random.choice(CHOICES)}"])
            self._means(self._question(), text.removeprefix("Letter "))
            await self.person.send(text)

    async def taps(self) -> None:
        """A button of any message that has some, also one that has been overtaken."""
        there = [message for message in self.person.sees() if message.keyboard]
        if not there:
            return
        message = self.random.choice((there[-1], self.random.choice(there)))
        buttons = [each for row in message.keyboard for each in row if each["text"].strip("✓ ") != "Send"]
        button = self.random.choice(buttons)
        self._means(message.text, button["text"].strip("✓ ").removeprefix("Letter "))
        await self.person.press(button["callback_data"], message.message_id)

    async def on_the_page(self) -> None:
        """What is done on the other device, on a card that may be old."""
        card = await self.page.card()
        if self.random.random() < 0.3:
            await self.person.send("/help")
            await self.api.settles()
        self.texts += 1
        if self.random.random() < 0.5:
            self._means(card.title, f"text{self.texts}")
            await self.page.does(Text(f"text{self.texts}", card.at))
            return
        buttons = [each for row in card.buttons for each in row if each.label != "Send"]
        button = self.random.choice(buttons)
        self._means(card.title, button.label.removeprefix("Letter "))
        await self.page.does(Tap(button.data))

    def breaks(self) -> None:
        """The next card or two do not go as they should."""
        kind, method = self.random.choice(FAULTS), self.random.choice(("sendMessage", "editMessageText"))
        self.api.faults.add(Fault(kind, method, self.random.choice((1, 2)), seconds=0.05))

    async def rests(self) -> None:
        """A moment passes, in which cards are sent again."""
        self.town.later(seconds=RETRY_PAUSE)
        self.town.desk.woken.set()
        await asyncio.sleep(self.random.choice((0, 0.02, 0.1)))

    async def kept(self) -> dict[str, str]:
        """The answers, by question."""
        view = await look(self.town.store, self.town.desk.place(), await whose(self.town, self.person))
        if view.survey is None:
            return {}
        values = view.survey.state.values
        names = {ref: ref.rpartition("/")[2] for ref in values}
        return {name: values[ref] for ref, name in names.items() if name.startswith("q") and values[ref]}

    async def holds(self) -> None:
        """Every answer was given while its question was the last one shown."""
        for name, value in (await self.kept()).items():
            assert value.removeprefix("Letter ") in self.meant[name], (
                f"{value!r} is kept of {name}, given {self.meant}:\n{self.person}"
            )


async def whose(town: Town, person: Person) -> Somebody:
    found = await people.find(town.store.database, town.store.keys, "telegram", str(person.person_id))
    assert found
    return found


@asynccontextmanager
async def begins(
    folder: Path, url: str, api: BotApi, seed: int
) -> AsyncIterator[tuple[Trial, AsyncExitStack]]:
    """Somebody at the first question, in Telegram and on a page."""
    async with open_town(folder, url) as town, AsyncExitStack() as bot:
        await town.hold(SURVEY)
        await bot.enter_async_context(serving(town, api))
        person = await begun(api, f"1 of {QUESTIONS + 1}")
        await person.tap("El Jadida")
        await person.waits("Question 1?")
        page = Resident(town, "web", "another-device")
        device = people.add_address(town.store.keys, await whose(town, person), "web", page.address)
        await town.store.apply(Changes((device,)))
        yield Trial(town, api, person, page, Random(seed)), bot


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_stored_was_meant_for_its_question(
    api: BotApi, tmp_path: Path, url: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sender.line.PROBE_EVERY", 0.01)
    async with begins(tmp_path, url, api, seed) as (trial, bot):
        for _ in range(STEPS):
            match trial.random.choice(("write", "write", "tap", "tap", "page", "break", "rest", "restart")):
                case "write":
                    await trial.writes()
                case "tap":
                    await trial.taps()
                case "page":
                    await trial.on_the_page()
                case "break":
                    trial.breaks()
                case "rest":
                    await trial.rests()
                case "restart":
                    while api.world.calls["getupdates"] == trial.polls:  # it is still beginning
                        await asyncio.sleep(0.01)
                    await bot.aclose()
                    trial.polls = api.world.calls["getupdates"]
                    if trial.random.random() < 0.5:
                        await trial.writes()
                    await bot.enter_async_context(serving(trial.town, api))
            if trial.random.random() < 0.7:
                await api.settles()
            await trial.holds()
        await comes_to_rest(trial)


async def comes_to_rest(trial: Trial) -> None:
    """All is taken and shown: below the last thing that was written stands what came of it."""
    trial.api.faults.clear()
    await trial.api.settles()
    async with asyncio.timeout(30):
        while await trial.town.store.database.rows(select(OUTBOX.person)):
            await trial.rests()
    await trial.holds()
    written = max((each.message_id for each in trial.person.sees() if each.sender == "person"), default=0)
    assert trial.person.card.message_id > written, f"something was written and not answered:\n{trial.person}"
