"""A paper for a review on the command line: begun from a release, checked, refused, written."""

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import docx
import pytest

from reports.submission import reading
from tests.bot.conftest import Run, slug_of
from tests.bot.test_cli_publishing import answers
from tests.reports.recommendations.lists import listed

ROWS = (
    ("115.1 Ratify it (Croatia);", "Supported", "A12 Norms"),
    ("115.2 Give shelter (Peru).", "Noted", "E23 Housing"),
)


@pytest.fixture
def paper(run: Run, folder: Path, tmp_path: Path) -> Path:
    """Begun from a release of 120 people, with who submits it filled in."""
    slug = slug_of(folder)
    (tmp_path / "list.docx").write_bytes(listed(("Recommendation", "Position", "Themes"), *ROWS))
    run("recommendations", "import", "list.docx")
    run("consultation", "open", slug)
    answers(run, slug, 120)
    with pytest.raises(SystemExit, match="There is no release"):
        run("submission", "begin", slug, "paper.toml", "--country", "Slovenia")
    run("release", slug)
    with pytest.raises(SystemExit, match=r"no recommendation 7\.7"):
        run("submission", "begin", slug, "paper.toml", "--country", "Slovenia", "--recommendation", "7.7")
    run("submission", "begin", slug, "paper.toml", "--country", "Slovenia", "--recommendation", "115.2")
    place = tmp_path / "paper.toml"
    text = place.read_text(encoding="utf-8").replace("keywords = []", 'keywords = ["housing"]')
    text = text.replace("submitters = []", 'submitters = ["Housing Now"]')
    place.write_text(text.replace('contact = ""', 'contact = "office@housing.example"'), encoding="utf-8")
    return place


def test_from_a_recommendation_to_the_paragraph_that_cites_a_region(
    run: Run, paper: Path, folder: Path
) -> None:
    checked = run("submission", "check", str(paper)).output
    assert " of 2815 (older fact sheets of OHCHR" in checked
    assert "The check found nothing." in checked
    run("submission", "export", str(paper), "--out", "paper.docx")
    written = docx.Document(io.BytesIO((paper.parent / "paper.docx").read_bytes()))
    texts = [each.text for each in written.paragraphs]
    assert texts[1] == "Submitted by: Housing Now"
    assert any("Recommendation 115.2 (Noted): “Give shelter (Peru)”" in each for each in texts)
    release = json.loads(run("results", slug_of(folder), "--format", "json").output)
    people, *_ = release["surveys"][0]["questions"]
    assert any(f"{people['blocks'][0]['base']} people sent their answers." in each for each in texts)
    (logged,) = [line for line in run("audit", "show").output.splitlines() if "wrote a paper" in line]
    assert logged.endswith(f"{slug_of(folder)} 1")


def test_problems_refuse_it_and_warnings_want_a_second_person(run: Run, paper: Path, folder: Path) -> None:
    whole = paper.read_text(encoding="utf-8")
    paper.write_text(f'{whole}\n[[sections]]\nheading = "More"\nparagraphs = [{{text = "417 people."}}]\n')
    with pytest.raises(SystemExit, match="Nothing was written"):
        run("submission", "export", str(paper), "--out", "paper.docx")
    paper.write_text(
        f'{whole}\n[[sections]]\nheading = "More"\nparagraphs = [{{text = "We thank Mr Benani."}}]\n'
    )
    with pytest.raises(SystemExit, match="A second person looks"):
        run("submission", "export", str(paper), "--out", "paper.docx")
    assert not (paper.parent / "paper.docx").exists()
    run("submission", "export", str(paper), "--out", "paper.docx", "--seen", "Legal office")
    assert "warnings seen: Legal office" in run("audit", "show").output
    paper.write_text(whole)
    answers(run, slug_of(folder), 60)
    run("release", slug_of(folder))
    with pytest.raises(SystemExit, match="cannot go out"):
        run("submission", "check", str(paper))


def stored(run: Run, folder: Path, text: str) -> str:
    """The code of a paper that is on the dashboard with this text."""
    run("submission", "begin", slug_of(folder), "--country", "Slovenia", "--recommendation", "115.2")
    with closing(sqlite3.connect("town.db")) as database, database:
        database.execute("UPDATE paper SET content = ?", (text,))
    return run("submission", "list").output.split("\t")[0]


def test_a_paper_of_the_dashboard_goes_out_by_its_rules(run: Run, paper: Path, folder: Path) -> None:
    whole = paper.read_text(encoding="utf-8")
    code = stored(run, folder, whole)
    assert run("submission", "list").output.split("\t")[1:4] == ["organisation", "en", "-"]
    assert "The check found nothing." in run("submission", "check", "--paper", code).output
    run("submission", "export", "--paper", code, "--out", "paper.docx")
    written = docx.Document(io.BytesIO(Path("paper.docx").read_bytes()))
    assert written.paragraphs[1].text == "Submitted by: Housing Now"
    log = run("audit", "show").output.splitlines()
    assert [line.split("\t")[3:] for line in log if " a paper" in line] == [
        ["began a paper", code],
        ["wrote a paper", code],
    ]
    for words, said in (
        (("check",), "Name either"),
        (("check", str(paper), "--paper", code), "Name either"),
        (("check", "--paper", "77"), "No paper has the id '77'"),
        (
            ("export", "--paper", code, "--out", "a.docx", "--seen", "Legal office"),
            "looks at the warnings on",
        ),
    ):
        with pytest.raises(SystemExit, match=said):
            run("submission", *words)


@pytest.mark.parametrize(
    ("text", "said"),
    [("We thank Mr Benani.", "looks at the warnings"), ("417 people.", "Nothing was written")],
)
def test_a_paper_of_the_dashboard_is_refused_like_there(
    run: Run, paper: Path, folder: Path, text: str, said: str
) -> None:
    more = f'\n[[sections]]\nheading = "More"\nparagraphs = [{{text = "{text}"}}]\n'
    code = stored(run, folder, paper.read_text(encoding="utf-8") + more)
    with pytest.raises(SystemExit, match=said):
        run("submission", "export", "--paper", code, "--out", "refused.docx")
    assert not Path("refused.docx").exists()


def test_what_would_be_too_long_is_not_begun(
    run: Run, paper: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 100)
    for file in ((), ("long.toml",)):
        with pytest.raises(SystemExit, match="Name fewer recommendations"):
            run("submission", "begin", slug_of(folder), *file, "--country", "Slovenia")
    assert not Path("long.toml").exists()
    assert run("submission", "list").output == ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_of_simulated_answers_says_so(run: Run, folder: Path, language: str) -> None:
    slug = slug_of(folder)
    run("simulate", slug, "--people", "90", "--seed", "1")
    run(
        "submission", "begin", slug, "try.toml", "--country", "Morocco", "--language", language, "--simulated"
    )
    text = Path("try.toml").read_text(encoding="utf-8")
    assert "simulated = true" in text
    assert "result residents themes " in text
    told = run(
        "submission", "begin", slug, "other.toml", "--country", "Morocco", "--form", "local", "--simulated"
    )
    assert "Written to other.toml" in told.output
    with pytest.raises(SystemExit, match="there already"):
        run("submission", "begin", slug, "try.toml", "--country", "Morocco", "--simulated")
