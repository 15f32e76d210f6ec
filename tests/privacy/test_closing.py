"""After the close nobody can be joined to a response with every key that is left."""

import json
import os
from random import Random
from typing import Any

import pytest

from bot.clock import due_now
from handlers.consultations.standing import told
from handlers.words import Words
from storage import chores, consultations, conversations, responses
from storage.changes import Changes
from storage.erasable import unseal_erasable
from storage.erasure_keys import NAME
from storage.guard import derive_lasting_id
from storage.keys import CONVERSATION
from storage.responses import Destination, Document
from storage.sealing import SealBroken
from storage.store import Store
from tests.looking import ask, files, values
from tests.privacy.neighbours import AT_THE_QUESTIONS, CHANGING, mark, neighbour, night
from tests.privacy.search import every_key, everything, pieces_left
from tests.town import SLUG, START, Town


async def close(town: Town) -> None:
    """By itself, when its time comes."""
    town.later(days=30)
    await due_now(town.store, town.now)


async def state_of(store: Store) -> str:
    found = await consultations.get(store.database, SLUG)
    assert found is not None
    return found.state


def count(store: Store, sql: str) -> int:
    return int(ask(store.database, sql)[0][0])


def nobody_can_tell(store: Store) -> None:
    """No link, no link key, no week, nothing put aside, no chore left, and of conversation keys one alone."""
    for table in ("link", "put_aside", "chore"):
        assert count(store, f"SELECT count(*) FROM {table}") == 0
    assert count(store, "SELECT count(*) FROM response WHERE week IS NOT NULL") == 0
    kept = {file.name for file in store.keys.folder.iterdir()}
    assert kept == {NAME, CONVERSATION, "closed", f"{SLUG}.answers"}


def conversation_of(store: Store, person: bytes) -> dict[str, Any]:
    ((sealed,),) = ask(store.database, "SELECT state FROM conversation WHERE person = ?", person)
    found: dict[str, Any] = json.loads(unseal_erasable(store.keys, store.keys.conversation, sealed, person))
    return found


async def test_with_every_key_that_is_left_only_the_answers_are_found(town: Town) -> None:
    word, somebody = mark(), neighbour(town)
    await somebody.fills_every_table(word)
    gone = somebody.noted
    assert pieces_left(town.store, gone) > 100
    link_key = town.store.keys.link(SLUG)
    await close(town)
    assert await state_of(town.store) == "closed"
    nobody_can_tell(town.store)
    assert link_key not in every_key(town.store.keys)
    found = everything(town.store)
    assert f"{word} sent".encode() in found, "the answers count"
    for kind in ("draft", "aside"):
        assert f"{word} {kind}".encode() not in found
    still = {value for _, value in values(town.store.database)}
    assert pieces_left(town.store, gone - still) == 0


async def test_no_copy_made_before_opens_a_conversation_after_the_close(town: Town) -> None:
    """A copy of the row, whole and with every key that is left, tells nobody where somebody was then."""
    somebody = neighbour(town)
    await somebody.answers(mark())
    before = ask(town.store.database, "SELECT person, state FROM conversation")
    cards = ask(town.store.database, "SELECT person, appearance FROM shown WHERE appearance IS NOT NULL")
    old_key = town.store.keys.conversation
    await close(town)
    assert old_key not in every_key(town.store.keys)
    for rows, purpose in ((before, b""), (cards, b"appearance")):
        for person, sealed in rows:
            for key in every_key(town.store.keys):
                with pytest.raises(SealBroken):
                    unseal_erasable(town.store.keys, key, sealed, purpose + person)
    assert conversation_of(town.store, somebody.person)["scene"] == "ended", "the newest key opens it"


