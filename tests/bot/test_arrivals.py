"""Signs that responses look made: seen where a machine answers, not where a town does; all of it counts."""

import json
from random import Random

import pytest
import structlog

from bot import arrivals
from bot.arrival_watch import ArrivalWatch
from bot.arrivals import HOUR, ROW, Arrivals
from bot.networks import networks_of
from handlers.consultations import machine_signs
from handlers.consultations.showing import shown
from handlers.words import Words
from storage import collected, signs
from storage.changes import Arrival, Changes
from tests.released import crowd, read, release
from tests.town import SLUG, Town, plain

SENT = "[English]; [Continue]; [No]; [I agree]; [Settat]; [Water]; [Done]; [Skip]; 4; Shade; [Send]"


class Watch:
    """Arrivals with a clock of their own, and a new chat each time."""

    def __init__(self, usual: float | None = None) -> None:
        self.now, self.usual = 0.0, usual
        self.arrivals = Arrivals(lambda: self.now)
        self.chats = 0

    def answers(self, *said: str, seconds: float = 120, address: str = "") -> tuple[signs.Sign, ...]:
        self.chats += 1
        self.arrivals.met(self.chats)
        self.now += seconds
        arrival = Arrival("town", said)
        return self.arrivals.arrived(self.chats, arrival, self.usual, networks_of(address))


def test_the_same_answers_many_times_in_a_row() -> None:
    watch = Watch()
    found = [watch.answers("a=1", "b=2", "c=3", "d=4") for _ in range(ROW + 1)]
    assert found == [()] * (ROW - 1) + [("same",)] * 2
    assert watch.answers("a=2", "b=2", "c=3", "d=4") == ()


def test_the_same_few_answers_say_nothing() -> None:
    watch = Watch()
    assert {watch.answers("a=1", "b=2") for _ in range(50)} == {()}


def test_quicker_than_anybody_reads() -> None:
    watch, rng = Watch(), Random(7)
    found = [watch.answers(*(f"{n}={rng.random()}" for n in range(6)), seconds=2) for _ in range(ROW)]
    assert found == [()] * (ROW - 1) + [("quick",)]
    assert watch.answers(*(f"{n}={rng.random()}" for n in range(6)), seconds=60) == ()


def signs_of(watch: Watch, number: int, every: float, address: str = "") -> list[tuple[signs.Sign, ...]]:
    """Of so many responses, each by somebody else, one every so many seconds; none is quick or the same."""
    rng, found = Random(7), []
    for each in range(number):
        said = [f"{n}={rng.random()}" for n in range(3)]
        found.append(watch.answers(*said, seconds=every, address=address.format(each, each % 256)))
    return found


def test_a_thousand_within_minutes_are_many_from_the_first_minute() -> None:
    found = signs_of(Watch(), 1_000, 220 / 1_000)
    first = found.index(("many",))
    assert first == arrivals.AT_ONCE - 1
    assert set(found[first:]) == {("many",)}


def test_a_crowd_where_many_come_is_usual() -> None:
    assert set(signs_of(Watch(usual=400), 300, 2)) == {()}
    assert ("many",) in signs_of(Watch(usual=100), 300, 1)


def test_far_more_than_usual_within_an_hour() -> None:
    assert set(signs_of(Watch(usual=20), 60, HOUR / 60)) == {()}, "three times as many is nothing special"
    assert ("many",) in signs_of(Watch(usual=2), 60, HOUR / 60)


def test_as_long_as_nobody_knows_what_is_usual_an_hour_says_nothing() -> None:
    assert set(signs_of(Watch(), 500, 6)) == {()}


