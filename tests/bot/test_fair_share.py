"""Room that networks share: the more one has taken, the sooner it must stop."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import fair_share
from bot.fair_share import FairShare
from bot.networks import networks_of


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def most(share: FairShare, address: Callable[[int], str], tries: int = 5_000) -> int:
    """How many of so many are let in."""
    return sum(share.take(networks_of(address(number))) for number in range(tries))


@pytest.mark.parametrize(
    ("address", "part"),
    [
        pytest.param("203.0.113.1", 4, id="one IPv4 address"),
        pytest.param("203.0.113.{0.low}", 3, id="an IPv4 /24"),
        pytest.param("203.0.{0.high}.{0.low}", 2, id="an IPv4 /16"),
        pytest.param("2001:db8:1:2::{0.number:x}", 5, id="a /64"),
        pytest.param("2001:db8:1:{0.low:x}::1", 4, id="a /56"),
        pytest.param("2001:db8:1:{0.number:x}00::1", 3, id="a /48"),
        pytest.param("2001:db8:{0.number:x}::1", 2, id="a /32"),
        pytest.param("::ffff:203.0.113.1", 4, id="an IPv4 address in IPv6"),
        pytest.param("127.0.0.1", 1, id="this machine"),
        pytest.param("nobody", 1, id="nothing is known"),
    ],
)
def test_one_network_leaves_as_much_as_it_has(address: str, part: int) -> None:
    class Number:
        def __init__(self, number: int) -> None:
            self.number, self.high, self.low = number % 256, number // 256, number % 256

    found = most(FairShare(600, clock=lambda: 0.0), lambda number: address.format(Number(number)))
    assert found == pytest.approx(600 // part, abs=6)


def test_all_who_come_from_elsewhere_are_let_in_beside_a_flood() -> None:
    share = FairShare(500, 25, clock=lambda: 0.0)
    flood = most(share, lambda number: f"2001:db8:1:{number:x}::1", 450)
    assert 150 < flood < 170
    honest = [f"2a0{number // 4:x}:{number:x}::1" for number in range(20)]
    assert all(share.take(networks_of(each)) for each in honest)
    assert all(share.take(networks_of(f"2001:db8:{2 + number:x}::1")) for number in range(20)), "near by too"
    assert most(share, lambda number: f"2001:db8:1:{number:x}::1", 450) == 0


def test_greedy_networks_come_to_the_same() -> None:
    share = FairShare(1_100, clock=lambda: 0.0)
    counts = [0] * 10
    for _ in range(1_000):
        for number in range(10):
            counts[number] += share.take(networks_of(f"10.{number}.0.1"))
    assert max(counts) - min(counts) <= 1
    assert sum(counts) == pytest.approx(1_100 * 10 / 13, abs=10)


def test_what_wears_off_comes_back_at_its_pace() -> None:
    clock = Clock()
    share = FairShare(100, 10, clock)
    counts = []
    for _ in range(100):
        counts.append(most(share, lambda _: "192.0.2.1", 50))
        clock.now += 1
    assert counts[0] == 25
    assert sum(counts[50:]) == pytest.approx(50 * 2.5, rel=0.1)


def test_what_is_held_is_given_back() -> None:
    share, here = FairShare(8), networks_of("192.0.2.1")
    with share.hold(here) as first, share.hold(here) as second, share.hold(here) as third:
        assert (first, second, third) == (True, True, False)
    assert len(share) == 0


async def test_who_waits_gets_what_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_share, "PAUSE", 0.001)
    share, here = FairShare(4), networks_of("192.0.2.1")
    assert share.take(here)
    assert not await share.wait(here, 0.01)
    waiting = asyncio.create_task(share.wait(here, 10))
    await asyncio.sleep(0)
    share.give_back(here)
    assert await waiting


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.floats(0, 3)), max_size=300))
def test_memory_is_bounded_by_the_room_and_never_more_is_taken(comers: list[tuple[int, float]]) -> None:
    clock = Clock()
    share = FairShare(5, 1, clock)
    for number, pause in comers:
        clock.now += pause
        share.take(networks_of(f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::1"))
        assert share._level(fair_share.EVERYBODY) <= 5


def test_ten_thousand_networks_are_forgotten() -> None:
    clock = Clock()
    share = FairShare(50, 1, clock)
    for number in range(20_000):
        clock.now += 0.05
        assert share.take(networks_of(f"{1 + number // 256}.{number % 256}.1.1"))
    assert len(share) <= 2 * fair_share.FEW
