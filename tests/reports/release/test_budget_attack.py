"""The lines of one person add up, which the audit of each line does not know: whoever does finds nobody.

The attacker knows every way in which one person can divide the whole among the lines, and all shown numbers.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from typing import Any

import highspy
import numpy as np
import pytest

from handlers.consultations.grids import Reader, grid_of
from reports.release.budgets import BANDS, EDGES, bands_in
from reports.release.gathering import Gathered
from reports.release.ledger import Ledger
from reports.release.making import make_release
from reports.release.rules import MOST_HIDDEN, SLACK, SMALLEST_NUMBER, WIDTH
from reports.release.unaudited import as_if_first
from survey.form import Form
from tests.survey.forms import load
from tests.survey.test_importer_budget import END, GROUP, HEAD, LINES
from tests.town import terms

FORM = Form.load(load(HEAD + GROUP + LINES + END).xform)
ABOUT = {"name": "residents", "version": 1, "audience": "residents", "access": "open"}
LOW = [0, *(top + 1 for _, top in EDGES[:-1])]
WAYS = [
    way
    for way in product(range(len(BANDS)), repeat=3)
    if sum(LOW[band] for band in way) <= 100 <= sum(EDGES[band][1] for band in way)
]
TASTES = ((1, 1, 1), (5, 5, 1), (8, 2, 1), (20, 3, 0.2))
"""How people like the lines: all alike, or nearly all the same one."""


def gathered(number: int, taste: Sequence[float], seed: int) -> Gathered:
    grid, rng = grid_of(FORM, terms(region_question="", regions="")), Random(seed)
    found, reader = Gathered(grid, b"key"), Reader(grid)
    for each in range(number):
        weights = [rng.gammavariate(liked, 1) for liked in taste]
        first, second, _ = (int(100 * weight / sum(weights)) for weight in weights)
        given = dict(zip("abc", map(str, (first, second, 100 - first - second)), strict=True))
        found.add(reader.read(b"%d" % each, bands_in(FORM, given), "en"))
    return found


def widths(document: Any) -> Iterator[float]:
    """What all shown numbers together leave open of each hidden one."""
    people, *lines = (each["blocks"][0] for each in document["questions"])
    solver, many, hidden = highspy.Highs(), len(WAYS), []  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    for _ in WAYS:
        solver.addVar(0, highspy.kHighsInf)
    solver.addRow(people["base"] - SLACK, people["base"] + SLACK, many, np.arange(many), np.ones(many))
    for line, block in enumerate(lines):
        for band, name in enumerate(BANDS):
            cells = np.array([place for place, way in enumerate(WAYS) if way[line] == band])
            shown = (block["counts"] or {}).get(name)
            if shown is not None:
                low = max(SMALLEST_NUMBER, shown - SLACK)
                solver.addRow(low, shown + SLACK, len(cells), cells, np.ones(len(cells)))
            elif block["base"] is not None:
                hidden.append(cells)
    for cells in hidden:
        low, high = (_extreme(solver, cells, sign) for sign in (1, -1))
        leaves_few = high >= people["base"] - MOST_HIDDEN - SLACK
        yield (high if leaves_few else min(high, MOST_HIDDEN)) - low


def _extreme(solver: highspy.Highs, cells: Any, sign: int) -> float:
    costs = np.zeros(len(WAYS))
    costs[cells] = sign
    solver.changeColsCost(len(WAYS), np.arange(len(WAYS)), costs)
    solver.run()
    return float(sign * solver.getObjectiveValue())


@pytest.mark.parametrize("taste", TASTES, ids=str)
def test_whoever_knows_that_the_lines_add_up_finds_nobody(taste: Sequence[float]) -> None:
    for number, seed in product((60, 100, 200), range(2)):
        made = make_release(gathered(number, taste, seed), Ledger(), ABOUT)
        assert min(widths(json.loads(made.last)), default=WIDTH) > WIDTH - 0.01


def test_the_same_attack_finds_what_was_not_audited() -> None:
    assert min(widths(as_if_first(gathered(60, (5, 5, 1), 3), ABOUT))) < WIDTH - 1


def test_where_it_does_the_audit_hides_more() -> None:
    made = make_release(gathered(60, (5, 5, 1), 3), Ledger(), ABOUT)
    assert min(widths(json.loads(made.last)), default=WIDTH) > WIDTH - 0.01