@pytest.mark.parametrize(
    ("address", "times"),
    [
        pytest.param("203.0.113.1", 1, id="one address"),
        pytest.param("203.0.113.{1}", 2, id="a /24"),
        pytest.param("2001:db8:1:2::{0:x}", 1, id="a /64"),
        pytest.param("2001:db8:1:{1:x}::1", 2, id="a /56"),
        pytest.param("2001:db8:1:{0:x}00::1", 4, id="a /48"),
    ],
)
def test_many_from_one_network(address: str, times: int) -> None:
    fewest = arrivals.FROM_ONE * times
    marked = ["network" in each for each in signs_of(Watch(usual=10_000), fewest + 40, 1.2, address)]
    assert marked == [False] * (fewest - 1) + [True] * 41


def test_a_provider_with_all_its_customers_is_no_network() -> None:
    assert set(signs_of(Watch(usual=10_000), 450, 1.2, "2001:db8:{0:x}::1")) == {()}


TREATED = {
    "counted": "Nothing was left out.",
    "left_out": "They are not counted. That was decided before anybody answered.",
}


def test_how_many_there_were_goes_up_by_twenty() -> None:
    watch = Arrivals()
    counted = [watch.count("town", "same", 1) for _ in range(60)]
    assert [each for each in counted if each is not None] == [0, 20, 20, 20]


async def test_it_is_said_and_every_response_counts(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "ROW", 3)
    with structlog.testing.capture_logs() as lines:
        for _ in range(22):
            await town.resident().goes_through(f"/start {SLUG}; {SENT}")
    assert {"same", "quick"} <= {line["sign"] for line in lines if "sign" in line}
    assert SLUG not in str(lines)
    found = await signs.of(town.store.database, SLUG)
    assert {each.sign: each.responses for each in found} == {"same": 20, "quick": 20}
    kept = collected.each(town.store.database, town.store.keys, SLUG, "real")
    assert [sent.document.looks_made async for _, sent in kept].count(True) == 20
    told = "\n".join(map(plain, await machine_signs.told(town.store, Words("en"), SLUG)))
    assert "about 20 responses look made by a machine, about 90 % of all: the same answers came" in told


async def test_what_looked_made_is_marked_after_it_was_changed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "ROW", 1)
    somebody = town.resident()
    await somebody.goes_through(f"/start {SLUG}; {SENT}")
    town.later(hours=1)
    await somebody.goes_through("[Change my answers]; [Send]")
    kept = collected.each(town.store.database, town.store.keys, SLUG, "real")
    assert [sent.document.looks_made async for _, sent in kept] == [True]


async def test_what_is_usual_is_known_after_a_start(town: Town) -> None:
    await crowd(town, 50)
    watch = ArrivalWatch(town.store, lambda: town.now)
    assert await watch._usual_in(SLUG) is None, "it opened an hour ago"
    town.later(hours=9)
    watch = ArrivalWatch(town.store, lambda: town.now)
    assert await watch._usual_in(SLUG) == 5


@pytest.mark.parametrize(("treated", "people"), [("counted", 100), ("left_out", 60)])
async def test_what_looks_made_is_left_out_where_that_was_decided_before(
    town: Town, monkeypatch: pytest.MonkeyPatch, treated: str, people: int
) -> None:
    await town.hold_again(machine_made=treated)
    await crowd(town, 60)
    monkeypatch.setattr(arrivals, "ROW", 3)
    for _ in range(42):
        await town.resident().goes_through(f"/start {SLUG}; {SENT}")
    town.later(days=1)
    made = read(await release(town))
    page = await shown(town.store, await town.consultation(), json.dumps(made), "en")
    assert abs(page["surveys"][0]["responses"] - people) <= 5, "but for the few before anything looked made"
    assert page["signs"][-1] == TREATED[treated]


async def test_a_release_says_it_and_so_does_its_page(town: Town) -> None:
    await crowd(town, 200)
    await town.store.apply(Changes((signs.add(SLUG, "network", 2_969, 60),)))
    made = read(await release(town))
    assert made["signs"] == [{"sign": "network", "week": "2026-11-26", "responses": 60, "share": 30}]
    page = await shown(town.store, await town.consultation(), json.dumps(made), "en")
    assert "about 30 % of all: many came from one network within minutes." in plain(page["signs"][0])
