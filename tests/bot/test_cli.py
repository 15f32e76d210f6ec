"""The command line, as an operator uses it."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import settings
from bot.cli import COMMANDS, app
from bot.installation import open_store
from handlers.arriving.codes import read
from storage import chores, signs
from storage.changes import Changes
from tests.bot.conftest import Run, slug_of


def test_the_starter_can_be_applied_as_it_is(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "town"
    assert "Change it" in run("consultation", "new", str(place)).output
    applied = run("consultation", "apply", str(place))
    assert "Try it before it opens" in applied.output
    assert "version 1 is published" in applied.output
    assert "scheduled" in run("consultation", "list").output


def test_applying_twice_changes_nothing(run: Run, folder: Path) -> None:
    again = run("consultation", "apply", str(folder)).output
    assert "Nothing has changed" in again
    assert "published" not in again


def test_all_mistakes_of_a_folder_come_at_once(run: Run, folder: Path) -> None:
    toml = folder / "consultation.toml"
    toml.write_text(toml.read_text().replace("timezone =", "time_zone ="))
    with pytest.raises(SystemExit) as refusal:
        run("consultation", "apply", str(folder))
    assert "time_zone" in str(refusal.value)
    assert "timezone: is missing" in str(refusal.value)
    assert "Nothing was changed" in str(refusal.value)


def test_a_large_database_is_closed_at_night_or_on_demand(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "SMALL", 0)
    slug = slug_of(folder)
    run("consultation", "open", slug)
    assert "at 3 a.m." in run("consultation", "close", slug, input="y\n").output
    assert "closing" in run("consultation", "list").output
    assert "Nobody can tell" in run("consultation", "close", slug, input="y\n").output
    assert "closed" in run("consultation", "list").output


def test_opening_and_closing_by_hand(run: Run, folder: Path) -> None:
    slug = slug_of(folder)
    assert "is open" in run("consultation", "open", slug).output
    assert "open" in run("consultation", "list").output
    with pytest.raises(SystemExit, match="Nothing was changed"):
        run("consultation", "close", slug, input="n\n")
    assert "open" in run("consultation", "list").output
    assert "Nobody can tell" in run("consultation", "close", slug, input="y\n").output
    assert "closed" in run("consultation", "list").output
    with pytest.raises(SystemExit, match="is closed; nothing was changed"):
        run("consultation", "open", slug)
    with pytest.raises(SystemExit, match="never opens again"):
        run("consultation", "apply", str(folder))


def test_a_later_close_extends(run: Run, folder: Path) -> None:
    run("consultation", "open", slug_of(folder))
    toml = folder / "consultation.toml"
    text = toml.read_text()
    closes = text.split("\ncloses = ")[1].split()[0]
    later = datetime.fromisoformat(closes) + timedelta(days=7)
    toml.write_text(text.replace(closes, later.isoformat()))
    assert "now closes" in run("consultation", "apply", str(folder)).output
    toml.write_text(text)
    with pytest.raises(SystemExit, match="only move to a later time"):
        run("consultation", "apply", str(folder))


def test_simulated_answers_are_counted_apart(run: Run, folder: Path) -> None:
    slug = slug_of(folder)
    run("simulate", slug, "--people", "30", "--seed", "5")
    counted = json.loads(run("results", slug, "--simulated", "--format", "json").output)
    assert counted["consultation"] == slug
    assert counted["simulated"] is True
    survey = counted["surveys"][0]
    assert survey["responses"] == 30
    run("consultation", "open", slug)
    run("release", slug)
    assert "fewer than 20 responses" in run("results", slug).output, "invented answers are not in it"
    run("simulate", slug, "--people", "0", "--clear")
    cleared = json.loads(run("results", slug, "--simulated", "--format", "json").output)
    assert cleared["surveys"][0]["responses"] == 0


def test_simulated_organisations_answer_their_own_survey(run: Run, folder: Path) -> None:
    slug = slug_of(folder)
    with pytest.raises(SystemExit, match="has no survey for organisations; nothing was made"):
        run("simulate", slug, "--people", "3", "--organisations", "3")
    shutil.copy(folder / "survey.xlsx", folder / "organisations.xlsx")
    with (folder / "consultation.toml").open("a") as toml:
        toml.write('\n[[surveys]]\nname = "ours"\naudience = "organisations"\nform = "organisations.xlsx"\n')
    run("consultation", "apply", str(folder))
    made = run("simulate", slug, "--people", "30", "--organisations", "7").output
    assert "7 simulated organisations answered." in made
    counted = json.loads(run("results", slug, "--simulated", "--format", "json").output)
    numbers = {survey["audience"]: survey["responses"] for survey in counted["surveys"]}
    assert numbers == {"residents": 30, "organisations": 7}


def test_the_same_seed_gives_the_same_counts(run: Run, folder: Path) -> None:
    slug = slug_of(folder)
    counts = []
    for _ in range(2):
        run("simulate", slug, "--people", "25", "--seed", "9", "--clear")
        counts.append(run("results", slug, "--simulated", "--format", "csv").output)
    assert counts[0] == counts[1]
    assert "responses,,25" in counts[0]


def test_results_go_to_a_file(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "counts.txt"
    run("results", slug_of(folder), "--simulated", "--out", str(out))
    with pytest.raises(SystemExit, match="xlsx is made of releases alone, without simulated answers"):
        run("results", slug_of(folder), "--simulated", "--format", "xlsx", "--out", str(out))
    assert "0 responses" in out.read_text()


def test_announcing_says_what_would_happen(run: Run, folder: Path, tmp_path: Path) -> None:
    slug = slug_of(folder)
    text = tmp_path / "news.toml"
    text.write_text('[text]\nen = "Come on Thursday."\nfr = "Venez jeudi."\n')
    said = run("announce", "write", slug, "--text-file", str(text), "--dry-run").output
    assert "fewer than 10 people" in said
    assert "Nothing was kept" in said
    assert (
        "at 2030-01-01 09:00"
        in run("announce", "write", slug, "--text-file", str(text), "--at", "2030-01-01 09:00").output
    )


@pytest.mark.parametrize(
    ("content", "options", "why"),
    [
        ('[text]\nen = "Only English."\n', [], "nothing for: fr"),
        ("text = 3\n", [], "needs a table"),
        ('[text]\nen = "a"\nfr = "b"\n', ["--regions", "nowhere"], "no region nowhere"),
        ('[text]\nen = "a"\nfr = "b"\n', ["--at", "tomorrow"], "is not a time"),
        ('[text]\nen = "a"\nfr = "b"\n', ["--at", "2020-01-01 09:00"], "2020-01-01 09:00 is past"),
    ],
)
def test_an_announcement_that_cannot_be_sent_says_why(
    run: Run, folder: Path, tmp_path: Path, content: str, options: list[str], why: str
) -> None:
    text = tmp_path / "news.toml"
    text.write_text(content)
    with pytest.raises(SystemExit, match=why):
        run("announce", "write", slug_of(folder), "--text-file", str(text), *options)


def test_an_unknown_consultation_is_named(run: Run) -> None:
    with pytest.raises(SystemExit, match="no consultation 'nowhere'"):
        run("results", "nowhere")


def test_form_check_lists_mistakes(run: Run, tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text("| survey |\n| | type | name | label |\n| | text | q | Why ${p}? |\n| | texd | r | R |\n")
    checked = run("form", "check", str(form))
    assert checked.exit_code == 1
    assert "${p}" in checked.output
    assert "texd" in checked.output


def test_a_form_is_played_from_standard_input(run: Run, folder: Path) -> None:
    played = run("form", "play", str(folder / "survey.xlsx"), "--language", "fr", input="1\n")
    assert "1/6" in played.output
    assert "2/6" in played.output


def test_codes_are_shown_once_and_never_over_a_file(run: Run, folder: Path, tmp_path: Path) -> None:
    slug, out = slug_of(folder), tmp_path / "codes.txt"
    run("codes", slug, "--count", "3", "--out", str(out))
    made = out.read_text().splitlines()
    assert [read(code) for code in made] == made
    assert len(set(made)) == 3
    assert out.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SystemExit, match=r"codes.txt is there already"):
        run("codes", slug, "--count", "3", "--out", str(out))
    assert out.read_text().splitlines() == made
    assert read(run("codes", slug, "--count", "1").stdout.strip())
    assert "codes: 4 made, fewer than 10 used" in run("consultation", "show", slug).output
    assert not any(code.encode() in (tmp_path / "town.db").read_bytes() for code in made)


def test_codes_that_would_let_nobody_in_are_not_made(run: Run, folder: Path, tmp_path: Path) -> None:
    slug, out = slug_of(folder), tmp_path / "codes.txt"
    with pytest.raises(SystemExit, match="no consultation 'nowhere'"):
        run("codes", "nowhere", "--count", "3", "--out", str(out))
    run("consultation", "open", slug)
    run("consultation", "close", slug, "--yes")
    with pytest.raises(SystemExit, match="has ended"):
        run("codes", slug, "--count", "3", "--out", str(out))
    assert not out.exists()


def test_who_may_come_in_stays_as_it_is_once_it_is_open(run: Run, folder: Path) -> None:
    toml = folder / "consultation.toml"
    toml.write_text(toml.read_text().replace('access = "open"', 'access = "code"'))
    run("consultation", "apply", str(folder))
    assert "only with a code" in run("consultation", "show", slug_of(folder)).output
    run("consultation", "open", slug_of(folder))
    toml.write_text(toml.read_text().replace('access = "code"', 'access = "open"'))
    with pytest.raises(SystemExit, match="'access' cannot change any more"):
        run("consultation", "apply", str(folder))


def test_nobody_chooses_by_what_came_in_whether_what_looks_made_counts(run: Run, folder: Path) -> None:
    toml = folder / "consultation.toml"
    toml.write_text(toml.read_text().replace('access = "open"', 'access = "open"\nmachine_made = "left_out"'))
    run("consultation", "apply", str(folder))
    run("consultation", "open", slug_of(folder))
    toml.write_text(toml.read_text().replace('machine_made = "left_out"', 'machine_made = "counted"'))
    with pytest.raises(SystemExit, match="'machine_made' cannot change any more"):
        run("consultation", "apply", str(folder))


def test_what_looks_made_is_said_beside_the_counts(run: Run, folder: Path) -> None:
    slug = slug_of(folder)

    async def seen() -> None:
        async with open_store(settings.load()) as store:
            await store.apply(Changes((signs.add(slug, "same", 2968, 0), signs.add(slug, "same", 2968, 0))))

    run("consultation", "open", slug)
    run("release", slug)
    asyncio.run(seen())
    for words in (("results", slug, "--format", "json"), ("consultation", "show", slug)):
        said = run(*words)
        assert said.stderr.count("In the week from 19 November 2026 fewer than 20 responses look made") == 1
        assert said.stderr.count("the same answers came many times in a row.") == 1
    assert json.loads(run("results", slug, "--format", "json").stdout)


@pytest.mark.parametrize("key", ["", "short", "!" * 43])
def test_without_a_master_key_nothing_starts(run: Run, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("MUSHAWARA_MASTER_KEY", key)
    with pytest.raises(SystemExit, match="MUSHAWARA_MASTER_KEY"):
        run("consultation", "list")


def test_nobody_else_reads_the_database(run: Run, folder: Path, tmp_path: Path) -> None:
    files = [tmp_path / "town.db", *tmp_path.glob("town.db-*")]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_plain_http_stays_on_this_machine(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="this machine alone"):
        run("demo", "--listen", "0.0.0.0:8080")
    monkeypatch.setenv("MUSHAWARA_LISTEN", "0.0.0.0:8080")
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://ask.example.org")
    with pytest.raises(SystemExit, match="MUSHAWARA_BEHIND_PROXY=1"):
        run("serve")
    monkeypatch.setenv("MUSHAWARA_BEHIND_PROXY", "1")
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "http://ask.example.org")
    with pytest.raises(SystemExit, match="Set the https address"):
        run("serve")


@pytest.mark.parametrize(
    "words",
    [
        ("results", "town", "--simulated", "--out", "/no/such/folder/x"),
        ("consultation", "new", "/dev/null/x"),
        ("demo", "--data", "/dev/null"),
    ],
)
def test_a_path_that_cannot_be_used_is_a_sentence(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match=r": .*\."):
        run(*words)


def test_a_key_folder_that_is_not_the_right_one_is_refused(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSHAWARA_KEYS", str(tmp_path / "elsewhere"))
    with pytest.raises(SystemExit, match=r"answers key of town is not in .*elsewhere"):
        run("consultation", "list")


def test_a_lost_file_of_erasure_keys_is_refused_and_one_that_never_was_is_not(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("consultation", "list")
    with sqlite3.connect(tmp_path / "town.db") as database:
        state = (1).to_bytes(8, "big") + bytes(540)
        database.execute("INSERT INTO conversation VALUES (1, x'00', 1, ?)", [state])
    with pytest.raises(SystemExit, match=r"There is no .*erasure\. Check MUSHAWARA_KEYS"):
        run("consultation", "list")


def test_a_lost_link_key_is_refused_while_answers_need_it(run: Run, folder: Path, tmp_path: Path) -> None:
    run("consultation", "open", "town")
    (tmp_path / "keys" / "town.link").unlink()
    run("consultation", "list")
    assert (tmp_path / "keys" / "town.link").exists(), "nobody has answered: a new one does"
    with sqlite3.connect(tmp_path / "town.db") as database:
        sent = "INSERT INTO response VALUES (1, x'07', 'town', 'residents', 1, 'real', 1, x'00', NULL, 0, 1)"
        database.execute(sent)
    (tmp_path / "keys" / "town.link").unlink()
    with pytest.raises(
        SystemExit, match=r"link key of town is not in .*\. What people sent since.*db restore"
    ):
        run("consultation", "list")


def test_years_that_no_calendar_can_hold_are_refused(run: Run, folder: Path) -> None:
    toml = folder / "consultation.toml"
    closes = toml.read_text().split("\ncloses = ")[1].split()[0]
    toml.write_text(toml.read_text().replace(closes, "9999-12-31T23:59:59-14:00"))
    with pytest.raises(SystemExit, match="from 2000 to 2100"):
        run("consultation", "apply", str(folder))


def test_a_database_in_memory_would_lose_everything(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSHAWARA_DATABASE_URL", "sqlite://town.db")
    with pytest.raises(SystemExit, match="sqlite:///path"):
        run("consultation", "list")


def test_an_expression_that_cannot_be_evaluated_is_found(run: Run, tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text(
        "| survey |\n| | type | name | label | constraint |\n| | text | q | Why? | regex(., '(') |\n"
    )
    checked = run("form", "check", str(form))
    assert checked.exit_code == 1
    assert "This pattern cannot be read" in checked.output


@pytest.mark.parametrize("command", ["form", "consultation"])
def test_a_command_loads_no_library_that_it_does_not_need(command: str) -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from bot.cli import app; "
        f"assert CliRunner().invoke(app, ['{command}', '--help']).exit_code == 0; "
        "print({'telegram', 'aiohttp', 'pyxform', 'openpyxl'} & sys.modules.keys())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_what_is_always_on_holds_no_library_in_memory_that_only_files_need() -> None:
    heavy = {
        "pyxform",
        "openpyxl",
        "docx",
        "numpy",
        "highspy",
        "PIL",
        "asyncpg",
        "reports.submission.checking",
    }
    code = f"import sys; import bot.cli, bot.app; print({heavy} & sys.modules.keys() or set())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_who_mistypes_a_command_is_told_which_was_meant() -> None:
    assert "Did you mean 'serve'" in CliRunner().invoke(app, ["serv"]).output


def test_every_command_says_what_it_does() -> None:
    listed = CliRunner().invoke(app, ["--help"])
    for name in COMMANDS:
        assert name in listed.output
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0
