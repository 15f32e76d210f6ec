"""The name of an organisation, which anybody can write, becomes no link on any card that holds it."""

import pytest

from bot.settings import random_bytes
from handlers.links import BREAK
from handlers.organisations import invitations
from storage.changes import Changes
from tests.organisations import ANSWERING, ask_organisations, found, member, registered, verify
from tests.town import Resident, Town

NAME = "Housing.example @Now"
QUIET = f"Housing{BREAK}.example @{BREAK}Now"
SEEN_BY_ITS_MEMBERS = (
    "/organisation",
    "/organisation; [Leave]",
    "/organisation; [Invite]",
    "/organisation; [Members]",
    "/organisation; [Members]; [Remove]",
    "/start settat-2026",
    ANSWERING.rpartition(";")[0],
    "/event",
    "/mydata",
    "/forget",
)


@pytest.fixture
async def speaker(town: Town) -> Resident:
    await ask_organisations(town)
    first = await registered(town, NAME)
    assert QUIET in (await first.sees()), "while it waits, too"
    await verify(town, NAME)
    made = invitations.invite(
        town.store.keys, await found(town, NAME), int(town.now.timestamp()), random_bytes
    )
    await town.store.apply(Changes(made.writes))
    second = await member(town)
    await second.writes(invitations.command(made.token))
    assert QUIET in await second.sees()
    await second.goes_through("[Join]")
    return first


@pytest.mark.parametrize("steps", SEEN_BY_ITS_MEMBERS)
async def test_it_is_live_on_no_card(speaker: Resident, steps: str) -> None:
    await speaker.goes_through(steps)
    seen = await speaker.sees()
    assert QUIET in seen
    assert NAME not in seen
