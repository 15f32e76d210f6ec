"""What people would give each line of a budget: true within what is told, from a release's numbers alone."""

from collections import Counter
from random import Random
from statistics import mean, median

import pytest

from handlers.consultations.grids import Reader, grid_of
from reports.release.budgets import BANDS, EDGES, Budget, band, bands_in, budgets, lines_of
from reports.release.gathering import Gathered
from reports.release.grid import Question
from reports.release.ranking import mean_of_bands, middle_band
from reports.release.reading import survey_released
from reports.release.rules import SMALLEST_SHOWN, STEP
from reports.release.unaudited import as_if_first
from survey.form import Form
from tests.survey.forms import load
from tests.survey.test_importer_budget import END, GROUP, HEAD, LINES
from tests.town import terms

FORM = Form.load(load(HEAD + GROUP + LINES + END).xform)
NAMES = {"upr-housing": "Right to housing", "sdg-11": "11. Cities"}


def shares(rng: Random) -> tuple[int, int, int]:
    first = min(100, int(rng.expovariate(1 / 35)))
    second = rng.randint(0, 100 - first)
    return first, second, 100 - first - second


def people(number: int, seed: int = 1) -> list[dict[str, str]]:
    rng = Random(seed)
    return [dict(zip("abc", map(str, shares(rng)), strict=True)) for _ in range(number)]


def read(answers: list[dict[str, str]]) -> Budget:
    grid = grid_of(FORM, terms(region_question="", regions=""))
    gathered, reader = Gathered(grid, b"key"), Reader(grid)
    for number, each in enumerate(answers):
        gathered.add(reader.read(b"%d" % number, bands_in(FORM, each), "en"))
    about = {"name": "residents", "version": 1, "audience": "residents", "access": "open"}
    (found,) = survey_released(as_if_first(gathered, about), FORM, "en", NAMES)["budgets"]
    assert isinstance(found, Budget)
    return found


def test_each_line_is_counted_in_the_same_bands() -> None:
    grid = grid_of(FORM, terms())
    assert grid.asked == tuple(Question(name, "one", BANDS) for name in "abc")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("0", "0"),
        ("0.5", "1-10"),
        ("10", "1-10"),
        ("11", "11-20"),
        ("100", "51-100"),
        ("101", ""),
        ("", ""),
    ],
)
def test_a_number_has_its_band(value: str, name: str) -> None:
    assert band(lines_of(FORM)["a"], value) == name


def test_one_person_cannot_move_a_number_beyond_the_whole() -> None:
    assert bands_in(FORM, {"a": "1000000000"})["a"] == ""


def rounded(count: int, rng: Random) -> int | None:
    return None if count < SMALLEST_SHOWN else count - count % STEP + rng.choice((0, STEP))


@pytest.mark.parametrize("number", [60, 400, 3000])
def test_the_true_mean_and_the_true_middle_lie_within_what_is_told(number: int) -> None:
    for seed in range(20):
        given = [int(each["a"]) for each in people(number, seed)]
        counts = Counter(band(lines_of(FORM)["a"], str(each)) for each in given)
        rng = Random(seed)
        shown = [rounded(counts[each], rng) for each in BANDS]
        base = number - number % STEP
        found = mean_of_bands(EDGES, shown, base)
        assert found.low <= mean(given) <= found.high
        first, last = middle_band(shown, base)
        assert EDGES[first][0] <= median(given) <= EDGES[last][1]


def test_it_stands_beside_what_was_adopted_by_right_and_by_goal() -> None:
    found = read(people(400))
    assert found.label == "Budget"
    assert [(each.label, each.adopted) for each in found.lines] == [
        ("Houses", 60.0),
        ("Schools", 30.0),
        ("Water", 10.0),
    ]
    assert found.lines[0].mean
    assert found.lines[0].mean.low <= (found.lines[0].mean.value or -1) <= found.lines[0].mean.high
    assert [each.label for each in found.rights] == ["Right to housing", "upr-education", "upr-water"]
    assert [each.label for each in found.goals] == ["11. Cities", "sdg-1", "sdg-4", "sdg-6"]
    assert found.goals[1].mean == found.lines[0].mean


def test_of_few_people_nothing_is_told_but_what_was_adopted() -> None:
    found = read(people(45))
    assert {each.mean for each in (*found.lines, *found.rights, *found.goals)} == {None}
    assert found.lines[0].adopted == 60.0


def test_a_form_without_a_budget_tells_of_none() -> None:
    plain = Form.load(load("type | name | label\ninteger | a | A").xform)
    assert budgets(plain, [], "en", {}) == []
