import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.starter import FolderNotEmpty, write_starter
from storage.terms import Terms
from survey.importer import import_form

TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_starter(tmp_path / "our-town", TODAY)
    return tmp_path / "our-town"


def test_a_starter_is_a_consultation_folder(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "consultation.toml",
        "regions.csv",
        "survey.xlsx",
    ]


def test_it_opens_in_a_week_for_four_weeks(folder: Path) -> None:
    terms = Terms.model_validate(tomllib.loads((folder / "consultation.toml").read_text(encoding="utf-8")))
    assert f"{terms.opens:%Y-%m-%d %H:%M}" == "2026-12-01 09:00"
    assert f"{terms.closes:%Y-%m-%d %H:%M}" == "2026-12-29 20:00"
    assert terms.results_on == date(2027, 1, 12)


def test_its_survey_compiles_in_every_language(folder: Path) -> None:
    consultation = tomllib.loads((folder / "consultation.toml").read_text(encoding="utf-8"))
    survey = (folder / "survey.xlsx").read_bytes()
    assert import_form(survey, ".xlsx", tuple(consultation["languages"])).warnings == ()


def test_its_areas_are_the_choices_of_the_region_question(folder: Path) -> None:
    with (folder / "regions.csv").open(encoding="utf-8", newline="") as file:
        regions = {row["code"] for row in csv.DictReader(file) if row["parent"]}
    choices = load_workbook(folder / "survey.xlsx")["choices"].iter_rows(min_row=2, values_only=True)
    assert {row[1] for row in choices if row[0] == "areas"} == regions


def test_its_sheets_are_easy_to_read(folder: Path) -> None:
    workbook = load_workbook(folder / "survey.xlsx")
    assert workbook.sheetnames == ["survey", "choices", "settings"]
    for sheet in workbook.worksheets:
        assert all(cell.font.bold for cell in sheet[1])
        assert all(8 <= column.width <= 50 for column in sheet.column_dimensions.values() if column.width)


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    used = tmp_path / "our-town"
    used.mkdir()
    (used / "notes.txt").write_text("ours", encoding="utf-8")
    with pytest.raises(FolderNotEmpty):
        write_starter(used, TODAY)
    assert [path.name for path in used.iterdir()] == ["notes.txt"]
