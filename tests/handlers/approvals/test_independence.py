"""Two pairs of eyes belong to two people: who invited somebody just now may be the same person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock
from handlers.approvals.approval import can_approve, only_one
from handlers.approvals.independence import are_tied, count_independent
from handlers.staff import team
from storage import staff
from storage.changes import Changes
from storage.proposals import proposal
from storage.retention import sweep_all
from storage.staff import Colleague, Role
from tests.organisations import member
from tests.town import SLUG, Resident, Town

HOURS = 72


def colleague(number: int, by: int | None = None, role: Role = "administrator") -> Colleague:
    return Colleague(bytes([number]), role, "", "", invited_by=None if by is None else bytes([by]))


@pytest.mark.parametrize(
    ("invited_by", "tied", "people"),
    [
        ({1: None, 2: None}, [], 2),
        ({1: None, 2: 1}, [(1, 2)], 1),
        ({1: None, 2: 1, 3: 1}, [(1, 2), (2, 3)], 1),
        ({1: None, 2: 1, 3: 2}, [(1, 3)], 1),
        ({2: 1, 3: 1}, [(2, 3)], 1),  # who invited both has left
        ({1: None, 2: 1, 3: None, 4: 3}, [(1, 2), (3, 4)], 2),
    ],
)
def test_who_may_be_the_same(
    invited_by: dict[int, int | None], tied: list[tuple[int, int]], people: int
) -> None:
    found = [colleague(number, by) for number, by in invited_by.items()]
    assert count_independent(found, {"administrator"}) == people
    for one, other in tied:
        assert are_tied(found, bytes([one]), bytes([other]))
    if not tied:
        assert not are_tied(found, bytes([1]), bytes([2]))
    assert not are_tied(found, None, bytes([2]))


@given(st.dictionaries(st.integers(1, 20), st.none() | st.integers(1, 20), max_size=20))
def test_ties_join_people_and_never_make_more_of_them(invited_by: dict[int, int | None]) -> None:
    found = [colleague(number, by) for number, by in invited_by.items()]
    people = count_independent(found, {"administrator"})
    assert people <= len(found)
    assert people == count_independent(reversed(found), {"administrator"}), "in any order"
    assert all(are_tied(found, each.person, each.person) for each in found)


async def owner(town: Town) -> tuple[Resident, bytes]:
    return await joins(town, None, "owner")


async def joins(town: Town, by: bytes | None, role: Role = "administrator") -> tuple[Resident, bytes]:
    """Somebody new of the staff, invited by one of them or by whoever holds the server."""
    somebody, place = await member(town), town.desk.place()
    if by:
        outcome, token = await team.invited(town.store, place, by, role, "Amina")
        await town.store.apply(outcome.changes)
    else:
        token = f"{town.now:%f}-{somebody.address}"
        until = int(town.now.timestamp()) + 86_400
        await town.store.apply(Changes((staff.invite(town.store.keys, role, "Amina", token, until),)))
    await somebody.goes_through(f"/start _{token}; [Accept]")
    person = await town.desk.whose(somebody.channel, somebody.address)
    assert person
    assert await staff.of(town.store.database, town.store.keys, person)
    return somebody, person


async def test_who_was_invited_just_now_approves_nothing_of_who_invited_them_nor_the_other_way_round(
    town: Town,
) -> None:
    (_, first), (_, second) = await owner(town), await owner(town)
    _, third = await joins(town, first)
    _, fourth = await joins(town, first)
    pairs = [(first, third), (third, first), (third, fourth), (fourth, third)]
    for author, judge in pairs:
        assert await can_approve(town.store, judge, proposal("close", SLUG, author=author)) == ""
    for judge in (third, fourth, first):
        assert await can_approve(town.store, judge, proposal("close", SLUG, author=second)) == "second"
    town.later(hours=HOURS + 1)
    await sweep_all(town.store, int(town.now.timestamp()))
    for author, judge in pairs:
        assert await can_approve(town.store, judge, proposal("close", SLUG, author=author)) == "second"
    every = await staff.every(town.store.database, town.store.keys)
    assert {each.invited_by for each in every} == {None}, "who invited whom is not remembered"


async def test_an_owner_with_nobody_but_whom_they_invited_just_now_decides_alone_and_it_is_said(
    town: Town,
) -> None:
    _, first = await owner(town)
    _, other = await joins(town, first)
    assert await only_one(town.store)
    assert await can_approve(town.store, other, proposal("close", SLUG, author=first)) == "alone"
    town.later(hours=HOURS + 1)
    await Clock(town.desk).tick()
    assert not await only_one(town.store)
    assert await can_approve(town.store, other, proposal("close", SLUG, author=first)) == "second"


async def test_it_is_not_shorter_than_said(town: Town) -> None:
    _, first = await owner(town)
    await joins(town, first)
    town.later(hours=HOURS - 1)
    await sweep_all(town.store, int(town.now.timestamp()))
    assert await only_one(town.store)


async def test_who_leaves_as_inviter_is_forgotten_there_too(town: Town) -> None:
    somebody, first = await owner(town)
    await joins(town, first)
    await somebody.goes_through("/forget; [Erase everything]")
    (left,) = await staff.every(town.store.database, town.store.keys)
    assert left.invited_by is None
