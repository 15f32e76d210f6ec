"""The demo's consultation holds together."""

import csv
import re
import shutil
import socket
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from pyxform.xls2json_backends import md_to_dict
from typer.testing import CliRunner

from bot.card_starter import SETS
from bot.cli import app
from bot.cli.demo import FOLDER, prepared, settings_of
from bot.installation import open_store
from handlers.consultations.folder import read_folder
from handlers.refused import Refused
from storage import organisations, recommendations
from storage.changes import Changes
from storage.terms import Terms
from survey.form import Form

DEMO = files("bot") / "demo"
CONSULTATION = tomllib.loads((DEMO / "consultation.toml").read_text(encoding="utf-8"))
REGIONS = list(csv.DictReader((DEMO / "regions.csv").read_text(encoding="utf-8").splitlines()))
SHEETS = {
    name: md_to_dict((DEMO / f"{name}.md").read_text(encoding="utf-8"))
    for name in ("survey", "organisations")
}
QUESTIONS = [row for sheets in SHEETS.values() for row in sheets["survey"]]
CHOICES = [row for sheets in SHEETS.values() for row in sheets["choices"]]
RESIDENTS = {row.get("name", "") for row in SHEETS["survey"]["survey"]}
KINDS = {"text", "integer", "decimal", "range", "date", "select_one", "select_multiple", "rank", "geopoint"}
OTHER_KINDS = {"image", "file", "note", "calculate", "begin_group", "begin_repeat"}
FEATURES = {"relevant", "constraint", "required", "default", "choice_filter", "calculation", "media::image"}


def languages_of(row: dict[str, str], column: str) -> list[str]:
    return [code for key in row for code in re.findall(rf"^{column}::.*\((\w+)\)$", key)]


def test_the_surveys_compile_in_every_language_with_what_is_seen_and_heard() -> None:
    residents, *others = read_folder(FOLDER).surveys
    assert not any(each.warnings for each in (residents, *others))
    assert set(residents.media) == {path.name for path in (DEMO / "media").iterdir()}


def test_the_terms_are_complete() -> None:
    terms = Terms.model_validate(CONSULTATION)
    assert terms.opens.year < 2026 < 2090 < terms.closes.year, "the demo is open whenever it runs"


def test_every_text_stands_in_every_language() -> None:
    for row in QUESTIONS + CHOICES:
        for column in ("label", "hint", "constraint_message", "required_message", "media::audio"):
            assert languages_of(row, column) in ([], CONSULTATION["languages"]), row
    for table in ("title", "about", "organiser", "contact", "consent", "consent_organisations"):
        assert list(CONSULTATION[table]) == CONSULTATION["languages"]


def test_every_kind_of_question_and_rule_is_used() -> None:
    assert {row["type"].split()[0] for row in QUESTIONS} >= KINDS | OTHER_KINDS
    assert {column for row in QUESTIONS for column in row} >= FEATURES
    assert any("${" in row.get("label::English (en)", "") for row in QUESTIONS)
    assert any(row["type"].endswith(" or_other") for row in QUESTIONS)


@pytest.mark.parametrize("survey", SHEETS)
def test_the_regions_are_the_choices_of_the_region_question(survey: str) -> None:
    choices = [row for row in SHEETS[survey]["choices"] if row["list_name"] == "regions"]
    assert [row["name"] for row in choices] == [region["code"] for region in REGIONS]
    for choice, region in zip(choices, REGIONS, strict=True):
        for language, code in (("English", "en"), ("French", "fr"), ("Arabic", "ar")):
            assert choice[f"label::{language} ({code})"] == region[f"name::{code}"]


def test_there_are_twelve_regions_and_their_people_add_up_to_the_census() -> None:
    assert len(REGIONS) == 12
    assert sum(int(region["population"]) for region in REGIONS) == 36_828_330


@pytest.mark.parametrize("name", SETS)
def test_the_cards_ask_for_the_same_regions(name: str) -> None:
    imported = next(each for each in read_folder(FOLDER).surveys if each.terms.name == name)
    form = Form.load(imported.xform)
    assert [each.name for each in form.choices("/data/region")] == [region["code"] for region in REGIONS]


def test_groups_and_region_are_questions() -> None:
    assert {CONSULTATION["region_question"], *CONSULTATION["groups"]} <= RESIDENTS


def test_nobody_is_asked_who_they_are() -> None:
    names = {row.get("name", "") for row in QUESTIONS}
    assert not names & {"name", "phone", "email", "address", "id", "nationality", "status"}


async def test_each_start_invites_one_more_to_the_same_organisation(tmp_path: Path) -> None:
    settings = settings_of("127.0.0.1:8080", tmp_path / "data")
    tokens = {(await prepared(settings))[1] for _ in range(3)}
    assert len(tokens) == 3
    async with open_store(settings) as store:
        (association,) = await organisations.every(store.database, store.keys)
        assert (association.state, association.members) == ("verified", 0)


async def test_recommendations_are_there_once_and_what_visitors_mark_stays(tmp_path: Path) -> None:
    settings = settings_of("127.0.0.1:8080", tmp_path / "data")
    await prepared(settings)
    async with open_store(settings) as store:
        first, *others = await recommendations.every(store.database)
        assert (len(others), first.competent, sorted(first.questions)) == (5, True, ["ar", "en", "fr"])
        assert len(await recommendations.progress_now(store.database)) == 3
        changed = replace(first, owner="Somebody else")
        await store.apply(Changes((recommendations.mark(first, changed),)))
    await prepared(settings)
    async with open_store(settings) as store:
        assert (await recommendations.every(store.database))[0] == changed


def test_where_something_else_listens_no_address_is_printed(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        began = CliRunner().invoke(app, ["demo", "--listen", listen, "--data", str(tmp_path / "data")])
    assert isinstance(began.exception, Refused)
    assert re.search(rf"Something else listens on {listen}.*make demo LISTEN=", str(began.exception))
    assert "http" not in began.output
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["master.key"], "no database was begun"


async def test_an_older_demo_that_cannot_go_on_is_refused_in_a_sentence(tmp_path: Path) -> None:
    settings = settings_of("127.0.0.1:8080", tmp_path / "data")
    await prepared(settings)
    newer = shutil.copytree(FOLDER, tmp_path / "newer")
    toml = newer / "consultation.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("This is a demonstration.", "Only a trial."))
    with pytest.raises(Refused, match="What an older demo kept cannot go on"):
        await prepared(settings, newer)
