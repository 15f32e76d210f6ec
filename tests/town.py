"""A town for tests: a store, a consultation that is open, a clock that can be moved, and residents.

A test client is a person: they say, tap and read.
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Literal

from bot.desk import Desk
from handlers.consultations.folder import CheckedSurvey, Folder
from storage import consultations, media
from storage.changes import Changes
from storage.consultations import Consultation, Region, Version
from storage.keys import Keyring
from storage.messages import Button, Card, Command, File, Incoming, Location, Reaction, Said, Tap, Text
from storage.store import Store
from storage.terms import Terms
from storage.upgrade import upgrade
from survey.importer import Imported, import_form

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SLUG = "settat-2026"

SURVEY = (Path(__file__).parent / "settat.md").read_text(encoding="utf-8")
REGIONS = (
    Region("casa", "", {"en": "Casablanca-Settat", "fr": "Casablanca-Settat", "ar": "الدار البيضاء-سطات"}),
    Region("jadida", "casa", {"en": "El Jadida", "fr": "El Jadida", "ar": "الجديدة"}),
    Region("settat", "casa", {"en": "Settat", "fr": "Settat", "ar": "سطات"}),
)


def words(english: str) -> dict[str, str]:
    """A text of a consultation in its three languages."""
    return {"en": english, "fr": english, "ar": english}


def plain(text: str) -> str:
    """A text without the marks that keep directions apart."""
    return text.replace("\u2068", "").replace("\u2069", "")


def terms(**changed: Any) -> Terms:
    """The consultation's terms; open from an hour ago for four weeks."""
    given = {
        "slug": SLUG,
        "languages": ("en", "fr", "ar"),
        "timezone": "Africa/Casablanca",
        "opens": START - timedelta(hours=1),
        "closes": START + timedelta(days=26),
        "results_on": (START + timedelta(days=52)).date(),
        "consent_version": "1",
        "regions": "regions.csv",
        "region_question": "region",
        "title": {
            "en": "What matters most where you live?",
            "fr": "Qu’est-ce qui compte le plus là où vous vivez ?",
            "ar": "ما الأهم في المكان الذي تعيشون فيه؟",
        },
        "about": {
            "en": "The commission asks what should come first.",
            "fr": "La commission demande ce qui doit passer en premier.",
            "ar": "تسأل اللجنة عمّا يجب أن يأتي أولا.",
        },
        "organiser": words("Regional Human Rights Commission"),
        "contact": words("contact@settat.example"),
        "surveys": ({"name": "residents", "audience": "residents", "form": "survey.md"},),
    }
    return Terms.model_validate({**given, **changed})


@cache
def imported(survey: str, languages: tuple[str, ...]) -> Imported:
    """A survey with no files beside it, as a table of Markdown: most tests ask the same."""
    return import_form(survey.encode(), ".md", languages)


def folder(**changed: Any) -> Folder:
    """The consultation's folder with other terms."""
    agreed = terms(**changed)
    (survey,) = agreed.surveys
    xform = imported(SURVEY, agreed.languages).xform
    return Folder(agreed, REGIONS, (CheckedSurvey(survey, xform, "digest"),))


@dataclass
class Town:
    """Everything a test needs; `now` moves by `later`."""

    store: Store
    folder: Path
    now: datetime = START
    numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.desk = Desk(self.store, "https://settat.example", clock=lambda: self.now)

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def resident(self, channel: Literal["telegram", "web", "terminal"] = "telegram") -> "Resident":
        """Somebody new."""
        return Resident(self, channel, f"{channel}-{next(self.numbers)}")

    async def hold(
        self,
        survey: str = SURVEY,
        state: str = "open",
        files: Mapping[str, bytes] | None = None,
        **changed: Any,
    ) -> None:
        """Begin a consultation; `files` lie in the folder `media` beside the survey."""
        agreed = terms(**changed)
        made = (
            import_form(survey.encode(), ".md", agreed.languages, files.get)
            if files
            else imported(survey, agreed.languages)
        )
        self.store.keys.create(agreed.slug)
        version = Version(agreed.slug, "residents", 1, "residents", "digest", made.xform)
        writes = (
            consultations.put(agreed),
            *consultations.put_regions(agreed.slug, REGIONS),
            consultations.publish(version),
            *media.publish(version, made.media),
        )
        await self.store.apply(Changes(writes))
        if state == "open":
            await self.store.apply(Changes((consultations.move(agreed.slug, "scheduled", "open"),)))

    async def consultation(self) -> Consultation:
        """The consultation as it stands now."""
        found = await consultations.get(self.store.database, SLUG)
        assert found is not None
        return found

    async def hold_again(self, **changed: Any) -> None:
        """Change the terms of the consultation."""
        await self.store.apply(Changes((consultations.put(terms(**changed), await self.consultation()),)))


@dataclass
class Resident:
    """A person at a channel."""

    town: Town
    channel: Literal["telegram", "web", "terminal"]
    address: str
    heard: list[Reaction] = field(default_factory=list)

    async def does(self, said: Said, key: str = "", language: str = "en") -> Reaction:
        """Hand something in; what does not name a card answers to the one they see."""
        if isinstance(said, Text | File | Location) and not said.at:
            card = await self.town.desk.card(self.channel, self.address)
            said = replace(said, at=card.at if card else "")
        key = key or f"{self.address}:{next(self.town.numbers)}"
        reaction = await self.town.desk.take(Incoming(self.channel, self.address, key, said, language))
        self.heard.append(reaction)
        return reaction

    async def writes(self, text: str) -> Reaction:
        """Write a line; one that begins with "/" is a command."""
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return await self.does(Command(name, argument))
        return await self.does(Text(text))

    async def taps(self, label: str) -> Reaction:
        """Tap the button that begins with this label."""
        return await self.does(Tap((await self.button(label)).data))

    async def button(self, label: str) -> Button:
        """The button that begins with this label."""
        found = [button for button in await self.buttons() if plain(button.label).startswith(label)]
        labels = [button.label for button in await self.buttons()]
        assert found, f"no button {label!r} among {labels}"
        return found[0]

    async def buttons(self) -> list[Button]:
        """All buttons of the card."""
        return [button for row in (await self.card()).buttons for button in row]

    async def card(self) -> Card:
        """The card they see."""
        card = await self.town.desk.card(self.channel, self.address)
        assert card is not None
        return card

    async def sees(self) -> str:
        """The card as text, without the marks that keep directions apart."""
        card = await self.card()
        progress = f"{card.progress[0]} of {card.progress[1]} · " if card.progress else ""
        lines = [card.notice, progress + card.title, card.hint, card.body]
        rows = [
            "  ".join(f"[{'✓ ' if button.chosen else ''}{button.label}]" for button in row)
            for row in card.buttons
        ]
        text = "\n".join(line for line in (*lines, *rows) if line)
        return plain(text)

    async def goes_through(self, steps: str) -> None:
        """Several steps: "[label]" is a tap, anything else is written; separated by ";"."""
        for step in (step.strip() for step in steps.split(";")):
            await (self.taps(step[1:-1]) if step.startswith("[") else self.writes(step))


@asynccontextmanager
async def open_town(folder: Path, url: str = "") -> AsyncIterator[Town]:
    """A town with an empty database in a folder."""
    keys = Keyring(folder / "keys", os.urandom(32))
    async with Store(url or f"sqlite:///{folder / 'town.db'}", keys) as store:
        await upgrade(store.database)
        yield Town(store, folder)
