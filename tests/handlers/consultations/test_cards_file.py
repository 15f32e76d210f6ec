"""What a set of learning cards holds, and what it may not ask."""

import pytest

from bot.card_starter import SETS, card_starter
from handlers.consultations.cards_file import card_mistakes
from survey.form import Form
from survey.importer import import_form
from tests.cards import cards
from tests.town import SURVEY, terms

REGIONS = {"casa", "jadida", "settat"}
CHECK = "select_one l | {name} | Q | a | Why.\n"
CHECKS = "".join(CHECK.format(name=each) for each in ("q1", "q2", "q3"))
REGION = "select_one r | region | Where? | |\n"


def form(rows: str) -> str:
    survey = f"type | name | label | answer | explanation\n{rows}"
    choices = "list_name | name | label\nl | a | A\nl | b | B\nr | jadida | J\nr | settat | S"
    tables = {"survey": survey, "choices": choices}
    lines = [
        line
        for name, text in tables.items()
        for line in (f"| {name} |", *(f"| | {row} |" for row in text.strip().splitlines()))
    ]
    return import_form("\n".join(lines).encode(), ".md").xform


def notes(number: int) -> str:
    return "".join(f"note | n{each} | A card | |\n" for each in range(number))


def told(xform: str, regions: set[str] = REGIONS) -> list[str]:
    return [each.kind for each in card_mistakes(terms(), regions, "set", xform)]


@pytest.mark.parametrize("name", SETS)
def test_the_sets_that_come_with_this_hold_what_they_must(name: str) -> None:
    assert told(cards(name)) == []


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (notes(5) + CHECKS + REGION, []),
        (notes(7) + CHECKS + REGION, []),
        (notes(4) + CHECKS + REGION, ["cards_number"]),
        (notes(8) + CHECKS + REGION, ["cards_number"]),
        (notes(5) + CHECK.format(name="q1") + REGION, ["cards_checks"]),
        (notes(5) + CHECKS, ["cards_region"]),
        (notes(5) + CHECKS + REGION + "text | village | Where? | |\n", ["cards_more"]),
        (notes(5) + CHECKS + REGION + "select_one l | age | Age? | |\n", ["cards_more"]),
    ],
)
def test_each_mistake_is_told(rows: str, kinds: list[str]) -> None:
    assert told(form(rows)) == kinds


def test_a_region_that_there_is_not_is_told() -> None:
    assert told(form(notes(5) + CHECKS + REGION), {"jadida"}) == ["regions_unknown"]


def test_a_set_to_start_from_is_in_the_languages_of_its_consultation() -> None:
    residents = Form.load(import_form(SURVEY.encode(), ".md").xform)
    french = import_form(card_starter("housing", terms(languages=("fr", "ar")), residents), ".xlsx")
    assert french.languages == ("fr", "ar")
    assert Form.load(french.xform).opening("fr") == "Le droit au logement"


def test_without_regions_nobody_is_asked_for_one() -> None:
    agreed = terms(region_question="", regions="")
    made = import_form(card_starter("upr", agreed, None), ".xlsx", agreed.languages)
    assert "region" not in {each.name for each in Form.load(made.xform).questions}
