"""Wrong codes and links: counted by network, never kept; a right one always counts."""

import os
from dataclasses import replace

import pytest

from bot import desk
from bot.networks import networks_of
from handlers.arriving.codes import make
from storage import codes
from storage.changes import Changes
from storage.messages import Command, Incoming, Reaction
from tests.looking import values
from tests.town import SLUG, Town

MANY = "Those were many tries."
WRONG = "I do not know that code."


async def returns(town: Town, address: str, code: str, number: int) -> Reaction:
    said = Incoming("web", f"device-{address}-{number}", f"web:{address}-{number}", Command("return", code))
    return await town.desk.take(replace(said, networks=networks_of(address)))


async def test_wrong_return_codes_are_counted_by_network_and_write_nothing(town: Town) -> None:
    before = sorted(values(town.store.database))
    toasts = [(await returns(town, f"2001:db8:1:{n:x}::1", "WRONG", n)).toast[:24] for n in range(500)]
    assert toasts.count(WRONG) < desk.GUESSES / 2
    assert set(toasts) == {WRONG, MANY + toasts[-1][len(MANY) :]}
    assert sorted(values(town.store.database)) == before
    assert (await returns(town, "203.0.113.1", "WRONG", 0)).toast.startswith(WRONG)


async def test_a_right_return_code_counts_after_any_number_of_wrong_ones(town: Town) -> None:
    somebody = town.resident("web")
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]")
    code = (await somebody.card()).body.split("\n")[0]
    toasts = [(await returns(town, "203.0.113.1", "WRONG", number)).toast for number in range(100)]
    assert toasts[-1].startswith(MANY)
    assert (await returns(town, "203.0.113.1", code, 100)).toast == ""


@pytest.mark.parametrize("channel", ["web", "telegram"])
async def test_access_codes_are_counted_the_same_way(town: Town, channel: str) -> None:
    await town.hold_again(access="code")
    code = make(os.urandom)
    await town.store.apply(Changes(codes.add(town.store.keys, SLUG, [code])))
    somebody = town.resident("web" if channel == "web" else "telegram")
    await somebody.writes(f"/start {SLUG}")
    notices = []
    for _ in range(desk.GUESSES):
        await somebody.writes(f"/code {make(os.urandom)}")
        notices.append((await somebody.card()).notice)
    assert notices[0].startswith("I do not know this code")
    assert notices[-1].startswith(MANY)
    await somebody.writes(f"/code {code}")
    assert (await somebody.card()).notice == "Your code is taken."
