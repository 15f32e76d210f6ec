"""`mushawara announce`: written, shown, changed, paused, called off, stopped."""

from pathlib import Path

import pytest

from tests.bot.conftest import Run, slug_of


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A text in the two languages of the starter's consultation."""
    path = tmp_path / "news.toml"
    path.write_text('[text]\nen = "A meeting."\nfr = "Une réunion."\n', encoding="utf-8")
    return path


@pytest.fixture
def id(run: Run, folder: Path, text: Path) -> str:
    """What was announced for later."""
    said = run(
        "announce", "write", slug_of(folder), "--text-file", str(text), "--at", "2030-01-01 09:00"
    ).output
    return said.split()[0]


def test_it_is_listed_and_shown(run: Run, folder: Path, id: str) -> None:
    listed = run("announce", "list", slug_of(folder)).output
    assert listed.split("\t") == [id, "waiting", "2030-01-01 09:00", "A meeting.\n"]
    assert "[fr] Une réunion." in run("announce", "show", id[:6]).output


def test_in_each_ones_own_time_and_by_a_rule(run: Run, folder: Path, text: Path) -> None:
    options = ("--at", "2030-01-01 09:00", "--rule", "FREQ=WEEKLY;COUNT=4")
    said = run("announce", "write", slug_of(folder), "--text-file", str(text), *options).output
    assert "at 2030-01-01 09:00 in each one's own time, and again by FREQ=WEEKLY;COUNT=4." in said
    assert "Again by: FREQ=WEEKLY;COUNT=4" in run("announce", "show", said.split()[0]).output


def test_other_words_before_it_is_sent(run: Run, id: str, text: Path) -> None:
    text.write_text('[text]\nen = "Another."\nfr = "Une autre."\n', encoding="utf-8")
    run("announce", "edit", id, "--text-file", str(text))
    assert "[en] Another." in run("announce", "show", id).output
    text.write_text('[text]\nen = "Another."\n', encoding="utf-8")
    with pytest.raises(SystemExit, match="nothing for: fr"):
        run("announce", "edit", id, "--text-file", str(text))


def test_it_is_paused_resumed_and_cancelled(run: Run, id: str) -> None:
    for command, state in (("pause", "paused"), ("resume", "waiting"), ("cancel", "cancelled")):
        run("announce", command, id)
        assert f"{id}  {state}" in run("announce", "show", id).output
    with pytest.raises(SystemExit, match="It is cancelled; nothing was changed"):
        run("announce", "resume", id)


def test_a_stop_pauses_everything(run: Run, id: str) -> None:
    assert "resume ID" in run("announce", "stop").output
    assert f"{id}  paused" in run("announce", "show", id).output


def test_all_go_on_but_what_was_called_off_after_the_stop(
    run: Run, folder: Path, id: str, text: Path
) -> None:
    options = ("--at", "2030-01-01 09:00", "--rule", "FREQ=WEEKLY;COUNT=4")
    again = run("announce", "write", slug_of(folder), "--text-file", str(text), *options).output.split()[0]
    wrong = run("announce", "write", slug_of(folder), "--text-file", str(text)).output.split()[0]
    run("announce", "stop")
    run("announce", "cancel", wrong)
    said = run("announce", "resume", "--all").output
    assert {line.split()[0] for line in said.splitlines()} == {id, again}
    assert f"{again}  waiting" in run("announce", "show", again).output
    assert f"{wrong}  cancelled" in run("announce", "show", wrong).output
    assert run("announce", "resume", "--all").output == "Nothing is paused.\n"


def test_what_goes_on_is_named(run: Run, id: str) -> None:
    with pytest.raises(SystemExit, match="which one"):
        run("announce", "resume")
    with pytest.raises(SystemExit, match="which one"):
        run("announce", "resume", id, "--all")


def test_a_missing_translation_is_shown_before_it_is_refused(run: Run, folder: Path, text: Path) -> None:
    text.write_text('[text]\nen = "A meeting."\n', encoding="utf-8")
    with pytest.raises(SystemExit, match="nothing for: fr"):
        run("announce", "write", slug_of(folder), "--text-file", str(text), "--dry-run")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--own-time",), "write --at, without a zone"),
        (("--at", "2030-01-01 09:00", "--rule", "FREQ=DAILY"), "needs one end"),
        (("--audience", "friends"), "is no audience"),
        (("--audience", "unanswered", "--language", "fr"), "only all together"),
        (("--topics", "cheese"), "has no topic cheese"),
        (("--language", "de"), "does not speak de"),
        (("--until", "2020-01-01 09:00"), "too early"),
    ],
)
def test_what_cannot_be_sent_says_why(
    run: Run, folder: Path, text: Path, options: tuple[str, ...], says: str
) -> None:
    with pytest.raises(SystemExit, match=says):
        run("announce", "write", slug_of(folder), "--text-file", str(text), *options)


def test_a_file_that_cannot_go_along_says_why(run: Run, folder: Path, text: Path) -> None:
    with pytest.raises(SystemExit, match=r"picture \(.jpg, .png, .webp\) or a .pdf"):
        run("announce", "write", slug_of(folder), "--text-file", str(text), "--medium", str(text))


def test_an_id_that_nothing_has_says_where_they_stand(run: Run, folder: Path) -> None:
    with pytest.raises(SystemExit, match="announce list SLUG"):
        run("announce", "show", "abc")
