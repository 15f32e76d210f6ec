"""Whatever people send, at whatever question: it is answered, nothing stored is wrong, nobody is stuck."""

import asyncio
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.channels.telegram.render import render_card
from handlers.words import Words
from storage import conversations, responses
from storage.messages import Card, Command, File, Location, Said, Tap, Text, Unreadable
from storage.schema.upkeep import PUT_ASIDE
from survey import engine
from tests.town import SLUG, Resident, Town, open_town

FORM = (Path(__file__).parents[2] / "everything.md").read_text(encoding="utf-8")
LIMIT = 4_096
CALLBACK = 64
BUTTONS = 100
NASTY = (
    "\x00",
    "nul \x00 within",
    "\u202e\u2066 turned \u2069",
    "<b>bold</b><script>alert(1)</script>",
    "&amp;&#0;",
    "=cmd|' /C calc'!A0",
    "’; DROP TABLE response; --",
    "${wish}",
    "]]>",
    "🧑🏽‍🌾" * 400,
    "ا" * 4_096,
    " \u00a0\u200b ",
    "\ufeff\ufffe\uffff",
    "%s %(name)s {0}",
    *("-1", "1e308", "1e999", "NaN", "٠", "100", "0" * 400, "/", "//", "/start@x"),
    *("31/02/2020", "2026-13-40", "25:61", "91, 181"),
)
USUAL = (
    "4",
    "7:30",
    "2020-05-17",
    "2020-05-17 18:00",
    "33.6, -7.6",
    "yes",
    "Near",
    "Housing",
    "100",
    "A well.",
)

written = st.sampled_from(USUAL) | st.sampled_from(NASTY) | st.text(max_size=60)
tapped = st.text(max_size=CALLBACK // 4) | st.from_regex(r"\A\d{1,9}\.\d{1,9}\.[a-z0-9:._-]{0,20}\Z")
commands = st.sampled_from(
    ("start", "help", "mydata", "follow", "language", "forget", "hide", "code", "organisation", "nonsense")
)
action = st.one_of(
    *[st.tuples(st.just("button"), st.integers(0, 40))] * 6,
    st.tuples(st.just("write"), written),
    st.tuples(st.just("garbage"), tapped),
    st.tuples(st.just("own garbage"), st.text(max_size=20)),
    st.tuples(st.just("command"), st.tuples(commands, written)),
    st.tuples(
        st.just("other"),
        st.sampled_from(
            (Unreadable("sticker"), Unreadable("edited"), File("image", 10**9, "x"), File("file", 0, "y"))
        )
        | st.builds(Location, st.floats(), st.floats()),
    ),
    st.tuples(st.just("pause"), st.integers(1, 60)),
)


@dataclass
class Places:
    """One town for all that is tried: a database is made once."""

    town: Town
    loop: asyncio.AbstractEventLoop


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    loop = asyncio.new_event_loop()
    with TemporaryDirectory() as folder:
        opening = open_town(Path(folder))
        town = loop.run_until_complete(opening.__aenter__())
        loop.run_until_complete(town.hold(FORM, languages=("en", "ar")))
        yield Places(town, loop)
        loop.run_until_complete(opening.__aexit__(None, None, None))
    loop.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(action, min_size=10, max_size=40), st.integers(0, 24), st.sampled_from(("telegram", "web")))
def test_whatever_people_send(
    places: Places, actions: list[tuple[str, Any]], ahead: int, channel: str
) -> None:
    places.loop.run_until_complete(_sent(places.town, actions, ahead, channel))


async def _sent(town: Town, actions: list[tuple[str, Any]], ahead: int, channel: Any) -> None:
    resident = town.resident(channel)
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]")
    for _ in range(ahead):
        await _goes_on(resident)
    for kind, value in actions:
        said = await _said(town, resident, kind, value)
        if said is not None:
            await resident.does(said)
        await _is_well(town, resident)
    assert await town.store.database.rows(select(PUT_ASIDE.error)) == [], "our code could handle all of it"


async def _goes_on(resident: Resident) -> None:
    """One step further in the survey, with as little as it takes."""
    labels = [button.label for button in await resident.buttons()]
    wanted = ("Go on", "Continue", "Skip", "I prefer not to answer", "Near", "Send")
    await resident.taps(next((label for label in wanted if label in labels), labels[0]))


async def _said(town: Town, resident: Resident, kind: str, value: Any) -> Said | None:
    card = await town.desk.card(resident.channel, resident.address)
    buttons = [button for row in card.buttons for button in row] if card else []
    match kind:
        case "button":
            return Tap(buttons[value % len(buttons)].data) if buttons else Command("start", SLUG)
        case "write":
            return Text(value)
        case "garbage":
            return Tap(value)
        case "own garbage":
            at = buttons[0].data.rpartition(".")[0] if buttons else "1.1"
            return Tap(f"{at}.{value}")
        case "command":
            return Command(value[0], value[1])
        case "pause":
            town.later(hours=value / 4)
            return None
    said: Said = value
    return said


async def _is_well(town: Town, resident: Resident) -> None:
    """Their card can be shown everywhere, and what is kept of them can be read."""
    card = await town.desk.card(resident.channel, resident.address)
    if card is None:
        return
    _can_be_shown(card)
    person = await town.desk.whose(resident.channel, resident.address)
    assert person
    store = town.store
    loaded = await conversations.load(store.database, store.keys, person)
    assert loaded.version > 0
    sent = await responses.sent_by(store.database, store.keys, person, SLUG, "residents")
    if sent:
        form = await store.form(SLUG, "residents", sent.version)
        answers = engine.answers(form, sent.document.submission)
        assert answers.get("region") or answers.get("/data/region") or answers, (
            "a required answer or a decline"
        )


def _can_be_shown(card: Card) -> None:
    assert card.title or card.body or card.notice
    drawn = render_card(card, Words)
    assert 0 < _shown_length(drawn.text) <= LIMIT
    keys = [key for row in drawn.keyboard for key in row]
    assert len(keys) < BUTTONS
    for key in keys:
        assert key["text"].strip()
        assert "url" in key or 0 < len(key["callback_data"].encode()) <= CALLBACK


def _shown_length(text: str) -> int:
    """Units of the text after Telegram has read its entities."""
    return len(html.unescape(re.sub(r"<[^>]*>", "", text)).encode("utf-16-le")) // 2
