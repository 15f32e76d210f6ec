"""The bench of growth works from end to end, at small sizes: what is counted is judged, no time is."""

import math

from tests.bench.crowd import fill
from tests.bench.disk import bytes_of_row, laid_out
from tests.bench.growth import SHORT, STEPS, measure, run
from tests.town import Town

CONSTANT = ("start", "due cards", "broadcast", "tick")
"""What costs the same, however many people there are."""
LONG = "20 a minute"
"""Takes half a minute, and is "forget" many times."""


async def test_each_step_is_measured_at_each_size() -> None:
    rows = await run(SHORT, None, but=(LONG,))
    assert list(rows) == list(SHORT)
    for row in rows.values():
        assert list(row) == [name for name, _, _ in STEPS if name != LONG]
        assert all(math.isfinite(each.cpu) and each.cpu > 0 for each in row.values())
        assert all(row[name].waits for name, is_beside, _ in STEPS if is_beside and name in row)
    few, many = rows.values()
    for name in CONSTANT:
        assert many[name].steps <= 1.2 * few[name].steps + 500, name


async def test_it_measures_a_town_on_either_database(town: Town) -> None:
    await fill(town, SHORT[0])
    row = await measure(town, but=("turn", "forget", LONG))
    assert all(math.isfinite(each.cpu) for each in row.values())


async def test_large_rows_share_their_pages(town: Town) -> None:
    """A conversation and a response, padded to 1.75 KB, take no page of 4 KB for themselves."""
    await fill(town, 2_000)
    layout = laid_out(town.store.database)
    assert layout["conversation"][1] == 2_000
    assert bytes_of_row(layout, "conversation") < 2_500
    assert bytes_of_row(layout, "response") < 3_000
