"""What the command line refuses, it refuses in words that say what to do; and it overwrites no file."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import settings
from bot.cli import app
from bot.clock import due_now
from bot.desk import utc_now
from bot.installation import open_store
from tests.bot.conftest import Run

NEWS = '[text]\nen = "Come on Thursday."\nfr = "Venez jeudi."\n'


@pytest.fixture
def news(tmp_path: Path) -> str:
    (tmp_path / "news.toml").write_text(NEWS, encoding="utf-8")
    return str(tmp_path / "news.toml")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("results", "town", "--format", "pdf"), "'pdf' is not one of"),
        (("staff", "invite", "--name", "A", "--role", "boss"), "'boss' is not one of"),
    ],
)
def test_what_is_no_choice_is_said_without_words_of_a_library(words: tuple[str, ...], why: str) -> None:
    refused = CliRunner().invoke(app, list(words))
    assert refused.exit_code == 2
    assert why in refused.output
    assert "Value error" not in refused.output


@pytest.mark.parametrize("words", [("announce", "write"), ("did",)])
def test_the_help_names_the_table_of_a_text_file(words: tuple[str, ...]) -> None:
    assert "[text]" in CliRunner().invoke(app, [*words, "--help"]).output


def test_a_poster_is_not_written_over_a_file(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSHAWARA_PUBLIC_URL", "https://ask.example.org")
    Path("poster.html").write_text("ours", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"poster.html is there already"):
        run("poster", folder.name, "--out", "poster.html")
    assert Path("poster.html").read_text(encoding="utf-8") == "ours"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--rule", "every monday"], "'every monday' is not a rule. Write one such as FREQ=WEEKLY"),
        (["--rule", "FREQ=WEEKLY;BYDAY=MO;COUNT=4"], "By a rule it comes at one time of the day: write --at"),
        (["--at", "2030-02-10 02:30"], "--at 2030-02-10 02:30 is skipped or comes twice"),
        (["--until", "2029-12-30 02:30"], "or this one with its offset, such as 2029-12-30T02:30:00"),
        (["--own-time"], "In each one's own zone it comes at one time of the day: write --at"),
    ],
)
def test_what_is_missing_of_a_time_is_named(
    run: Run, folder: Path, news: str, options: list[str], why: str
) -> None:
    with pytest.raises(SystemExit, match=why):
        run("announce", "write", folder.name, "--text-file", news, *options)


def test_so_few_who_have_not_answered_are_not_written_to_alone(run: Run, folder: Path, news: str) -> None:
    run("consultation", "open", folder.name)
    write = ("announce", "write", folder.name, "--text-file", news, "--audience", "unanswered")
    for more in ((), ("--dry-run",)):
        with pytest.raises(SystemExit, match="Fewer than 20 people have not answered"):
            run(*write, *more)
    assert "Come on" not in run("announce", "list", folder.name).output
    later = f"{utc_now() + timedelta(days=9):%Y-%m-%d %H:%M}"
    assert "It is not sent if fewer than 20" in run(*write, "--at", later).output


def test_what_waits_for_approval_is_called_so(run: Run, folder: Path, news: str) -> None:
    run("announce", "write", folder.name, "--text-file", news, "--ask")
    assert "\twaits for approval\t" in run("announce", "list", folder.name).output


def test_what_was_not_sent_is_not_called_done(run: Run, folder: Path, news: str) -> None:
    run("consultation", "open", folder.name)
    later = utc_now() + timedelta(days=9)
    options = ("--audience", "unanswered", "--at", f"{later:%Y-%m-%d %H:%M}")
    said = run("announce", "write", folder.name, "--text-file", news, *options).output

    async def ten_days_later() -> None:
        async with open_store(settings.load()) as store:
            for minutes in (0, 1):
                await due_now(store, later + timedelta(days=1, minutes=minutes))

    asyncio.run(ten_days_later())
    not_sent = "not sent: fewer than 20 people had not answered"
    assert f"\t{not_sent}\t" in run("announce", "list", folder.name).output
    assert not_sent in run("announce", "show", said.split()[0]).output
