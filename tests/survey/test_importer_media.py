"""Pictures and recordings beside a form: there or not, of a kind and size that can be shown."""

from collections.abc import Mapping

import pytest

from survey.importer import LARGEST, import_form
from survey.problems import FormProblems
from tests.pictures import FILES, MP3, OGG, SURVEY, png
from tests.survey.forms import as_xlsx, tables


def found(survey: str, files: Mapping[str, bytes], choices: str = "") -> list[tuple[str, int, str]]:
    try:
        imported = import_form(as_xlsx(tables(survey, choices)), ".xlsx", read=files.get)
    except FormProblems as error:
        return [(problem.kind, problem.row, problem.column) for problem in error.problems]
    return [(problem.kind, problem.row, problem.column) for problem in imported.warnings]


def test_files_come_with_the_form() -> None:
    imported = import_form(SURVEY.encode(), ".md", ("en", "fr", "ar"), FILES.get)
    assert {name: file.type for name, file in imported.media.items()} == {
        "well.png": "image/png",
        "tap.png": "image/png",
        "en.mp3": "audio/mpeg",
        "ar.ogg": "audio/ogg",
    }
    assert [(item.kind, item.column) for item in imported.warnings] == [
        ("fallback", "media::audio::Français (fr)")
    ]


@pytest.mark.parametrize(
    ("column", "content", "kind"),
    [
        ("image", None, "media_missing"),
        ("image", b"", "media_type"),
        ("image", MP3, "media_type"),
        ("image", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "media_type"),
        ("image", b"GIF89a", "media_type"),
        ("image", png() + bytes(LARGEST["image"]), "media_large"),
        ("audio", png(), "media_type"),
        ("audio", OGG + bytes(LARGEST["audio"]), "media_large"),
    ],
)
def test_a_file_that_cannot_be_shown(column: str, content: bytes | None, kind: str) -> None:
    files = {} if content is None else {"a.bin": content}
    survey = f"type | name | label | media::{column}\ntext | q | Q | a.bin"
    assert found(survey, files) == [(kind, 2, f"media::{column}")]


@pytest.mark.parametrize("name", ["../a.png", "/etc/passwd", "..", "b\\a.png", ".hidden"])
def test_a_name_that_leads_elsewhere_is_not_followed(name: str) -> None:
    read: list[str] = []
    content = as_xlsx(tables(f"type | name | label | image\ntext | q | Q | {name}"))
    with pytest.raises(FormProblems) as error:
        import_form(content, ".xlsx", read=read.append)
    assert [problem.kind for problem in error.value.problems] == ["media_path"]
    assert read == []


def test_each_row_is_told_of_what_it_misses() -> None:
    survey = "type | name | label | image\ntext | q | Q | a.png\ntext | r | R | a.png"
    assert found(survey, {}) == [("media_missing", 2, "image"), ("media_missing", 3, "image")]


def test_a_list_too_long_for_pictures_is_told_of() -> None:
    choices = "list_name | name | label | image\n" + "\n".join(f"l | c{n} | C{n} | a.png" for n in range(13))
    survey = "type | name | label\nselect_one l | q | Q"
    assert found(survey, {"a.png": png()}, choices) == [("media_many", 2, "")]
