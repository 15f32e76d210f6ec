"""`mushawara recommendations`, as somebody uses it on a new installation."""

import base64
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app, refusals
from bot.cli.common import with_store
from storage import audit
from storage.store import Store
from survey.importer import import_form
from tests.reports.recommendations.lists import listed
from tests.town import SLUG, Town

Run = Callable[..., Result]
HEAD = ("Recommendation", "Position", "Themes")
LIST = listed(
    HEAD,
    ("115.1 Ratify it (Croatia);", "Supported", "A12 Norms\nAffected persons:\n- women"),
    ("115.2 Give shelter (Peru).", "Noted", "E23 Right to adequate housing\nSDGs:\n- 11"),
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared_file: Path) -> Run:
    """Run a command; a refusal is exit status 1."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(prepared_file, tmp_path / "town.db")
    monkeypatch.setenv("MUSHAWARA_MASTER_KEY", base64.urlsafe_b64encode(bytes(range(32))).decode())
    monkeypatch.setenv("MUSHAWARA_DATABASE_URL", f"sqlite:///{tmp_path / 'town.db'}")
    monkeypatch.setenv("MUSHAWARA_KEYS", str(tmp_path / "keys"))

    (tmp_path / "list.docx").write_bytes(LIST)

    def command(*words: str) -> Result:
        with refusals():
            return CliRunner().invoke(app, ["recommendations", *words], catch_exceptions=False)

    return command


def logged() -> list[str]:
    async def read(store: Store) -> list[str]:
        return [f"{each.what} {each.on}" for each in await audit.every(store.database, store.keys)]

    return with_store(read)


def test_a_list_is_imported_shown_and_marked(run: Run) -> None:
    assert "2 new, 0 changed, 0 as they were." in run("import", "list.docx").output
    assert "0 new, 0 changed, 2 as they were." in run("import", "list.docx").output
    listed = run("list").output.splitlines()
    assert listed[0] == "20\t115.1\tSupported\tNothing is reported yet\t\tRatify it (Croatia)"
    run("mark", "115.2", "--ours", "--owner", "Housing office")
    run("mark", "115.2", "--status", "in progress", "--day", "2025-03-01", "--source", "Mid-term report")
    assert [line.split("\t")[1] for line in run("list", "--ours").output.splitlines()] == ["115.2"]
    shown = run("show", "115.2").output
    for told in (
        "Slovenia, session 20: 115.2",
        "Give shelter (Peru)",
        "Recommended by: Peru",
        "Position: Noted",
        "Sustainable Development Goals: 11",
        "Within our competence: yes",
        "Who sees to it: Housing office",
        "2025-03-01\tIn progress\tMid-term report",
    ):
        assert told in shown
    assert logged() == ["imported 2 recommendations", "marked 115.2", "marked 115.2"]


def test_nothing_is_half_imported(run: Run, tmp_path: Path) -> None:
    broken = listed(
        HEAD, ("115.1 Ratify it (Croatia)", "Supported", "A12"), ("No number is here (Peru)", "Noted", "A12")
    )
    (tmp_path / "broken.docx").write_bytes(broken)
    with pytest.raises(SystemExit) as refused:
        run("import", "broken.docx")
    assert "row 3: There is no number before “No number is here (Peru)”." in str(refused.value)
    assert "Nothing was kept." in str(refused.value)
    assert "There is none." in run("list").output


def test_what_the_file_does_not_say_is_said_beside_it(run: Run, tmp_path: Path) -> None:
    table = run("template").output + "1.1,Ratify it (Atlantis),,noted,,,,\r\n"
    (tmp_path / "own.csv").write_bytes(table.encode())
    with pytest.raises(SystemExit, match="Say it with --country and --session"):
        run("import", "own.csv")
    done = run("import", "own.csv", "--country", "Slovenia", "--session", "48", "--cycle", "4")
    assert "1 new" in done.output
    assert "row 2: Recommendation 1.1 names a State I do not know: Atlantis." in done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("show", "9.9"), "There is no recommendation 9.9"),
        (("mark", "115.1", "--status", "done"), "'done' is no status"),
        (("mark", "115.1", "--status", "implemented"), "A status needs --source"),
        (("mark", "115.1", "--not-ours"), "marked like that already"),
        (("import", "missing.docx"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, words: tuple[str, ...], why: str) -> None:
    run("import", "list.docx")
    with pytest.raises(SystemExit, match=why):
        run(*words)


def test_a_survey_is_written_from_them(run: Run, tmp_path: Path) -> None:
    run("import", "list.docx")

    async def held(store: Store) -> None:
        await Town(store, tmp_path).hold(state="scheduled")

    with_store(held)
    with pytest.raises(SystemExit, match=r"Write the question first, in each language: 115.2 \(en\)"):
        run("assess", SLUG, "115.2")
    (tmp_path / "asked.toml").write_text('[text]\nen = "How far?"\nfr = "Où ?"\nar = "أين؟"\n', "utf-8")
    run("mark", "115.2", "--text-file", "asked.toml")
    assert "Question (fr): Où ?" in run("show", "115.2").output
    assert "assessment.xlsx asks about 1 of them." in run("assess", SLUG, "115.2").output
    with pytest.raises(SystemExit, match="is there already"):
        run("assess", SLUG, "115.2")
    content = (tmp_path / "assessment.xlsx").read_bytes()
    assert "How far?" in import_form(content, ".xlsx", ("en", "fr", "ar")).xform


def test_a_bundle_holds_all_or_those_of_ours(run: Run, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="There is no such recommendation"):
        run("bundle")
    run("import", "list.docx")
    run("mark", "115.2", "--ours")
    assert "all holds 2," in run("bundle", "--to", "all").output
    assert "ours holds 1," in run("bundle", "--to", "ours", "--ours").output
    names = {"recommendations.csv", "recommendations.json", "assessments.csv"}
    assert {each.name for each in (tmp_path / "ours").iterdir()} == names
    assert run("import", "all/recommendations.csv").output == "0 new, 0 changed, 2 as they were.\n"
