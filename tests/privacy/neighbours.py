"""Residents whose words can be told from anybody else's, and whose rows are noted as they come."""

import secrets
from dataclasses import dataclass, field

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from storage import announcements, chat_messages, chores, inquiries, interests, outbox, people
from storage.changes import Changes, Write
from storage.due import Appearance, ShownCard
from storage.inquiries import Inquiry
from storage.messages import Reaction, Said
from tests.looking import ask, values
from tests.reading import read_all
from tests.town import SLUG, Resident, Town, words

AT_THE_QUESTIONS = f"/start {SLUG}; [English]; [Continue]; [Yes]; [I agree]"
SENT = "[Settat]; [Skip]; [Skip]; [Skip]; {wish}; [Send]"
CHANGING = "[Change my answers]; [Change one]; [5. ]; {wish}"
SHORTEST_ID = 16


@dataclass
class Neighbour(Resident):
    """`noted` holds every id and sealed text that came into the database by what they did."""

    noted: set[bytes] = field(default_factory=set)

    @property
    def person(self) -> bytes:
        """Their id. Raises `AssertionError` for a stranger."""
        found = ask(self.town.store.database, "SELECT person FROM address WHERE lookup = ?", self.lookup)
        assert found
        return bytes(found[0][0])

    @property
    def lookup(self) -> bytes:
        return people.lookup(self.town.store.keys, self.channel, self.address)

    async def does(self, said: Said, key: str = "", language: str = "en") -> Reaction:
        """Hand something in, under a key like those of the channels."""
        before = rows(self.town)
        reaction = await super().does(said, key or f"{self.channel}:{next(self.town.numbers)}", language)
        self.noted |= rows(self.town) - before
        return reaction

    async def has(self, *writes: Write) -> None:
        """Rows of theirs that others write, such as the sender."""
        before = rows(self.town)
        await self.town.store.apply(Changes(writes))
        self.noted |= rows(self.town) - before

    async def is_read(self) -> None:
        """Somebody of the staff has read all answers that nobody had read."""
        before = rows(self.town)
        await read_all(self.town)
        self.noted |= rows(self.town) - before

    async def answers(self, wish: str) -> None:
        """From the start to the thanks."""
        await self.goes_through(f"{AT_THE_QUESTIONS}; {SENT.format(wish=wish)}")

    async def fills_every_table(self, mark: str) -> None:
        """Sent answers that were read, a draft that changes them, follows, a question to a contact, a card
        and its message, something put aside.
        """
        await self.answers(f"{mark} sent")
        await self.is_read()
        await self.goes_through(CHANGING.format(wish=f"{mark} draft"))
        await self.has(interests.follow(self.person, SLUG, "settat"))
        asked = Inquiry(secrets.token_bytes(16), SLUG, "settat", self.person, due=1, text=f"{mark} asked")
        keys = self.town.store.keys
        await self.has(inquiries.ask(keys, asked), inquiries.answer(keys, asked, f"{mark} answered"))
        await self.has(
            outbox.set_shown(
                self.town.store.keys,
                self.person,
                ShownCard(1, 4711, int(self.town.now.timestamp()) // 3600, Appearance("3", 4711)),
                keys.erasure.draw(),
            )
        )
        sent = chat_messages.keep(self.town.store.keys, self.person, 4711, int(self.town.now.timestamp()))
        await self.has(sent)
        before = rows(self.town)
        key = f"telegram:{next(self.town.numbers)}"
        await self.town.desk.put_aside(self.channel, self.address, key, "ValueError", f"{mark} aside")
        self.noted |= rows(self.town) - before


def rows(town: Town) -> set[bytes]:
    """Every id and sealed text in the database, but for the keys of what was seen."""
    return {
        value
        for name, value in values(town.store.database)
        if len(value) >= SHORTEST_ID and not name.startswith("seen.")
    }


def neighbour(town: Town) -> Neighbour:
    """Somebody new, with a chat id that occurs nowhere else."""
    return Neighbour(town, "telegram", str(7_000_000_000 + secrets.randbelow(10**9)))


async def night(town: Town) -> None:
    """The files are rewritten after something was erased: what was not sealed goes too."""
    await chores.run(town.store, at_night=True)


def mark() -> str:
    """A word that occurs nowhere else."""
    return f"word{secrets.token_hex(8)}"


async def announce(town: Town) -> None:
    """Something to deliver to all who follow."""
    place = (town.now, random_bytes)
    found = await announcing.write(town.store, SLUG, words("A meeting."), None, (), *place)
    await town.store.apply(Changes((announcements.add(found),)))
    await due_now(town.store, town.now)
