"""Signs that responses look made: seen where a machine answers, not where a town does; all of it counts."""

from random import Random

import pytest
import structlog

from bot import arrivals
from bot.arrivals import HOUR, ROW, Arrivals
from storage import collected, signs
from storage.changes import Arrival
from tests.town import SLUG, Town

SENT = "[English]; [Continue]; [No]; [I agree]; [Settat]; [Water]; [Done]; [Skip]; 4; Shade; [Send]"


class Watch:
    """Arrivals with a clock of their own, and a new chat each time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.arrivals = Arrivals(lambda: self.now)
        self.chats = 0

    def answers(self, *said: str, seconds: float = 120) -> tuple[signs.Sign, ...]:
        self.chats += 1
        self.arrivals.met(self.chats)
        self.now += seconds
        return self.arrivals.arrived(self.chats, Arrival("town", said))


def test_the_same_answers_many_times_in_a_row() -> None:
    watch = Watch()
    found = [watch.answers("a=1", "b=2", "c=3", "d=4") for _ in range(ROW + 1)]
    assert found == [()] * (ROW - 1) + [("same",), ()]
    assert watch.answers("a=2", "b=2", "c=3", "d=4") == ()


def test_a_sign_is_told_once_an_hour() -> None:
    watch = Watch()
    found = [watch.answers("a=1", "b=2", "c=3", "d=4", seconds=HOUR / 20) for _ in range(60)]
    assert 2 <= found.count(("same",)) <= 4


def test_the_same_few_answers_say_nothing() -> None:
    watch = Watch()
    assert {watch.answers("a=1", "b=2") for _ in range(50)} == {()}


def test_quicker_than_anybody_reads() -> None:
    watch, rng = Watch(), Random(7)
    found = [watch.answers(*(f"{n}={rng.random()}" for n in range(6)), seconds=2) for _ in range(ROW)]
    assert found == [()] * (ROW - 1) + [("quick",)]
    assert watch.answers(*(f"{n}={rng.random()}" for n in range(6)), seconds=60) == ()


def test_far_more_than_usual_within_an_hour() -> None:
    watch, rng = Watch(), Random(7)

    def hour(responses: int) -> set[signs.Sign]:
        each = HOUR / (responses + 1)
        return {
            sign
            for _ in range(responses)
            for sign in watch.answers(*(f"{n}={rng.random()}" for n in range(5)), seconds=each)
        }

    assert [hour(20) for _ in range(10)] == [set()] * 10
    assert hour(60) == set(), "three times as many after an announcement is nothing special"
    assert hour(400) == {"many"}


def test_in_the_first_hours_nothing_is_unusual_yet() -> None:
    watch, rng = Watch(), Random(7)
    found = {watch.answers(*(f"{n}={rng.random()}" for n in range(5)), seconds=6) for _ in range(1_000)}
    assert found == {()}


async def test_it_is_said_and_every_response_counts(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "ROW", 3)
    with structlog.testing.capture_logs() as lines:
        for _ in range(4):
            await town.resident().goes_through(f"/start {SLUG}; {SENT}")
    assert {"same", "quick"} <= {line["sign"] for line in lines if "sign" in line}
    assert SLUG not in str(lines)
    assert {sign for _, sign in await signs.of(town.store.database, SLUG)} == {"same", "quick"}
    kept = collected.each(town.store.database, town.store.keys, SLUG, "real")
    assert len([sent async for _, sent in kept]) == 4
