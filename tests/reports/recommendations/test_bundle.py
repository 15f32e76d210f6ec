"""A national mechanism takes over the numbers and goals of OHCHR, and what a release shows."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

from reports.recommendations import reading
from reports.recommendations.assessed import STEPS, Told
from reports.recommendations.bundle import Followed, Status, Voice, files
from reports.recommendations.entry import About, Recommendation
from reports.release.ranking import Estimate

WATER = Recommendation(
    "Testland",
    20,
    "115.3",
    "Give everybody safe water (Peru) (Fiji)",
    states=("Peru", "Fiji"),
    position="supported",
    source="A/HRC/28/15/Add.1",
    themes=("E21 Right to an adequate standard of living",),
    persons=("rural women",),
    sdgs=("6", "6.1"),
    cycle=2,
    document="A/HRC/28/15",
)
SHOWN = Told("", 100, dict(zip(STEPS, (50, 30, 20, None, None), strict=True)), Estimate(1.6, 1.7, 1.8))
HIDDEN = Told("jadida", None, dict.fromkeys(STEPS), None)
FOLLOWED = Followed(
    WATER,
    True,
    "Water office",
    [Status("not implemented", date(2024, 1, 1), "-"), Status("in progress", date(2026, 3, 2), "Report")],
    [Voice("our-town", date(2026, 11, 1), [SHOWN, HIDDEN])],
)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_numbers_and_goals_stay_as_they_were_imported() -> None:
    (row,) = rows(files([FOLLOWED])["recommendations.csv"])
    assert (row["number"], row["sdgs"], row["states"]) == ("115.3", "6 | 6.1", "Peru | Fiji")
    assert (row["competent"], row["status"], row["status_day"]) == ("yes", "in progress", "2026-03-02")


def test_the_table_is_imported_again_as_it_was() -> None:
    found = reading.read(files([FOLLOWED])["recommendations.csv"], About())
    assert not [fault for fault in found.faults if not fault.is_warning]
    assert list(found.recommendations) == [WATER]


def test_what_people_say_is_what_the_release_shows() -> None:
    everybody, region = rows(files([FOLLOWED])["assessments.csv"])
    assert (everybody["region"], everybody["people"], everybody["nothing"], everybody["mostly"]) == (
        *("", "100", "50", ""),
    )
    assert (everybody["step"], everybody["step_low"], everybody["step_high"]) == ("1.7", "1.6", "1.8")
    assert region["region"] == "jadida"
    assert not any(region[name] for name in ("people", *STEPS, "step", "step_low", "step_high"))


def test_json_holds_all_of_it_with_every_status() -> None:
    (each,) = json.loads(files([FOLLOWED])["recommendations.json"])
    assert (each["number"], each["sdgs"]) == ("115.3", ["6", "6.1"])
    assert [status["day"] for status in each["statuses"]] == ["2024-01-01", "2026-03-02"]
    assert each["assessments"][0]["told"][1]["people"] is None


def test_a_text_that_a_spreadsheet_would_run_is_quoted() -> None:
    run = replace(FOLLOWED, owner="=1+1")
    assert rows(files([run])["recommendations.csv"])[0]["owner"] == "'=1+1"
