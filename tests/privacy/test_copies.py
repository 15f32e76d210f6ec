"""Whoever compares all backups, with every key that is left after the close, links nobody to a response.

A hundred residents answer, others look around, and twenty copies are made meanwhile. The attacker has some of
them and all remaining keys. Between two copies they see which responses are new, and who may have sent them:
whoever is new, whose rows are not what they were, and, where a conversation can be read, who has sent. The
figure is how many of the responses they put to the right person, on average: one of a hundred by chance.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.clock import due_now
from storage import backup as copies
from storage.backup import DATABASE, MANY, backup
from storage.conversations import opened
from storage.guard import derive_lasting_id
from storage.keys import Keyring
from tests.looking import ask
from tests.privacy.neighbours import Neighbour, mark, neighbour
from tests.town import SLUG, Town

RESIDENTS, FEWER, COPIES = 100, 40, 20
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = pytest.mark.sqlite


@dataclass
class Copy:
    """What somebody reads out of one copy."""

    responses: frozenset[bytes]
    rows: dict[bytes, frozenset[object]]
    """By person, all rows in which they stand."""
    sent: frozenset[bytes]
    """Those whose conversation can be read, and stands where answers were sent."""


@dataclass
class Drill:
    """The town after it: the copies, and who sent which response."""

    copies: list[Copy] = field(default_factory=list)
    truth: dict[bytes, bytes] = field(default_factory=dict)


async def test_copies_that_are_compared_link_nobody(town: Town, tmp_path: Path) -> None:
    drill = await go_through(town, tmp_path, RESIDENTS)
    for few in (1, 2, 5, 10, COPIES):
        some = drill.copies[:: COPIES // few][:few] + drill.copies[-1:]
        assert linked(drill, some) <= RESIDENTS / MANY


async def test_what_copies_told_before_links_many(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attack is one that works: on copies of all there is, under keys that outlive the close."""
    monkeypatch.setattr(copies, "LEFT_OUT", {"response": "FALSE"})
    monkeypatch.setattr(Keyring, "begin_conversation", lambda _: None)
    drill = await go_through(town, tmp_path, FEWER)
    assert linked(drill, drill.copies) > 3 * FEWER / MANY


async def go_through(town: Town, folder: Path, people: int) -> Drill:
    """Residents arrive, some answer between two copies and some look around; then it closes."""
    chance, drill = Random(15), Drill()
    residents = [neighbour(town) for _ in range(people)]
    for each in residents:
        await each.writes("/start")
    waiting, made = list(residents), list[Path]()
    for number in range(COPIES):
        share = len(waiting) // (COPIES - number)
        for each in [
            waiting.pop() for _ in range(chance.randint(0, 2 * share) if waiting[share:] else share)
        ]:
            await send(town, drill, each)
        for each in chance.sample(residents, 5):
            await each.writes("/help")
        made.append(await backup(town.store, folder / "copies", NOON + timedelta(days=number)))
    for each in waiting:
        await send(town, drill, each)
    town.later(days=30)
    await due_now(town.store, town.now)
    made.append(await backup(town.store, folder / "copies", NOON + timedelta(days=COPIES)))
    drill.copies = [read(town, each / DATABASE) for each in made]
    assert len(drill.copies[-1].responses) == people
    return drill


async def send(town: Town, drill: Drill, somebody: Neighbour) -> None:
    before = {row[0] for row in ask(town.store.database, "SELECT id FROM response")}
    await somebody.answers(mark())
    (new,) = {row[0] for row in ask(town.store.database, "SELECT id FROM response")} - before
    drill.truth[derive_lasting_id(town.store.keys.guard(SLUG), new)] = somebody.person


def read(town: Town, path: Path) -> Copy:
    """All that a copy says of persons, with the keys that there are now."""
    copy, rows = sqlite3.connect(path), defaultdict[bytes, set[object]](set)
    people = {row[0] for row in copy.execute("SELECT id FROM person")}
    for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in copy.execute(f"SELECT * FROM {table}"):
            for person in people & {value for value in row if isinstance(value, bytes)}:
                rows[person].add((table, row))
    states = copy.execute("SELECT person, version, state FROM conversation").fetchall()
    sent = {
        person
        for person, version, state in states
        if opened(town.store.keys, person, version, state).conversation.scene == "sent"
    }
    responses = {row[0] for row in copy.execute("SELECT id FROM response")}
    return Copy(frozenset(responses), {who: frozenset(those) for who, those in rows.items()}, frozenset(sent))


def linked(drill: Drill, copies: Sequence[Copy]) -> float:
    """How many responses are put to the right person: each is guessed among all who may have sent it."""
    right = 0.0
    before = Copy(frozenset(), copies[0].rows, frozenset())
    for now in copies:
        new = now.responses - before.responses
        changed = {who for who, rows in now.rows.items() if rows != before.rows.get(who)}
        may_be = (now.sent - before.sent) or changed or set(now.rows)
        right += sum(drill.truth[response] in may_be for response in new) / len(may_be)
        before = now
    return right
