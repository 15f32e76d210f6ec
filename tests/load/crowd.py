"""Many residents at once, and what is stored of them."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from random import Random

from PIL import Image, ImageColor
from sqlalchemy import select

from storage import attachments, collected, conversations, people, responses
from storage.changes import StorageDown
from storage.conversations import Conversation
from storage.schema.upkeep import SEEN
from storage.store import Store
from survey import engine
from survey.state import State
from tests.bot_api import BotApi
from tests.load import sheet, town
from tests.load.meaning import COLOURS
from tests.load.phone import Phone
from tests.load.process import Bot
from tests.load.resident import Resident

FIRST = 1001


@dataclass
class Crowd:
    """Residents with chats 1001, 1002, …; their ways are the same for the same `seed`."""

    api: BotApi
    bot: Bot
    people: int
    seed: int
    pause: float = 0.1
    patience: float = 2.5
    hasty: bool = False
    residents: list[Resident] = field(init=False)
    seconds: float = 0.0
    _beside: Store = field(init=False)

    def __post_init__(self) -> None:
        self.residents = [
            Resident(
                Phone(
                    self.api.person(FIRST + number),
                    self._number,
                    self.patience,
                    not self.bot.public,
                    self.hasty,
                ),
                Random(f"{self.seed} {number}"),
                self.pause,
            )
            for number in range(self.people)
        ]

    async def answers(self, busy: asyncio.Event | None = None) -> None:
        """Everybody, from beginning to end."""
        began = time.monotonic()
        async with self.bot.store() as self._beside, asyncio.TaskGroup() as group:
            for resident in self.residents:
                group.create_task(resident.answers(busy))
        self.seconds = time.monotonic() - began

    async def compares(self, store: Store) -> None:
        """Every stored response is one that was meant; none is lost, none is doubled."""
        found = [
            await _looked_at(store, engine.answers(sheet.form(), sent.document.submission))
            async for _, sent in collected.each(store.database, store.keys, town.SLUG, "real")
        ]
        meant = [town.expected(resident.memory.meant) for resident in self.residents]
        stored, wanted = Counter(map(_frozen, found)), Counter(map(_frozen, meant))
        assert stored == wanted, f"stored: {stored - wanted}\nmeant: {wanted - stored}"
        again = [resident for resident in self.residents if resident.memory.asked_again]
        assert not again, [
            f"{each.person.person_id}: {each.memory.asked_again}\n{each.person}" for each in again
        ]

    async def audits(self, store: Store) -> int:
        """What each chat showed as taken is stored, and so is every update that was confirmed.

        Gives how many answers were looked for.
        """
        seen = {row[0] for row in await store.database.rows(select(SEEN.key))}
        lost = {f"telegram:{update_id}" for update_id in self.api.world.queue.confirmed} - seen
        assert not lost, f"confirmed before they were stored: {lost}"
        count = 0
        for resident in self.residents:
            shown = {
                name: value for name, value in resident.memory.taken.items() if resident.memory.sure(name)
            }
            kept = await _kept(store, resident)
            missing = [
                name
                for name, value in shown.items()
                if town.relevant(shown, name) and kept.get(name, "") != value
            ]
            assert not missing, f"{missing} lost of {shown}, there is {kept}:\n{resident.person}"
            count += len(shown)
        return count

    async def _number(self, person_id: int) -> int:
        """The number of somebody's card by what is stored; a database that is down is waited for."""
        while True:
            try:
                return (await _conversation(self._beside, person_id)).card
            except StorageDown:
                await asyncio.sleep(0.1)

    def waited(self) -> list[float]:
        """Seconds until each next screen that came since this was asked last."""
        waits = [wait for resident in self.residents for wait in resident.phone.waits]
        for resident in self.residents:
            resident.phone.waits.clear()
        return waits

    @property
    def updates(self) -> int:
        """How many updates they caused."""
        return self._counts["taps"] + self._counts["written"]

    @property
    def _counts(self) -> Counter[str]:
        return sum((resident.counts for resident in self.residents), Counter())

    def figures(self) -> str:
        """What happened, in numbers."""
        counts, taken = self._counts, sum(resident.memory.takes for resident in self.residents)
        return (
            f"{self.people} residents, {self.updates} updates in {self.seconds:.1f} s: "
            f"{counts['taps']} taps, {counts['written']} written, {counts['stickers']} of them "
            f"to ask what goes on; {taken} answers shown as taken, sent {counts['sent']} times"
        )


async def _kept(store: Store, resident: Resident) -> dict[str, str]:
    """The answers of somebody, in their draft or in what they sent."""
    if draft := (await _conversation(store, resident.person.person_id)).draft:
        return await _looked_at(store, _named(State.from_json(draft.state, sheet.form()).values))
    somebody = await people.find(store.database, store.keys, "telegram", str(resident.person.person_id))
    if somebody is None:
        return {}
    sent = await responses.sent_by(store.database, store.keys, somebody.id, town.SLUG, "residents")
    return await _looked_at(store, engine.answers(sheet.form(), sent.document.submission)) if sent else {}


async def _conversation(store: Store, person_id: int) -> Conversation:
    """Where somebody is; at the beginning, if nothing is stored of them."""
    somebody = await people.find(store.database, store.keys, "telegram", str(person_id))
    person = somebody.id if somebody else b""
    return (await conversations.load(store.database, store.keys, person)).conversation


async def _looked_at(store: Store, values: dict[str, str]) -> dict[str, str]:
    """The answers with the colour of the photo instead of its name."""
    if not (name := values.get("picture")):
        return values
    content = await attachments.get(store.database, store.keys, town.SLUG, name)
    assert content is not None, f"{name} is lost"
    with Image.open(BytesIO(content)) as image:
        pixel = image.convert("RGB").resize((1, 1)).tobytes()
    near = min(COLOURS, key=lambda colour: math.dist(pixel, ImageColor.getrgb(colour)))
    return {**values, "picture": near}


def _named(values: Mapping[str, str]) -> dict[str, str]:
    """By the names that results give them: in the repeat with its number, else alone."""
    return {"/".join(ref.split("/")[-2 if "[" in ref else -1 :]): value for ref, value in values.items()}


def _frozen(answers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(answers.items()))