async def test_a_large_database_is_rewritten_at_night_and_closed_then(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody would wait meanwhile; what leads to people is gone at once all the same."""
    monkeypatch.setattr(chores, "SMALL", 0)
    word, somebody = mark(), neighbour(town)
    await somebody.fills_every_table(word)
    gone, link_key = somebody.noted, town.store.keys.link(SLUG)
    rewritten, vacuum = list[str](), town.store.database.vacuum

    async def counted() -> None:
        rewritten.append(await state_of(town.store))
        await vacuum()

    monkeypatch.setattr(town.store.database, "vacuum", counted)
    await close(town)
    await chores.run(town.store)
    assert await state_of(town.store) == "closing"
    assert link_key not in every_key(town.store.keys)
    assert f"{word} draft".encode() not in everything(town.store)
    assert "after 3 a.m." in "".join(await told(town.store, Words("en"), await town.consultation()))
    assert rewritten == []
    await chores.run(town.store, at_night=True)
    assert rewritten == ["closing"]
    assert await state_of(town.store) == "closed"
    nobody_can_tell(town.store)
    still = {value for _, value in values(town.store.database)}
    assert pieces_left(town.store, gone - still) == 0


async def test_a_person_who_answered_looks_like_one_who_only_came(town: Town) -> None:
    answered, changing, began, came = (neighbour(town) for _ in range(4))
    await answered.answers(mark())
    await changing.answers(mark())
    await changing.goes_through(CHANGING.format(wish=mark()))
    await began.goes_through(f"{AT_THE_QUESTIONS}; [Settat]")
    await came.goes_through(AT_THE_QUESTIONS.replace("; [I agree]", ""))
    await close(town)
    left = [conversation_of(town.store, who.person) for who in (answered, changing, began, came)]
    numbers = [each.pop("card") for each in left]
    assert left[0] == left[1] == left[2] == left[3]
    assert len(set(numbers)) == 4


async def test_no_number_tells_how_much_somebody_did(town: Town) -> None:
    """Cards and versions count what was done, and so would tell how many questions were answered."""
    store, steps = town.store, range(1, 151)
    people = [os.urandom(16) for _ in steps]
    for person, number in zip(people, steps, strict=True):
        conversation = conversations.Conversation(
            scene="sent", consultation=SLUG, card=number, turn=number, consents={SLUG: "1 en"}
        )
        await store.apply(Changes((conversations.save(store.keys, person, 0, conversation),)))
    await close(town)
    loaded = [await conversations.load(store.database, store.keys, person) for person in people]
    for left in ([each.version for each in loaded], [each.conversation.card for each in loaded]):
        assert abs(correlation(list(steps), left)) < 0.4
    assert {each.conversation.turn for each in loaded} == {0}


def correlation(first: list[int], second: list[int]) -> float:
    """Spearman's rank correlation of two lists without ties."""
    ranks = [{value: rank for rank, value in enumerate(sorted(values))} for values in (first, second)]
    apart = sum((ranks[0][a] - ranks[1][b]) ** 2 for a, b in zip(first, second, strict=True))
    size = len(first)
    return 1 - 6 * apart / (size * (size**2 - 1))


def places(store: Store, arrived: list[bytes]) -> list[int]:
    """Where the end of each document lies in the file."""
    content = b"".join(file for name, file in sorted(files(store.database).items()) if "backup" not in name)
    ends = {
        response: document[-16:]
        for response, document in ask(store.database, "SELECT id, document FROM response")
    }
    return [content.index(ends[response]) for response in arrived]


async def test_the_file_does_not_tell_the_order_of_arrival(town: Town) -> None:
    store, rng, arrived = town.store, Random(7), [os.urandom(16) for _ in range(300)]
    for number, response in enumerate(arrived):
        text = Document("x" * rng.choice([4_500, 6_000, 9_000]), "1", "en")
        to = Destination(SLUG, "residents", 1, "real")
        await store.apply(
            Changes(responses.send(store.keys, to, os.urandom(16), response, number // 90, text))
        )
    await store.database.checkpoint()
    order, guard = list(range(len(arrived))), store.keys.guard(SLUG)
    assert correlation(order, places(store, arrived)) > 0.5, "while it is open the order is a clue"
    await close(town)
    lasting = [derive_lasting_id(guard, response) for response in arrived]
    assert abs(correlation(order, places(store, lasting))) < 0.25
    assert {row[0] for row in ask(store.database, "SELECT week FROM response")} == {None}


async def test_my_data_says_so(town: Town) -> None:
    somebody = neighbour(town)
    await somebody.answers("lots")
    await close(town)
    await somebody.writes("/mydata")
    assert "Nobody can tell any more which answers are yours" in await somebody.sees()
    assert [button.label for button in await somebody.buttons()] == ["Erase everything", "Go on"]


async def test_forget_after_the_close_erases_the_person_and_leaves_the_answers(town: Town) -> None:
    somebody = neighbour(town)
    await somebody.answers("lots")
    await close(town)
    await somebody.goes_through("/forget; [Erase everything]")
    await night(town)
    assert somebody.lookup not in everything(town.store)
    assert count(town.store, "SELECT count(*) FROM response") == 1


async def test_at_another_consultation_one_goes_on_where_one_was(town: Town) -> None:
    """Only the number of their card changes, so a tap on it points down once."""
    await town.hold(slug="other-2026", closes=START.replace(year=2027))
    somebody = neighbour(town)
    await somebody.goes_through(f"{AT_THE_QUESTIONS}; [Settat]")
    await somebody.goes_through("/start other-2026; [Continue]; [No]; [I agree]; [Settat]")
    button = await somebody.button("Water")
    await close(town)
    assert "2 of 5" in await somebody.sees()
    assert (await somebody.button("Water")).label == button.label
    await somebody.goes_through("[Water]; [Done]")
    assert "3 of 5" in await somebody.sees()
