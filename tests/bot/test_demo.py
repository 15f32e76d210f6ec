"""The demo's consultation holds together."""

import csv
import re
import tomllib
from importlib.resources import files

from pyxform.xls2json_backends import md_to_dict

from storage.terms import Terms
from survey.importer import import_form

DEMO = files("bot") / "demo"
CONSULTATION = tomllib.loads((DEMO / "consultation.toml").read_text(encoding="utf-8"))
REGIONS = list(csv.DictReader((DEMO / "regions.csv").read_text(encoding="utf-8").splitlines()))
SURVEY = (DEMO / "survey.md").read_text(encoding="utf-8")
SHEETS = md_to_dict(SURVEY)
KINDS = {"text", "integer", "decimal", "select_one", "select_multiple", "rank", "date", "note", "calculate"}
FEATURES = {"relevant", "constraint", "required", "default", "choice_filter", "calculation"}


def languages_of(row: dict[str, str], column: str) -> list[str]:
    return [code for key in row for code in re.findall(rf"^{column}::.*\((\w+)\)$", key)]


def test_the_survey_compiles_in_every_language() -> None:
    assert import_form(SURVEY.encode(), ".md", tuple(CONSULTATION["languages"])).warnings == ()


def test_the_terms_are_complete() -> None:
    terms = Terms.model_validate(CONSULTATION)
    assert terms.opens.year < 2026 < 2090 < terms.closes.year, "the demo is open whenever it runs"


def test_every_text_stands_in_every_language() -> None:
    for row in SHEETS["survey"] + SHEETS["choices"]:
        for column in ("label", "hint", "constraint_message", "required_message"):
            assert languages_of(row, column) in ([], CONSULTATION["languages"]), row
    for table in ("title", "about", "organiser", "contact", "consent"):
        assert list(CONSULTATION[table]) == CONSULTATION["languages"]


def test_every_kind_of_question_and_rule_is_used() -> None:
    assert {row["type"].split()[0] for row in SHEETS["survey"]} >= KINDS | {"begin_group"}
    assert {column for row in SHEETS["survey"] for column in row} >= FEATURES
    assert any("${" in row.get("label::English (en)", "") for row in SHEETS["survey"])


def test_the_regions_are_the_choices_of_the_region_question() -> None:
    choices = [row for row in SHEETS["choices"] if row["list_name"] == "regions"]
    assert [row["name"] for row in choices] == [region["code"] for region in REGIONS]
    for choice, region in zip(choices, REGIONS, strict=True):
        for language, code in (("English", "en"), ("French", "fr"), ("Arabic", "ar")):
            assert choice[f"label::{language} ({code})"] == region[f"name::{code}"]


def test_there_are_twelve_regions_and_their_people_add_up_to_the_census() -> None:
    assert len(REGIONS) == 12
    assert sum(int(region["population"]) for region in REGIONS) == 36_828_330


def test_groups_and_region_are_questions() -> None:
    names = {row.get("name") for row in SHEETS["survey"]}
    assert names >= {CONSULTATION["region_question"], *CONSULTATION["groups"]}


def test_nobody_is_asked_who_they_are() -> None:
    names = {row.get("name", "") for row in SHEETS["survey"]}
    assert not names & {"name", "phone", "email", "address", "id", "nationality", "status"}
