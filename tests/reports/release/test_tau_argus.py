"""What Tau-Argus, the statisticians' own program, makes of our releases.

Its audit reads a table with its sums and, of each number, between what it is known to be; it answers with the
interval that is left. We give it what we publish.
"""

from pathlib import Path

import pytest
from pytauargus.engine import audit_jj

from tests.reports.release.attacks.seen import OURS, Cell, Seen
from tests.reports.release.attacks.solving import Interval, Solver
from tests.reports.release.attacks.suite import Truth, our_releases, truth
from tests.reports.release.simulated import GRID, crowd

MANY = 100_000
WORST = 2
"""The question of the grid that is looked at: one of five answers."""


@pytest.mark.parametrize(("people", "seed"), [(60, 1), (120, 2), (250, 3), (500, 4)])
def test_tau_argus_leaves_as_much_open_as_our_audit(people: int, seed: int, tmp_path: Path) -> None:
    there = crowd(people, seed).people
    seen = Seen(our_releases(GRID, [there]), "worst")
    judged = _judged(seen, truth(GRID, [there]), tmp_path / "table.jj")
    ours = Solver(seen, OURS)
    assert seen.hidden
    for cell in seen.hidden:
        assert judged[cell].width >= 9
        assert judged[cell] == ours.interval(cell)


def _judged(seen: Seen, known: Truth, path: Path) -> dict[Cell, Interval]:
    """A table in its own format: numbers with their bounds, then sums, in which a total counts as -1."""
    rows = [*seen.rows, *((each, "") for each in seen.dimensions)]
    cells = [Cell(0, row, choice) for row in rows for choice in ("", *seen.choices)]
    place = {cell: number for number, cell in enumerate(cells)}
    sums = [[Cell(0, row, each) for each in ("", *seen.choices)] for row in rows]
    for dimension in seen.dimensions:
        parts = [row for row in rows if row[0] == dimension]
        sums += [[Cell(0, row, each) for row in (("", ""), *parts)] for each in ("", *seen.choices)]
    lines = [
        "0",
        str(len(cells)),
        *(_number(seen, cell, known, place[cell]) for cell in cells),
        str(len(sums)),
    ]
    for total, *others in sums:
        terms = " ".join(f"{place[each]} (1)" for each in others)
        lines.append(f"0 {len(others) + 1} : {place[total]} (-1) {terms}")
    path.write_text("\n".join(lines) + "\n")
    return {cells[row["cell"]]: Interval(round(row["min"]), round(row["max"])) for row in audit_jj(str(path))}


def _number(seen: Seen, cell: Cell, known: Truth, place: int) -> str:
    """Its number, value, weight, status (known only within bounds), bounds, and no demands."""
    shown, true = seen.numbers.get(cell), known.of(cell, WORST)
    low, high = 0, MANY
    if shown is not None:
        least = OURS.smallest_shown if cell.choice else OURS.smallest_base
        low, high = max(least, shown - OURS.slack), shown + OURS.slack
    elif not cell.choice and cell.row[1]:
        high = OURS.smallest_base - 1
    return f"{place} {true} {true} m {low} {high} 0 0 0"
