"""Counting, rounding, and what changed."""

from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.release.changes import Change, changes, mark
from reports.release.counting import Counter, count, count_of
from reports.release.grid import Answered, Dimension, Grid, Question, Row
from reports.release.rounding import rounded
from tests.reports.release.simulated import GRID, KEY, crowd, people


def test_each_is_counted_in_everybody_in_a_region_and_in_a_group() -> None:
    table = count(GRID, people([("yes", 3), ("no", 2)]), KEY)
    counted = {
        (GRID.rows[row], GRID.columns[column].choice): count_of(cell)
        for row, cells in enumerate(table)
        for column, cell in enumerate(cells)
        if count_of(cell) and GRID.columns[column].question == 1
    }
    rows = (Row("", ""), Row("region", "region 1"), Row("age", "old"))
    assert counted == {(row, what): many for row in rows for what, many in (("", 5), ("yes", 3), ("no", 2))}


def test_the_rows_of_a_dimension_add_up_to_everybody_also_where_some_did_not_say() -> None:
    strange = Answered(b"x", ("a region that is gone", ""), {"safe": ("yes",)})
    table = count(GRID, [*crowd(200, 1).people, strange], KEY)
    for part in GRID.parts:
        for column in range(len(GRID.columns)):
            assert sum(count_of(table[row][column]) for row in part) == count_of(table[0][column])


def test_a_ranking_is_counted_by_place() -> None:
    grid = Grid((Question("order", "rank", ("a", "b", "c")),))
    table = count(grid, [Answered(b"1", (), {"order": ("c", "a", "b")})], KEY)
    placed = {
        (column.choice, column.place)
        for column, cell in zip(grid.columns, table[0], strict=True)
        if count_of(cell)
    }
    assert placed == {("", 0), ("c", 1), ("a", 2), ("b", 3)}


def test_a_grid_has_no_two_things_of_one_name() -> None:
    with pytest.raises(ValueError, match="name of its own"):
        Grid((Question("age", "one", ("young",)),), (Dimension("age", ("young",)),))


@given(st.permutations(crowd(30, 2).people))
def test_the_same_people_are_rounded_alike_in_any_order(order: list[Answered]) -> None:
    assert count(GRID, order, KEY) == count(GRID, crowd(30, 2).people, KEY)


def test_rounding_is_unbiased_and_never_further_than_four() -> None:
    for size in range(10, 16):
        crowds = (
            [Answered(bytes((*divmod(seed, 256), one)), (), {}) for one in range(size)] for seed in range(999)
        )
        found = [rounded(count(Grid(()), those, KEY)[0][0], KEY) for those in crowds]
        assert all(number % 5 == 0 and abs(number - size) <= 4 for number in found)
        assert mean(found) == pytest.approx(size, abs=0.4)


def test_the_same_people_are_rounded_alike_under_every_name() -> None:
    """Else the mean over 15 questions that all of them answered would tell how many they are."""
    grid = Grid(tuple(Question(f"q{number}", "one", ("yes",)) for number in range(15)))
    answers = {question.name: ("yes",) for question in grid.asked}
    table = count(grid, [Answered(bytes([number]), (), answers) for number in range(47)], KEY)
    assert len({rounded(cell, KEY) for cell in table[0]}) == 1


def test_another_key_rounds_otherwise() -> None:
    table = [count(Grid(()), crowd(42, 3, Grid(())).people, bytes([key]) * 16)[0][0] for key in range(60)]
    assert {rounded(cell, bytes([key]) * 16) for key, cell in enumerate(table)} == {40, 45}


def _marks(those: list[Answered]) -> dict[int, bytes]:
    counter = Counter(GRID, KEY)
    return dict(mark(counter, each) for each in those)


def test_changes_are_told_by_block() -> None:
    before = people([("yes", 6), ("no", 4)])
    after = [
        Answered(before[0].id, before[0].categories, {"safe": ("no",), "worst": ("water",)}),
        *before[2:],
    ]
    after += people([("yes", 3)], region="region 2")
    found = changes(GRID, _marks(before), _marks(after))
    region_1, region_2 = (
        GRID.rows.index(Row("region", "region 1")),
        GRID.rows.index(Row("region", "region 2")),
    )
    assert found[0][:3] == [Change(came=3, went=1), Change(came=3, went=1, changed=1), Change(came=1)]
    assert found[region_1][:3] == [Change(went=1), Change(went=1, changed=1), Change(came=1)]
    assert found[region_2][1] == Change(came=3)


def test_who_moves_goes_from_one_region_and_comes_to_another() -> None:
    before = people([("yes", 1)])
    after = [Answered(before[0].id, ("region 2", "old"), before[0].answers)]
    found = changes(GRID, _marks(before), _marks(after))
    assert [found[row][1] for row in (0, 1, 2)] == [Change(), Change(went=1), Change(came=1)]


def test_nothing_changed_is_no_change() -> None:
    there = crowd(50, 4).people
    Random(5).shuffle(there)
    assert all(
        not change.people for row in changes(GRID, _marks(there), _marks(there[::-1])) for change in row
    )
