"""Recommendations lead to the issues of UPR Info and to the themes of local dialogues."""

import pytest

from handlers.reading.codebook import common
from handlers.words import Words
from reports.recommendations import issues
from reports.recommendations.entry import Recommendation
from reports.recommendations.issues import issues_of, themes_of

MINORITIES = "minorities/ racial, ethnic, linguistic, religious or descent-based groups"
AT_RISK = "Children in vulnerable situations (abused, indigenous, migrant children etc.)"
WORKERS = "Migrants & domestic workers"


def about(
    *themes: str, persons: tuple[str, ...] = (), sdgs: tuple[str, ...] = (), text: str = ""
) -> Recommendation:
    return Recommendation("Slovenia", 34, "1.1", text, themes=themes, persons=persons, sdgs=sdgs)


def test_every_code_is_in_the_codebook() -> None:
    names = common(Words("en"))
    assert set(issues._LISTS["issues"]) | {issues.GENERAL} <= set(names)
    assert set(issues._LISTS["themes"]) == {code for code in names if code.startswith("theme-")}
    assert set(issues._LISTS["goals"].values()) <= set(names)


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (about("E23 Right to adequate housing"), {"upr-housing"}),
        (about("Right to education"), {"upr-education"}),
        (
            about("A12 Acceptance of international norms", "D32 Enforced disappearances"),
            {"upr-instruments", "upr-disappearances"},
        ),
        (about("Prohibition of slavery, trafficking", persons=("Women",)), {"upr-trafficking", "upr-women"}),
        (about("G1 Members of minorities", persons=(MINORITIES,)), {"upr-minorities"}),
        (about("Right to health", persons=(AT_RISK,)), {"upr-health", "upr-child"}),
        (about("Children: family environment and alternative care"), {"upr-child"}),
        (about("Human rights & climate change"), {"upr-environment"}),
        (about("Human Rights & drinking water & sanitation"), {"upr-water"}),
        (about(text="Take steps against corruption (Peru)"), {"upr-corruption"}),
        (about(text="Go on (Peru)"), {"upr-general"}),
    ],
)
def test_issues_as_upr_info_counts_them(subject: Recommendation, found: set[str]) -> None:
    assert set(issues_of(subject)) == found


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (about("E23 Right to adequate housing"), {"theme-housing"}),
        (
            about("B31 Equality & non-discrimination", persons=(WORKERS,)),
            {"theme-equality", "theme-migrants"},
        ),
        (about("Human rights & climate change", sdgs=("13",)), {"theme-climate"}),
        (about("Right to health", sdgs=("4",)), {"theme-education"}),
        (about("Right to participate in public affairs & right to vote"), {"theme-participation"}),
        (about(text="Stop desertification (Chad)"), {"theme-desertification"}),
        (about("D51 Administration of justice & fair trial"), set()),
    ],
)
def test_themes_of_local_dialogues(subject: Recommendation, found: set[str]) -> None:
    assert set(themes_of(subject)) == found
