"""`form play`: the real handlers on a database in memory, in the terminal."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels import terminal
from bot.desk import Desk, utc_now
from handlers.words import LANGUAGES
from storage import consultations, conversations, media, people
from storage.changes import Changes
from storage.consultations import Version
from storage.conversations import Conversation
from storage.keys import KEY_BYTES, Keyring
from storage.people import Somebody
from storage.store import Store
from storage.terms import SurveyTerms, Terms
from storage.upgrade import upgrade
from survey.importer import Imported

SLUG, SURVEY = "play", "play"
HOW = "Write the number or the label of a choice, an answer, or a button such as /b1. Ctrl-D ends."


async def play(imported: Imported, language: str) -> None:
    """Hold the conversation of a form until the lines end; nothing is kept."""
    with TemporaryDirectory() as folder:
        keys = Keyring(Path(folder), os.urandom(KEY_BYTES))
        async with Store("sqlite://", keys) as store:
            await upgrade(store.database)
            await _prepare(store, imported, language)
            desk = Desk(store)
            desk.fetchers["terminal"] = terminal.fetch
            print(HOW)
            await terminal.play(desk, _lines(), print)


async def _prepare(store: Store, imported: Imported, language: str) -> None:
    """A consultation that is open, and somebody who has agreed and stands before the first question."""
    languages = imported.languages or (language or LANGUAGES[0],)
    terms = _terms(imported.title, languages)
    person = Somebody(os.urandom(16), "terminal", language or languages[0])
    version = Version(SLUG, SURVEY, 1, "residents", "", imported.xform)
    conversation = Conversation(
        scene="question",
        consultation=SLUG,
        survey=SURVEY,
        active=int(utc_now().timestamp()),
        consents={SLUG: f"{terms.consent_version} {person.language}"},
    )
    store.keys.create(SLUG)
    await store.apply(
        Changes(
            (
                consultations.put(terms),
                consultations.publish(version),
                *media.publish(version, imported.media),
                consultations.move(SLUG, "scheduled", "open"),
                *people.add(store.keys, person, terminal.ADDRESS),
                conversations.save(store.keys, person.id, 0, conversation),
            )
        )
    )


def _terms(title: str, languages: tuple[str, ...]) -> Terms:
    words = dict.fromkeys(languages, title or "-")
    now = utc_now()
    return Terms(
        slug=SLUG,
        languages=languages,
        timezone="UTC",
        opens=now,
        closes=now + timedelta(days=1),
        consent_version="1",
        title=words,
        about=words,
        organiser=words,
        contact=words,
        surveys=(SurveyTerms(name=SURVEY, audience="residents", form="-"),),
    )


async def _lines() -> AsyncIterator[str]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line
