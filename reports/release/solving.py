"""A linear program that is asked many questions: each starts from where the one before ended."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy import Highs

Term = tuple[int, float]
"""Which unknown, and how many times."""


class Solver:
    """HiGHS, by its own package: unlike scipy's it keeps its basis from one goal to the next.

    Another goal leaves the last answer possible, if not best; the primal simplex goes on from there.
    """

    def __init__(
        self,
        low: Sequence[float],
        high: Sequence[float],
        rows: Sequence[Sequence[Term]],
        least: Sequence[float],
        most: Sequence[float],
    ) -> None:
        """Unknowns lie between `low` and `high`; the sum of the terms of a row between `least` and `most`."""
        self._highs = _loaded(low, high, rows, least, most)
        self._sought: list[int] = []

    def extreme(self, sought: list[int], highest: bool) -> Sequence[float] | None:
        """The unknowns, where the sum of those sought is highest (or lowest); None if nothing is possible."""
        from highspy import HighsModelStatus, ObjSense  # noqa: PLC0415

        self._highs.changeColsCost(len(self._sought), self._sought, [0.0] * len(self._sought))
        self._highs.changeColsCost(len(sought), sought, [1.0] * len(sought))
        self._sought = sought
        self._highs.changeObjectiveSense(ObjSense.kMaximize if highest else ObjSense.kMinimize)
        self._highs.run()
        if self._highs.getModelStatus() != HighsModelStatus.kOptimal:
            self._highs.clearSolver()  # where it stood can leave it undecided: once more from nothing
            self._highs.run()
        if self._highs.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        return self._highs.getSolution().col_value


def _loaded(
    low: Sequence[float],
    high: Sequence[float],
    rows: Sequence[Sequence[Term]],
    least: Sequence[float],
    most: Sequence[float],
) -> "Highs":
    import numpy as np  # noqa: PLC0415
    from highspy import Highs, HighsLp, MatrixFormat  # noqa: PLC0415 - for a release alone

    program = HighsLp()
    program.num_col_, program.num_row_ = len(low), len(rows)
    program.col_cost_ = np.zeros(len(low))
    program.col_lower_, program.col_upper_ = np.array(low), np.array(high)
    program.row_lower_, program.row_upper_ = np.array(least), np.array(most)
    matrix = program.a_matrix_
    matrix.format_ = MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *map(len, rows)])
    matrix.index_ = np.array([unknown for terms in rows for unknown, _ in terms])
    matrix.value_ = np.array([value for terms in rows for _, value in terms])
    highs = Highs()  # type: ignore[no-untyped-call] # its only method without types
    highs.silent()
    primal_once_possible = 0
    for option, value in (
        ("solver", "simplex"),
        ("simplex_strategy", primal_once_possible),
        ("presolve", "off"),
        ("parallel", "off"),
    ):
        highs.setOptionValue(option, value)
    highs.passModel(program)
    return highs
