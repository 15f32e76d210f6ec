"""What the note on method says with each release, as facts. Who knows languages makes the sentences."""

from collections.abc import Sequence
from typing import Any

from reports.release import rules
from reports.release.grid import Grid
from reports.release.moments import Moment


def facts(grid: Grid, moments: Sequence[Moment]) -> dict[str, Any]:
    last = moments[-1]
    blocks = [fresh for row, of_row in enumerate(last.fresh) if row not in grid.unsaid for fresh in of_row]
    numbers = [
        each
        for row, of_row in enumerate(last.shown)
        for question, block in enumerate(grid.blocks)
        if row not in grid.unsaid and last.fresh[row][question]
        for each in of_row[block.start : block.stop]
    ]
    return {
        "rounded_to": rules.STEP,
        "smallest_base": rules.SMALLEST_BASE,
        "hidden_below": rules.SMALLEST_NUMBER,
        "may_be_hidden_below": rules.SMALLEST_SHOWN,
        "fewest_changes": rules.FEWEST_CHANGES,
        "percent_from": rules.PERCENT_BASE,
        "hidden_width": rules.WIDTH,
        "releases_audited": len(moments),
        "blocks": len(blocks),
        "blocks_counted_anew": sum(blocks),
        "numbers_counted_anew": len(numbers),
        "numbers_hidden": numbers.count(None),
    }
