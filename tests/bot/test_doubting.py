"""A clock that jumps ahead closes and deletes nothing for a day; put right meanwhile, nothing is lost."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock, due_now
from bot.doubting import SILENCE, STEP, WAIT, at_start, looked
from storage.clocks import Belief
from storage.housekeeping import pulse
from tests.looking import ask
from tests.staff import colleague
from tests.town import SLUG, Town

SAYS_SO = "The server’s clock has jumped ahead"
DAYS_TO_THE_CLOSE = 26


@dataclass
class Process:
    """One that runs in a town: its own clock goes evenly, whatever that of the town does."""

    town: Town
    passed: float = 0
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(self.town.desk, lambda: self.passed)

    async def runs(self, **time: float) -> None:
        """So much time passes, in steps of a few hours."""
        left = timedelta(**time)
        while left > timedelta():
            step = min(left, timedelta(hours=5))
            left -= step
            self.passed += step.total_seconds()
            self.town.now += step
            await self.clock.tick()

    async def jumps(self, **time: float) -> None:
        """The clock of the town does, in a second; then it ticks some times."""
        self.town.later(**time)
        for _ in range(4):
            await self.runs(seconds=1)


@pytest.fixture
async def process(town: Town) -> Process:
    process = Process(town)
    await process.clock.tick()
    return process


async def state(town: Town) -> str:
    return (await town.consultation()).state


def keys(town: Town) -> list[str]:
    return sorted(file.suffix for file in town.store.keys.folder.glob(f"{SLUG}.*"))


async def test_a_year_ahead_and_back_destroys_nothing(
    town: Town, process: Process, capsys: pytest.CaptureFixture[str]
) -> None:
    somebody = await colleague(town)
    await town.desk.put_aside("telegram", somebody.address, "telegram:1", "ValueError", "odd")
    await process.jumps(days=365)
    assert (await state(town), keys(town)) == ("open", [".answers", ".link"])
    assert ask(town.store.database, "SELECT count(*) FROM put_aside") == [(1,)]
    assert capsys.readouterr().out.count("the clock jumped ahead") == 1
    await somebody.writes("/admin")
    assert SAYS_SO in await somebody.sees()
    await process.runs(hours=20)
    await process.jumps(days=-365)
    await somebody.writes("/admin")
    assert SAYS_SO not in await somebody.sees()
    await process.runs(days=DAYS_TO_THE_CLOSE - 2)
    assert await state(town) == "open"
    await process.runs(days=2)
    assert (await state(town), keys(town)) == ("closed", [".answers"])


async def test_a_clock_that_nobody_sets_right_is_believed_after_a_day(town: Town, process: Process) -> None:
    await process.jumps(days=DAYS_TO_THE_CLOSE + 1)
    await process.runs(hours=23)
    assert await state(town) == "open"
    await process.jumps(days=40)
    await process.runs(hours=23)
    assert await state(town) == "open", "it jumped once more"
    await process.runs(hours=2)
    assert await state(town) == "closed"


async def test_meanwhile_the_even_clock_counts(town: Town, process: Process) -> None:
    await process.runs(days=DAYS_TO_THE_CLOSE, hours=-12)
    await process.jumps(days=3)
    await process.runs(hours=11)
    assert await state(town) == "open"
    await process.runs(hours=1)
    assert await state(town) == "closed"


@pytest.mark.parametrize("days", [3, 365])
async def test_a_process_that_starts_meanwhile_knows_of_the_jump(
    town: Town, process: Process, days: float
) -> None:
    await process.runs(days=DAYS_TO_THE_CLOSE - 1)
    await process.jumps(days=days)
    again = Process(town)
    await again.clock.wake()
    await again.runs(hours=12)
    assert await state(town) == "open"
    town.later(days=-days)
    third = Process(town)
    await third.clock.wake()
    await third.runs(hours=1)
    assert await state(town) == "open"
    await third.runs(hours=13)
    assert await state(town) == "closed", "by the right clock"


async def test_started_again_now_and_then_it_still_believes_in_the_end(town: Town, process: Process) -> None:
    await process.jumps(days=DAYS_TO_THE_CLOSE + 1)
    for _ in range(5):
        process = Process(town)
        await process.clock.wake()
        await process.clock.tick()
        await process.runs(hours=6)
    assert await state(town) == "closed"


@pytest.mark.parametrize(("silent", "then"), [(6, "closed"), (8, "open")])
async def test_after_a_long_silence_it_waits_for_a_day(
    town: Town, process: Process, silent: float, then: str
) -> None:
    await process.runs(days=DAYS_TO_THE_CLOSE - 1)
    town.later(days=silent)
    again = Process(town)
    await again.clock.wake()
    await again.clock.tick()
    assert await state(town) == then
    await again.runs(hours=25)
    assert await state(town) == "closed"


async def test_by_hand_it_closes_at_once(town: Town, process: Process) -> None:
    somebody = await colleague(town)
    await process.jumps(days=365)
    await somebody.goes_through("/admin; [Close it now]; [Close it now]")
    await process.runs(seconds=1)
    assert await state(town) == "closed"


async def test_a_clock_that_is_put_back_goes_on_being_kept(town: Town, process: Process) -> None:
    town.later(days=-2)
    await process.clock.tick()
    assert await pulse(town.store.database, "clock") == int(town.now.timestamp())


async def test_without_doubt_nothing_waits(town: Town) -> None:
    town.later(days=DAYS_TO_THE_CLOSE)
    await due_now(town.store, town.now)
    assert await state(town) == "closed"


JUMPS = (0, 2 * STEP, 5 * STEP, SILENCE, 2 * SILENCE, 400 * 86_400)


@given(st.lists(st.tuples(st.floats(0, WAIT / 2), st.sampled_from(JUMPS), st.booleans())))
def test_it_is_never_surer_than_the_truth_where_it_is_set_right_within_a_day(
    steps: list[tuple[float, int, bool]],
) -> None:
    truth = datetime(2026, 11, 24, tzinfo=UTC).timestamp()
    belief, wrong = Belief(truth, truth), 0.0
    for passed, jump, starts in steps:
        wrong = wrong + passed if jump and wrong + passed < WAIT - STEP else 0
        ahead = jump if wrong else 0
        truth += passed
        belief = looked(belief, truth + ahead, passed)
        if starts:
            belief = at_start(belief, truth + ahead)
        assert belief.sure <= truth
        assert ahead or (belief.sure == truth and not belief.doubted)
