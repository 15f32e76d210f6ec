"""Who may do what: each action, by each role, with what is one's own, another's, or the consultation's."""

from itertools import product

import pytest

from handlers.approvals.actions import ACTIONS, NOBODY, Action, Actor, actor, may
from storage.staff import ROLES, Role
from tests.organisations import found, registered, speakers
from tests.staff import colleague
from tests.town import Resident, Town

OWN, OTHER = b"own", b"other"
ALLOWED: dict[str, set[tuple[Role | None, bytes | None]]] = {
    "see": {("owner", None), ("administrator", None), ("reader", None)},
    "results": {("owner", None), ("administrator", None), ("reader", None)},
    "announce": {("owner", None), ("administrator", None)},
    "stop": {("owner", None), ("administrator", None)},
    "resume": {("owner", None), ("administrator", None)},
    "open": {("owner", None), ("administrator", None)},
    "renew": {("owner", None), ("administrator", None)},
    "extend": {("owner", None), ("administrator", None)},
    "close": {("owner", None), ("administrator", None)},
    "release": {("owner", None), ("administrator", None)},
    "publish": {("owner", None), ("administrator", None)},
    "did": {("owner", None), ("administrator", None)},
    "read": {("owner", None), ("administrator", None)},
    "recommend": {("owner", None), ("administrator", None)},
    "plan": {("owner", None), ("administrator", None)},
    "write": {("owner", None), ("administrator", None)},
    "answer": {("owner", None), ("administrator", None), ("reader", None)},
    "approve": {
        ("owner", None),
        ("administrator", None),
        ("owner", OTHER),
        ("administrator", OTHER),
        ("reader", OTHER),
        (None, OTHER),
    },
    "verify": {("owner", None)},
    "team": {("owner", None)},
    "speak": {("owner", OWN), ("administrator", OWN), ("reader", OWN), (None, OWN)},
    "sign": {("owner", OWN), ("administrator", OWN), ("reader", OWN), (None, OWN)},
}
"""Of those who also speak for an organisation: (role, whose it is). Said once more here, by hand, in full."""


def allowed(action: str, role: Role | None, speaks: bool, whose: bytes | None) -> bool:
    """What the table says of somebody who speaks for the organisation `OWN`, or for none."""
    by_role = (role, None) in ALLOWED[action] and not (action == "approve" and speaks and whose == OWN)
    as_member = speaks and whose is not None and (role, whose) in ALLOWED[action]
    return by_role or as_member


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize("speaks", [True, False], ids=["member", "no member"])
@pytest.mark.parametrize("whose", [None, OWN, OTHER])
def test_nobody_may_more_than_was_decided(
    action: Action, role: Role | None, speaks: bool, whose: bytes | None
) -> None:
    asks = Actor(role, OWN if speaks else None)
    assert may(asks, action, whose) == allowed(action.name, role, speaks, whose)


def test_every_action_is_in_the_list_once() -> None:
    assert {each.name for each in ACTIONS} == set(ALLOWED)
    assert len(ACTIONS) == len(ALLOWED)


def test_a_stranger_may_nothing() -> None:
    assert not any(may(NOBODY, action, whose) for action, whose in product(ACTIONS, (None, OWN)))


async def actor_of(somebody: Resident) -> Actor:
    person = await somebody.town.desk.whose(somebody.channel, somebody.address)
    assert person
    return await actor(somebody.town.store, person)


async def test_what_somebody_is_comes_from_the_rows(town: Town) -> None:
    administrator = await colleague(town, "administrator")
    (speaker,) = await speakers(town, 1)
    waiting = await registered(town, "Not yet")
    assert await actor_of(administrator) == Actor("administrator")
    assert await actor_of(speaker) == Actor(None, (await found(town)).id)
    assert await actor_of(waiting) == NOBODY
