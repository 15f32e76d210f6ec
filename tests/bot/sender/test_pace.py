"""The pace of sending, by a clock of our own."""

from itertools import pairwise
from random import Random

import pytest

from bot.sender.pace import BEHIND, CAREFUL, EVERY, LEAD, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def sent(pace: Pace, clock: Clock, count: int) -> list[float]:
    """When so many messages in bulk go, one after the other."""
    moments = []
    for _ in range(count):
        clock.now += pace.bulk()
        moments.append(clock.now)
    return moments


def test_bulk_keeps_an_even_distance(pace: Pace, clock: Clock) -> None:
    moments = sent(pace, clock, 61)
    assert moments[60] - moments[0] == pytest.approx((60 - BEHIND / EVERY) * EVERY)
    apart = {round(later - earlier, 6) for earlier, later in pairwise(moments[11:])}
    assert apart == {round(EVERY, 6)}


def test_what_slow_moments_took_is_caught_up(pace: Pace, clock: Clock) -> None:
    """A commit or a look at the rows takes longer than from one message to the next, now and then."""
    began = sent(pace, clock, 20)[-1]
    for _ in range(100):
        clock.now += 0.3
        sent(pace, clock, 30)
    assert clock.now - began == pytest.approx(3_000 * EVERY)


def test_time_without_bulk_is_not_saved_up(pace: Pace, clock: Clock) -> None:
    sent(pace, clock, 20)
    clock.now += 100
    resumed = clock.now
    at_once = [moment for moment in sent(pace, clock, 40) if moment == resumed]
    assert len(at_once) == pytest.approx(BEHIND / EVERY, abs=1)


def test_no_second_has_more_than_the_server_takes(pace: Pace, clock: Clock) -> None:
    """In any second the pace of one, and what is caught up."""
    moments, chance = [], Random(1)
    for _ in range(3_000):
        clock.now += chance.choice((0, 0, 0.01, 0.2)) + pace.bulk()
        moments.append(clock.now)
    for place, moment in enumerate(moments):
        within = sum(moment <= each < moment + 0.999 for each in moments[place : place + 60])
        assert within <= (1 + BEHIND) / EVERY + 1


def test_bulk_goes_on_beside_a_chat_that_is_too_quick(pace: Pace, clock: Clock) -> None:
    for chat in range(100):
        pace.slow_down(str(chat), 30)
    assert pace.bulk() == 0


def test_what_the_server_refused_takes_no_place(pace: Pace, clock: Clock) -> None:
    began = sent(pace, clock, 20)[-1]
    for chat in range(100):
        sent(pace, clock, 10)
        pace.slow_down(str(chat), 1)
    assert clock.now - began == pytest.approx(900 * EVERY, abs=EVERY)


def test_while_careful_all_takes_its_place(pace: Pace, clock: Clock) -> None:
    pace.be_careful()
    began = sent(pace, clock, 1)[-1]
    pace.slow_down("7", 1)
    assert sent(pace, clock, 30)[-1] - began == pytest.approx(30 * EVERY)


def test_nothing_is_caught_up_after_a_pause(pace: Pace, clock: Clock) -> None:
    clock.now += 5
    pace.be_careful()
    assert [pace.bulk() for _ in range(3)] == pytest.approx([0, EVERY, 2 * EVERY])


def test_cards_go_at_once_and_bulk_makes_room_for_them(pace: Pace, clock: Clock) -> None:
    assert [pace.card(str(chat)) for chat in range(10)] == [0] * 10
    assert pace.bulk() == pytest.approx(10 * EVERY)


def test_many_cards_do_not_stop_bulk(pace: Pace, clock: Clock) -> None:
    for chat in range(1000):
        pace.card(str(chat))
    assert pace.bulk() <= LEAD


def test_one_chat_that_is_too_quick_waits_alone(pace: Pace, clock: Clock) -> None:
    pace.slow_down("7", 30)
    assert pace.card("7") == pytest.approx(30)
    assert pace.card("8") == 0
    clock.now += 31
    assert pace.card("7") == pytest.approx(0)
    assert pace.card("7") == pytest.approx(1), "and keeps one a second for a while"
    clock.now += CAREFUL + 1
    assert [pace.card("7") for _ in range(3)] == [0] * 3


def test_after_everybody_was_refused_all_are_careful_for_a_while(pace: Pace, clock: Clock) -> None:
    pace.be_careful()
    waits = [pace.card(str(chat)) for chat in range(100, 131)]
    assert waits[-1] - waits[0] == pytest.approx(30 * EVERY)
    clock.now += CAREFUL + 6
    assert [pace.card(str(chat)) for chat in range(10)] == [0] * 10


def test_how_long_a_chat_waits(pace: Pace, clock: Clock) -> None:
    pace.slow_down("7", 30)
    assert (pace.wait_of("7"), pace.wait_of("8")) == (30, 0)
    clock.now += 31
    assert pace.wait_of("7") == 0
