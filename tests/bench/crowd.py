"""Very many people at once, sealed as real ones are, written in bulk: for what is measured as people grow.

Each has come in, begun the survey, follows the consultation and waits for its news, for their card and for a
reminder; each other one has sent an answer. Their past is there too: what was told them, asked and answered.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from random import Random

import asyncpg

from storage import conversations, responses
from storage.conversations import Conversation, Draft
from storage.database import Database
from storage.erasable import seal_erasably
from storage.keys import Keyring
from storage.people import lookup
from storage.responses import Destination, Document
from storage.schema.announcements import NO_ROWS
from storage.sealing import keyed_hash
from tests.town import SLUG, Town

AT_ONCE = 50_000
WEB = 10
"""One in so many came by the web chat."""
WITH_FILE = 0.02
"""So many answers have a file, which is left out here but for its row: files have a size of their own."""
HOUR = 3_600
NEWS, PAST, EVENT = b"news".rjust(16), b"past".rjust(16), b"event".rjust(16)
"""What is going out to everybody, what everybody was told before, and to what everybody was invited."""
XML = "<data>" + "".join(f"<q{number}>answer</q{number}>" for number in range(40)) + "</data>"
STATE = '{"answers": {' + ", ".join(f'"/data/q{number}": "answer"' for number in range(12)) + "}}"
ANNOUNCEMENT = (
    "id", "consultation", "kind", "texts", "regions", "due", "state", "topics", "language", "audience",
    "local", "rule", "expires", "medium", "reason", "cards", "settled",
)  # fmt: skip
COLUMNS = {
    "person": ("id", "channel", "language", "reachable", "zone"),
    "address": ("lookup", "person", "sealed"),
    "conversation": ("slot", "person", "version", "state"),
    "follow": ("person", "consultation", "region"),
    "shown": ("person", "message", "hour"),
    "outbox": ("person", "stamp", "due", "clear", "repeated"),
    "reminder": ("person", "stage", "due"),
    "seen": ("key", "hour"),
    "chat_message": ("lookup", "message", "hour"),
    "delivery": ("announcement", "person", "channel", "state", "due", "day"),
    "announcement": ANNOUNCEMENT,
    "rsvp": ("event", "person", "answer", "place"),
    "inquiry": ("slot", "id", "consultation", "region", "person", "state", "due", "sealed", "answer"),
    "response": ("slot", "id", "consultation", "survey", "version", "kind", "week", "document", "guarded"),
    "link": ("lookup", "consultation", "sealed"),
    "access_code": ("lookup", "consultation"),
    "attachment": ("id", "part", "consultation", "sealed"),
}
Rows = dict[str, list[tuple[object, ...]]]


async def fill(town: Town, people: int, seed: int = 0) -> None:
    """So many people more in a town whose consultation is open."""
    chance = Random(f"{seed} {people}")
    await write(town.store.database, {"announcement": list(_news(town)), "event": [_event(town)]}, once=True)
    for start in range(0, people, AT_ONCE):
        await write(town.store.database, _some(town, min(AT_ONCE, people - start), chance))
    await _analysed(town.store.database)


def _some(town: Town, people: int, chance: Random) -> Rows:
    rows: Rows = {table: [] for table in COLUMNS}
    for _ in range(people):
        for table, row in _one(town, chance):
            rows[table].append(row)
    return rows


def _one(town: Town, chance: Random) -> Iterator[tuple[str, tuple[object, ...]]]:
    keys, now = town.store.keys, int(town.now.timestamp())
    person, number, hour, day = chance.randbytes(16), chance.getrandbits(60), now // HOUR, now // 86_400
    channel = "web" if number % WEB == 0 else "telegram"
    address = _sealed(keys, keys.contact, str(number).encode(), person) if channel == "telegram" else None
    yield "person", (person, channel, "en", True, "")
    yield "address", (lookup(keys, channel, str(number)), person, address)
    draft = Draft(1, STATE)
    state = Conversation(
        "question",
        consultation=SLUG,
        survey="residents",
        drafts={f"{SLUG}/residents": draft},
        active=now,
        erasure_key=keys.erasure.draw(),
    )
    kept = conversations.save(keys, person, 0, state).values
    yield "conversation", tuple(kept[name] for name in COLUMNS["conversation"])
    yield "follow", (person, SLUG, "")
    yield "shown", (person, number % 10_000, hour)
    yield "outbox", (person, chance.getrandbits(31), now, False, False)
    yield "reminder", (person, 1, now)
    yield "seen", (f"telegram:{number}", hour)
    yield "chat_message", (keyed_hash(keys.index, b"messages of", person), number % 10_000, hour)
    yield "delivery", (NEWS, person, channel, "waiting", now, 0)
    yield "delivery", (PAST, person, channel, "sent", 0, day - 1)
    yield "rsvp", (EVENT, person, "maybe", 1)
    told = _announcement(town, chance.randbytes(16), "inquiry_done", "done", NO_ROWS)
    yield "announcement", told
    asked = (chance.getrandbits(63), person, SLUG, "settat", person, "asked", now + 86_400)
    yield "inquiry", (*asked, _sealed(keys, keys.link(SLUG), b"A question of somebody.", person), None)
    yield "access_code", (chance.randbytes(32), SLUG)
    if number % 2:
        yield from _answer(town, person, chance)


def _sealed(keys: Keyring, shared: bytes, text: bytes, purpose: bytes) -> bytes:
    return seal_erasably(keys, shared, keys.erasure.draw(), text, purpose)


def _answer(town: Town, person: bytes, chance: Random) -> Iterator[tuple[str, tuple[object, ...]]]:
    to, response = Destination(SLUG, "residents", 1, "real"), chance.randbytes(16)
    sent, linked = responses.send(town.store.keys, to, person, response, 2_900, Document(XML, "1 en", "en"))
    named = {name.removeprefix("new_"): value for name, value in sent.values.items()} | {"guarded": True}
    yield "response", tuple(named.get(name) for name in COLUMNS["response"])
    if chance.random() < WITH_FILE:
        yield "attachment", (chance.randbytes(32), 0, SLUG, b"a part of a picture")
    yield "link", tuple(linked.values[name] for name in COLUMNS["link"])


def _news(town: Town) -> Iterator[tuple[object, ...]]:
    yield _announcement(town, NEWS, "opened", "sending", 0)
    yield _announcement(town, PAST, "opened", "done", int(town.now.timestamp()) // 86_400)


def _announcement(town: Town, id: bytes, kind: str, state: str, settled: int) -> tuple[object, ...]:
    due = int(town.now.timestamp()) - HOUR
    who = "named" if kind == "inquiry_done" else "everybody"
    of = "" if kind == "inquiry_done" else SLUG
    return (id, of, kind, "{}", "[]", due, state, "[]", "", who, "", "", 0, "", "", "", settled)


def _event(town: Town) -> tuple[object, ...]:
    starts = int(town.now.timestamp()) + 7 * 86_400
    names = (EVENT, SLUG, "open", 1, '{"title": {"en": "A meeting"}, "about": {"en": ""}}', starts)
    return (*names, starts + HOUR, "UTC", "", "", "", "[]", "[]", "[]", 0, "")


EVENT_COLUMNS = (
    "id", "consultation", "state", "sequence", "texts", "starts", "ends", "zone", "place", "point", "link",
    "regions", "topics", "languages", "capacity", "reason",
)  # fmt: skip


async def write(database: Database, rows: Rows, once: bool = False) -> None:
    """Rows of tables as they are; with `once` those that are there stay."""
    for table, some in rows.items():
        names = COLUMNS.get(table, EVENT_COLUMNS)
        if database.path:
            _insert(database.path, table, names, some)
        else:
            await _copy(database.url, table, names, some, once)


def _insert(path: str, table: str, names: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * len(names))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-1048576")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
    connection.execute("COMMIT")
    connection.close()


async def _copy(
    url: str, table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]], once: bool
) -> None:
    connection = await asyncpg.connect(url)
    try:
        if once:
            marks = ", ".join(f"${number}" for number in range(1, len(names) + 1))
            into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING"
            await connection.executemany(into, rows)
        else:
            await connection.copy_records_to_table(table, records=rows, columns=names)
    finally:
        await connection.close()


async def _analysed(database: Database) -> None:
    """As PostgreSQL does it by itself a minute later."""
    if not database.path:
        connection = await asyncpg.connect(database.url)
        await connection.execute("ANALYZE")
        await connection.close()
