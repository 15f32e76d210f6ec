"""A consultation's folder: every mistake at once, in a sentence that says where and what to do."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.starter import write_starter
from handlers.consultations.folder import FolderProblems, read_folder
from storage.consultations import descendants

TODAY = datetime(2026, 11, 24, tzinfo=UTC).date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_starter(tmp_path / "town", TODAY)
    return tmp_path / "town"


def change(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert changed != text, pattern
    path.write_text(changed, encoding="utf-8")


def problems(folder: Path) -> str:
    with pytest.raises(FolderProblems) as found:
        read_folder(folder)
    return "\n".join(found.value.problems)


def test_the_starter_has_no_mistakes(folder: Path) -> None:
    read = read_folder(folder)
    assert read.regions
    assert [survey.terms.name for survey in read.surveys] == ["residents"]


@pytest.mark.parametrize(
    ("pattern", "replacement", "sentence"),
    [
        (r"^slug = .*", 'slug = "Our Town"', "slug: write small letters, digits and hyphens"),
        (r"^slug = .*", "slug = 7", "slug: must be a text in quotes"),
        (r"^name = .*", 'name = "2"', "surveys.0.name: begin with a small letter"),
        (
            r"^audience = .*",
            'audience = "all"',
            "surveys.0.audience: must be 'residents', 'organisations' or 'learners'",
        ),
        (r"^raw_export = .*", 'raw_export = "perhaps"', "raw_export: must be true or false"),
        (r"^opens = .*", 'opens = "soon"', "opens: is not a time"),
        (r"^results_on = .*", 'results_on = "soon"', "results_on: is not a day"),
        (r"^languages = .*", "languages = 3", "languages: must be a list"),
        (r"^languages = .*", "languages = []", "languages: is empty"),
        (r"^languages = .*", 'languages = ["en", "en"]', "names one of them twice"),
        (r"^slug = .*", "", "slug: is missing"),
        (r"^\[title\]", '[topics]\nwater = { en = "Water" }\n[title]', "'water' has no name for: fr"),
        (r"^closes = .*", "closes = 2020-01-01", "'closes' must be later than 'opens'"),
        (r"^closes = .*", "closes = 2028-03-05T02:30:00", "'closes' is skipped or comes twice"),
        (r"^timezone = .*", 'timezone = "Mars/Olympus"', "'Mars/Olympus' is not a time zone"),
        (r"^languages = .*", 'languages = ["en", "fr", "de"]', "has no text for: de"),
        (r"^region_question = .*", 'region_question = "nothing"', "'nothing' is not a select_one question"),
        (r"^form = .*", 'form = "gone.xlsx"', "gone.xlsx is named in consultation.toml, but cannot be read"),
        (r"^form = .*", 'form = ""', " is named in consultation.toml, but cannot be read"),
        (r"^form = .*", 'form = "../survey.xlsx"', "lies outside the folder"),
        (r"^slug = .*", "slug = ", "consultation.toml cannot be read"),
        (r"^slug = ", 'colour = "red"\nslug = ', "colour: is not a key I know"),
    ],
)
def test_a_mistake_in_the_terms(folder: Path, pattern: str, replacement: str, sentence: str) -> None:
    change(folder / "consultation.toml", pattern, replacement)
    assert sentence in problems(folder)


def test_mistakes_in_the_terms_hide_none_of_the_regions_or_the_forms(folder: Path) -> None:
    toml = folder / "consultation.toml"
    for pattern, replacement in (
        (r"^slug = .*", 'slug = "Our Town"'),
        (r"^raw_export = .*", 'raw_export = "perhaps"'),
        (r"^form = .*", 'form = "survey.md"'),
    ):
        change(toml, pattern, replacement)
    with toml.open("a") as more:
        more.write('\n[[surveys]]\nname = "second"\naudience = "nobody"\nform = "second.md"\n')
    form = (
        "| survey |\n| | type | name | label::English (en) | label::French (fr) |\n"
        "| | text | q | Q | Q |\n| | txt | {name} | R ${{nobody}} | R |\n"
    )
    for name in ("survey", "second"):
        (folder / f"{name}.md").write_text(form.format(name=name))
    (folder / "regions.csv").write_text("code,parent,name::en,name::fr\na,,A,\n")
    found = problems(folder).splitlines()
    begins = [line.split(": ")[0] for line in found]
    assert begins == sorted(begins, key=[*dict.fromkeys(begins)].index), "each file's stand together"
    assert [*dict.fromkeys(begins)] == ["consultation.toml", "regions.csv, row 2", "survey.md", "second.md"]
    for sentence in ("slug: write small", "raw_export: must be", "surveys.1.audience: must be"):
        assert any(line.startswith(f"consultation.toml: {sentence}") for line in found)
    for name in ("survey.md", "second.md"):
        assert len([line for line in found if line.startswith(f"{name}: ")]) >= 2


def test_terms_that_do_not_agree_are_all_told(folder: Path) -> None:
    toml = folder / "consultation.toml"
    change(toml, r"^closes = .*", "closes = 2020-01-01")
    change(toml, r"^languages = .*", 'languages = ["en", "fr", "de", "de"]')
    found = problems(folder)
    for sentence in (
        "must be later than 'opens'",
        "names one of them twice",
        "[title] has no",
        "[contact] has no",
    ):
        assert f"consultation.toml: {sentence}" in found or sentence in found
    assert len([line for line in found.splitlines() if line.startswith("consultation.toml: ")]) >= 6


@pytest.mark.parametrize(
    "odd", ["surveys = 3", "surveys = [3]", "languages = [3]", "regions = 3", "timezone = 3", "[[surveys]]"]
)
def test_whatever_stands_in_the_terms_is_answered(folder: Path, odd: str) -> None:
    (folder / "consultation.toml").write_text(odd)
    assert "consultation.toml: slug: is missing. Add it." in problems(folder)


def test_mistakes_in_the_regions_come_with_their_rows(folder: Path) -> None:
    (folder / "regions.csv").write_text(
        "code,parent,name::en,name::fr,timezone,population\na,,A,A,,10\na,,A,A,,ten\nb,zz,B,,Mars/Olympus,\n"
    )
    found = problems(folder)
    for sentence in (
        "row 2: the code a stands in several rows",
        "row 3: the population 'ten' is not a whole number",
        "row 4: the parent zz is not a code",
        "row 4: the name in 'fr' is missing",
        "row 4: 'Mars/Olympus' is not a time zone",
    ):
        assert sentence in found


def test_regions_may_say_where_they_lie(folder: Path) -> None:
    change(folder / "consultation.toml", r"^region_question = .*", "")
    head = "code,parent,name::en,name::fr,latitude,longitude\n"
    (folder / "regions.csv").write_text(f"{head}a,,A,A,33.25,-8.5\nb,,B,B,,\n")
    assert [region.place for region in read_folder(folder).regions] == ["33.25 -8.5", ""]
    (folder / "regions.csv").write_text(f'{head}a,,A,A,33.25,\nb,,B,B,-91,0\nc,,C,C,"33,25",x\n')
    found = problems(folder)
    for sentence in (
        "row 2: there is only a latitude",
        "row 3: '-91 0' is no place",
        "row 4: '33,25 x' is no place. Write degrees such as 33.25 and -8.5.",
    ):
        assert sentence in found


def test_regions_inside_themselves_are_found(folder: Path) -> None:
    (folder / "regions.csv").write_text(
        "code,parent,name::en,name::fr,timezone,population\na,b,A,A,,\nb,a,B,B,,\n"
    )
    assert "inside itself" in problems(folder)


def test_ten_thousand_regions_in_one_long_line_are_read_at_once(folder: Path) -> None:
    change(folder / "consultation.toml", r"^region_question = .*", "")
    rows = (f"r{number},{f'r{number - 1}' if number else ''},A,A,," for number in range(10_000))
    head = "code,parent,name::en,name::fr,timezone,population"
    (folder / "regions.csv").write_text("\n".join((head, *rows)))
    read = read_folder(folder)
    assert len(descendants(read.regions, "r9000")) == 1_000


def test_a_region_that_hangs_on_a_circle_is_named(folder: Path) -> None:
    (folder / "regions.csv").write_text(
        "code,parent,name::en,name::fr,timezone,population\na,b,A,A,,\nb,a,B,B,,\nc,a,C,C,,\nd,,D,D,,\n"
    )
    found = problems(folder)
    assert [row for row in (2, 3, 4, 5) if f"row {row}: is inside itself" in found] == [2, 3, 4]


def test_choices_of_the_region_question_are_regions(folder: Path) -> None:
    regions = (folder / "regions.csv").read_text().splitlines()
    (folder / "regions.csv").write_text("\n".join(regions[:-1]))
    assert "has choices that are no region" in problems(folder)


def test_how_many_people_belong_to_a_group_can_be_said(folder: Path) -> None:
    toml = folder / "consultation.toml"
    change(toml, r"^\[title\]", "[population.age_band]\nnobody = 5\n[population.area]\nx = 1\n[title]")
    assert problems(folder) == (
        "consultation.toml: [population.age_band]: 'age_band' has no choices nobody.\n"
        "consultation.toml: [population.area]: 'area' is not among the groups. Name it in 'groups'."
    )
    change(toml, r"^nobody = 5\n\[population.area\]\nx = 1", "16-29 = 4000")
    assert read_folder(folder).terms.population == {"age_band": {"16-29": 4000}}


@pytest.mark.parametrize("key", ['region_question = "area"', 'groups = ["area"]'])
def test_what_stands_in_a_repeat_divides_nobody(folder: Path, key: str) -> None:
    change(folder / "consultation.toml", r"^region_question = .*", "")
    change(folder / "consultation.toml", r"^groups = .*", key)
    change(folder / "consultation.toml", r"^form = .*", 'form = "homes.md"')
    (folder / "homes.md").write_text(
        "| survey |\n| | type | name | label::English (en) | label::Français (fr) |\n"
        "| | begin_repeat | home | Home | Foyer |\n| | select_one area | area | Where? | Où ? |\n"
        "| | end_repeat |\n| choices |\n"
        "| | list_name | name | label::English (en) | label::Français (fr) |\n| | area | a | A | A |\n"
    )
    (folder / "regions.csv").write_text("code,parent,name::en,name::fr\na,,A,A\n")
    assert problems(folder) == (
        "consultation.toml: 'area' stands in a repeat, where one person answers many times. Name another."
    )


def test_an_empty_folder_says_how_to_begin(tmp_path: Path) -> None:
    assert "consultation new FOLDER" in problems(tmp_path)


def area(code: str, *ring: tuple[float, float]) -> dict[str, object]:
    """A feature of GeoJSON."""
    return {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


SQUARE = ((-8.5, 33.0), (-8.0, 33.0), (-8.0, 33.5), (-8.5, 33.5), (-8.5, 33.0))
EMPTY = {"properties": {"code": "centre"}, "geometry": {"type": "Polygon", "coordinates": []}}


def test_the_areas_of_regions_lie_beside_them(folder: Path) -> None:
    features = [area("centre", *SQUARE), area("elsewhere", *SQUARE)]
    (folder / "regions.geojson").write_text(json.dumps({"features": features}), encoding="utf-8")
    outlines = {region.code: region.outline for region in read_folder(folder).regions}
    assert outlines["centre"].startswith("-8.5000 33.0000 -8.0000 33.0000")
    assert outlines["town"] == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "regions.geojson cannot be read. Save it as GeoJSON with longitude and latitude"),
        (b"\xff", "regions.geojson cannot be read"),
        (b"[]", "regions.geojson cannot be read"),
        (b'{"features": [7]}', "regions.geojson cannot be read"),
        (b"[" * 100_000, "regions.geojson cannot be read"),
        (json.dumps({"features": [area("centre", (250_000.0, 7.0))]}).encode(), "cannot be read"),
        (json.dumps({"features": [area("centre")]}).encode(), "cannot be read"),
        (json.dumps({"features": [area("centre", (10**400, 7))]}).encode(), "cannot be read"),
        (json.dumps({"features": [area("centre", *[SQUARE[0]] * 50_000)]}).encode(), "too many corners"),
        (b'{"features": []}', "has no area of a region. Give each of its features a property 'code'"),
        (json.dumps({"features": [area("mars", *SQUARE)]}).encode(), "has no area of a region"),
        (json.dumps({"features": [EMPTY]}).encode(), "has no area of a region"),
        (b" " * 5_000_001, "regions.geojson is larger than 5 MB"),
    ],
)
def test_areas_that_cannot_be_drawn_are_named(folder: Path, content: bytes, sentence: str) -> None:
    (folder / "regions.geojson").write_bytes(content)
    assert sentence in problems(folder)
