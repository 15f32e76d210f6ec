"""Two worlds: what is in each table, in which form, and what is in none."""

from collections.abc import Iterator

import pytest
import structlog

from bot.clock import due_now
from storage.erasable import NUMBER
from storage.responses import WEEK
from storage.schema import METADATA
from storage.sealing import LENGTH, ROOM, STEP
from tests.looking import ask, files, values
from tests.privacy.neighbours import AT_THE_QUESTIONS, Neighbour, mark, neighbour
from tests.privacy.search import everything
from tests.town import SLUG, Town

NONCE_AND_TAG = 12 + 16
ROOMY = {"conversation.state", "response.document"}
ROOMS = {ROOM, 4 * ROOM, 16 * ROOM}
SEALED = {
    "shown.appearance",
    "conversation.state",
    "address.sealed",
    "response.document",
    "response.reading",
    "link.sealed",
    "put_aside.sealed",
    "inquiry.sealed",
    "inquiry.answer",
}
ERASABLE = SEALED - {"link.sealed"}
"""Before these stands the number of a key of their own."""
GUARDED = {"response.document", "response.reading"}
"""These lie in a second envelope while the consultation is open."""
OF_STAFF = {"staff.name", "staff_invitation.name"}
HASHES = {"approval.digest", "audit.link"}
PUBLISHED = {"media.content", "release.document"}
"""What authors show to everybody."""
OF_RELEASES = {"release_ledger.sealed"}
"""Sealed under the key of answers, and gone with them."""
OF_ORGANISATIONS = {"organisation.profile", "shared_draft.sealed"}
PERSON = {
    "person",
    "address",
    "conversation",
    "follow",
    "shown",
    "outbox",
    "delivery",
    "put_aside",
    "inquiry",
}
SAID = {"response", "link"}


def of(town: Town, *tables: str) -> Iterator[tuple[str, bytes]]:
    return (found for found in values(town.store.database) if found[0].split(".")[0] in tables)


@pytest.fixture
async def somebody(town: Town) -> Neighbour:
    somebody = neighbour(town)
    await somebody.fills_every_table(mark())
    return somebody


async def test_no_file_says_an_address_an_answer_or_who_is_where(town: Town) -> None:
    word = mark()
    somebody = neighbour(town)
    await somebody.answers(f"{word} sent")
    raw = b"".join(files(town.store.database).values())
    assert f"{word} sent".encode() in everything(town.store), "with the keys it is there to be found"
    assert word.encode() not in raw
    assert somebody.address.encode() not in raw
    assert not any(SLUG.encode() in value for _, value in of(town, "conversation", "address", "person"))


async def test_a_response_knows_its_survey_and_its_week_and_nothing_else(
    town: Town, somebody: Neighbour
) -> None:
    row = dict(of(town, "response"))
    names = "slot id consultation survey version kind week document reading copied guarded"
    assert set(row) == {f"response.{name}" for name in names.split()}
    assert row["response.week"] == str(int(town.now.timestamp()) // WEEK).encode()
    assert (row["response.survey"], row["response.version"]) == (b"residents", b"1")


async def test_nothing_stands_in_both_worlds(town: Town, somebody: Neighbour) -> None:
    told_apart = {"consultation", "survey", "kind", "version", "copied", "guarded"}
    ours = {value for name, value in of(town, *PERSON) if len(value) > 2}
    theirs = {value for name, value in of(town, *SAID) if name.split(".")[1] not in told_apart}
    assert len(theirs) >= 5
    assert not ours & theirs
    assert not any(somebody.person in value or somebody.lookup in value for value in theirs)


async def test_every_sealed_value_has_one_of_few_sizes(town: Town, somebody: Neighbour) -> None:
    found = [(name, value) for name, value in values(town.store.database) if name in SEALED]
    assert {name for name, _ in found} == SEALED
    for name, value in found:
        size = len(value) - (NUMBER if name in ERASABLE else 0) - NONCE_AND_TAG
        size -= LENGTH + NONCE_AND_TAG if name in GUARDED else 0
        assert size in ROOMS if name in ROOMY else size % STEP == 0, name


async def test_every_blob_is_an_id_or_sealed(town: Town, somebody: Neighbour) -> None:
    """So that a new column does not come without anybody thinking of what it tells."""
    blobs = {
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.columns
        if column.type.python_type is bytes
    }
    named = {
        "id",
        "person",
        "lookup",
        "announcement",
        "organisation",
        "author",
        "invited_by",
        "event",
        "series",
        "subject",
        "changes",
        "recommendation",
        "paper",
    }
    ids = {name for name in blobs if name.split(".")[1] in named}
    others = {"attachment.sealed", *OF_STAFF, *OF_RELEASES, *HASHES}
    assert blobs == SEALED | OF_ORGANISATIONS | PUBLISHED | others | ids


async def test_seen_keys_name_nobody(town: Town, somebody: Neighbour) -> None:
    seen = [value for name, value in of(town, "seen") if name == "seen.key"]
    assert len(seen) > 10
    assert not any(somebody.address.encode() in key or somebody.person.hex().encode() in key for key in seen)


async def test_logs_name_nobody_and_quote_nothing(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    word, somebody = mark(), neighbour(town)
    with structlog.testing.capture_logs() as lines:
        await somebody.fills_every_table(word)
        await somebody.goes_through("/mydata; [Erase my answers]; /forget; [Erase everything]")
        town.later(days=30)
        await due_now(town.store, town.now)
    logged = f"{lines} {caplog.text}"
    assert "put aside" in logged
    for secret in (word, somebody.address, SLUG, town.store.keys.master.hex()):
        assert secret not in logged


async def test_following_says_nothing_about_answering(town: Town) -> None:
    """News is offered before the consent: what who answered follows differs in nothing."""
    answered, arrived = neighbour(town), neighbour(town)
    await answered.answers(mark())
    await arrived.goes_through(AT_THE_QUESTIONS.replace("; [I agree]", ""))
    follows = ask(town.store.database, "SELECT consultation, region FROM follow")
    assert follows == [(SLUG, "")] * 2
