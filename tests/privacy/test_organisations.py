"""Organisations: the disk names none, erasing is erasing, the close cuts it off."""

from bot.clock import due_now
from storage import organisations, people
from tests.looking import ask, files
from tests.organisations import ANSWERING, found, registered, speakers
from tests.privacy.neighbours import mark, night, rows
from tests.privacy.search import every_key, everything, pieces_left
from tests.town import SLUG, Resident, Town

SENT = "[Housing]; [Skip]; {wish}; [Skip]; [Send]"
CHANGING = f"/start {SLUG}; [For Housing]; [Change our]; [Change one]; [3. ]; {{wish}}"


def lookup(somebody: Resident) -> bytes:
    return people.lookup(somebody.town.store.keys, somebody.channel, somebody.address)


async def test_the_disk_alone_names_no_organisation_and_no_answer(town: Town) -> None:
    word, secret = mark(), mark()
    (somebody,) = await speakers(town, 1)
    await somebody.goes_through(f"{ANSWERING}; {SENT.format(wish=word)}")
    await registered(town, secret)
    raw, found_with_keys = b"".join(files(town.store.database).values()), everything(town.store)
    for text in (word, secret, "Housing Now", "Free advice"):
        assert text.encode() not in raw
        assert text.encode() in found_with_keys


async def test_an_answer_says_nothing_of_the_organisation_or_its_members(town: Town) -> None:
    (somebody,) = await speakers(town, 1)
    before = rows(town)
    await somebody.goes_through(f"{ANSWERING}; {SENT.format(wish=mark())}")
    organisation = await found(town)
    (member,) = await organisations.members(town.store.database, organisation.id)
    response = ask(town.store.database, "SELECT * FROM response")[0]
    link = ask(town.store.database, "SELECT * FROM link")[0]
    shared = ask(town.store.database, "SELECT * FROM shared_draft")[0]
    for value in (*response, *link, *shared):
        told = value if isinstance(value, bytes) else str(value).encode()
        assert organisation.id not in told
        assert member not in told
        assert told not in before


async def test_after_the_close_only_the_answers_are_found(town: Town) -> None:
    word, (first, second) = mark(), await speakers(town)
    await first.goes_through(f"{ANSWERING}; {SENT.format(wish=f'{word} sent')}")
    await first.goes_through(CHANGING.format(wish=f"{word} draft"))
    await second.goes_through(f"/start {SLUG}; [For Housing]")
    noted = {bytes(row[0]) for row in ask(town.store.database, "SELECT sealed FROM shared_draft")}
    noted |= {bytes(row[0]) for row in ask(town.store.database, "SELECT lookup FROM link")}
    assert f"{word} draft".encode() in everything(town.store), "before, it is there"
    link_key = town.store.keys.link(SLUG)
    town.later(days=30)
    await due_now(town.store, town.now)
    assert link_key not in every_key(town.store.keys)
    left = everything(town.store)
    assert f"{word} sent".encode() in left, "the answers count"
    assert f"{word} draft".encode() not in left
    assert pieces_left(town.store, noted) == 0
    assert f"{SLUG}/organisations".encode() not in left, "nor who agreed to answer for one"


async def test_the_last_member_who_is_forgotten_takes_everything_along(town: Town) -> None:
    word, (somebody,) = mark(), await speakers(town, 1)
    kept = rows(town)
    await somebody.goes_through(f"{ANSWERING}; {SENT.format(wish=f'{word} sent')}")
    await somebody.goes_through(CHANGING.format(wish=f"{word} draft"))
    organisation = await found(town)
    gone = rows(town) - kept | {organisation.id}
    await somebody.goes_through("/forget; [Erase everything]")
    left = everything(town.store)
    for text in (f"{word} sent", f"{word} draft", "Housing Now"):
        assert text.encode() not in left
    await night(town)
    left = everything(town.store)
    assert lookup(somebody) not in left
    assert pieces_left(town.store, gone - rows(town)) == 0
    assert organisation.id not in left


async def test_a_member_who_is_forgotten_leaves_nothing_of_theirs_behind(town: Town) -> None:
    word, (first, second) = mark(), await speakers(town)
    await first.goes_through(f"{ANSWERING}; {SENT.format(wish=word)}")
    members = await organisations.members(town.store.database, (await found(town)).id)
    await first.goes_through("/forget; [Erase everything]")
    (stays,) = await organisations.members(town.store.database, (await found(town)).id)
    left = everything(town.store)
    assert word.encode() in left, "the organisation's answers stay"
    assert lookup(second) in left
    await night(town)
    left = everything(town.store)
    assert lookup(first) not in left
    assert not any(member in left for member in members if member != stays)


async def test_who_registers_and_withdraws_leaves_nothing_behind(town: Town) -> None:
    secret = mark()
    somebody = await registered(town, secret)
    assert secret.encode() in everything(town.store)
    await somebody.goes_through("[Withdraw]; [Leave]")
    assert await organisations.every(town.store.database, town.store.keys) == []
    assert secret.encode() not in everything(town.store)
