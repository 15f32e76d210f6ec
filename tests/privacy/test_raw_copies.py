"""Whoever copies the disk itself, again and again, links nobody to a response once it is closed.

Such a copy has every row: it shows whose conversation changed while a response came, and where two do between
two copies, one of the two sent it. The attacker has all copies and every key that is left, and follows the
rows to those of the end: by id, by place, by what lies sealed, by what any key opens. The figure is how many
responses they put to the right person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from bot.clock import due_now
from storage.guard import derive_lasting_id
from storage.keys import Keyring
from tests.load.size import LONG
from tests.looking import ask
from tests.privacy.neighbours import Neighbour, mark, neighbour
from tests.privacy.search import every_key, opened
from tests.town import SLUG, Town

PEOPLE = 100 if LONG else 24
Row = tuple[object, ...]


@dataclass
class Copy:
    """The rows of responses, and of each person's conversation."""

    responses: set[Row]
    people: dict[bytes, Row]


@dataclass
class Drill:
    """The copies, and who sent what: a word that stands in no other response."""

    copies: list[Copy]
    senders: dict[bytes, bytes]


async def test_raw_copies_lead_from_nobody_to_a_response(town: Town) -> None:
    drill = await go_through(town)
    assert len(drill.copies[-1].responses) == PEOPLE
    assert count_linked(town.store.keys, drill) == 0


async def test_with_the_link_key_they_lead_to_half_of_all(town: Town) -> None:
    """The attack is one that works: on rows that the key of while it was open can follow."""
    guard = town.store.keys.guard(SLUG)
    drill = await go_through(town)
    assert count_linked(town.store.keys, drill, guard) > PEOPLE / 2 - 1


async def go_through(town: Town) -> Drill:
    """Everybody comes; then one answers and another looks around between two copies; then it closes."""
    people, chance, senders = [neighbour(town) for _ in range(PEOPLE)], Random(15), dict[bytes, bytes]()
    for each in people:
        await each.writes("/start")
    copies = [copy(town)]
    for each in people:
        await chance.choice([other for other in people if other is not each]).writes("/help")
        await answer(each, senders)
        copies.append(copy(town))
    town.later(days=30)
    await due_now(town.store, town.now)
    copies.append(copy(town))
    return Drill(copies, senders)


async def answer(person: Neighbour, senders: dict[bytes, bytes]) -> None:
    word = mark()
    await person.answers(word)
    senders[word.encode()] = person.person


def copy(town: Town) -> Copy:
    database = town.store.database
    responses = ask(database, "SELECT slot, id, document FROM response")
    people = ask(database, "SELECT person, version, state FROM conversation")
    return Copy(set(responses), {row[0]: row for row in people})


def count_linked(keys: Keyring, drill: Drill, guard: bytes = b"") -> float:
    """How many responses are put to the right person: each is guessed among those whose rows changed."""
    final, right = drill.copies[-1].responses, 0.0
    known = [*every_key(keys), *([guard] if guard else [])]
    for before, now in zip(drill.copies, drill.copies[1:-1], strict=False):
        changed = {who for who, row in now.people.items() if row != before.people.get(who)}
        for row in now.responses - before.responses:
            words = read([*row, *follow(row, final, guard)], known)
            senders = {who for word, who in drill.senders.items() if word in words}
            right += len(senders & changed) / len(changed)
    return right


def follow(row: Row, final: set[Row], guard: bytes) -> list[object]:
    """The values of those rows of the end that this one has become: they have one of its values."""
    then = {*row, *(derive_lasting_id(guard, each) for each in row if guard and isinstance(each, bytes))}
    return [value for last in final if then & {*last} for value in last]


def read(values: Iterable[object], known: list[bytes]) -> bytes:
    """All that any key opens."""
    return b"".join(text for value in values if isinstance(value, bytes) for text in opened(value, known))
