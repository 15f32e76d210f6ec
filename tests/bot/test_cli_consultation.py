"""`mushawara consultation`: beginning several, and applying one again, without taking one for another."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk import utc_now
from tests.bot.conftest import Run


def renamed(folder: Path, title: str) -> None:
    """Another title in each language."""
    toml = folder / "consultation.toml"
    text = toml.read_text(encoding="utf-8").replace("What should our town do first?", title)
    toml.write_text(text.replace("Que doit faire notre ville en premier ?", title), encoding="utf-8")


def test_each_folder_begins_a_consultation_of_its_own(run: Run) -> None:
    for name in ("riverside", "hills"):
        assert f"the consultation '{name}'" in run("consultation", "new", f"towns/{name}").output
        assert f"'{name}' is ready" in run("consultation", "apply", f"towns/{name}").output
    listed = run("consultation", "list").output
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["hills", "riverside"]


def test_a_folder_here_gives_its_name(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hills").mkdir()
    monkeypatch.chdir(tmp_path / "hills")
    assert "the consultation 'hills'" in run("consultation", "new", ".").output


@pytest.mark.parametrize("name", ["Riverside", "stadt-ö", "our town", "a" * 41])
def test_a_folder_that_cannot_name_one_is_not_made(run: Run, tmp_path: Path, name: str) -> None:
    with pytest.raises(SystemExit, match=f"'{name}' cannot be the name of a consultation in links"):
        run("consultation", "new", name)
    assert not (tmp_path / name).exists()


def test_the_next_command_can_be_copied(run: Run) -> None:
    assert "apply 'my towns/hills'" in run("consultation", "new", "my towns/hills").output


def test_a_copied_folder_takes_the_place_of_another_only_after_a_question(run: Run, folder: Path) -> None:
    copied = folder.parent / "hills"
    shutil.copytree(folder, copied)
    renamed(copied, "What do the hills need?")
    with pytest.raises(SystemExit, match="Nothing was changed"):
        run("consultation", "apply", str(copied), input="n\n")
    assert "Nothing has changed in 'town'." in run("consultation", "apply", str(folder)).output
    said = run("consultation", "apply", str(copied), input="y\n").output
    assert "'town' is “What should our town do first?” so far." in said
    assert "'town': texts, dates and regions are as in the folder now." in said
    assert "so far" not in run("consultation", "apply", str(folder), "--yes").output


def test_what_opens_in_the_past_opens_now(run: Run) -> None:
    run("consultation", "new", "hills")
    toml = Path("hills/consultation.toml")
    opens = toml.read_text(encoding="utf-8").split("\nopens = ")[1].split()[0]
    toml.write_text(toml.read_text(encoding="utf-8").replace(opens, "2024-01-01"), encoding="utf-8")
    said = run("consultation", "apply", "hills").output
    assert "'hills' is ready; it opens now: 2024-01-01 00:00 (Africa/Casablanca) is past." in said
    assert "hills: open" in run("consultation", "show", "hills").output


def test_a_key_that_is_not_known_hides_no_survey(run: Run, folder: Path) -> None:
    toml = folder / "consultation.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + 'colour = "red"\n', encoding="utf-8")
    with pytest.raises(SystemExit) as refusal:
        run("consultation", "apply", str(folder))
    assert str(refusal.value).splitlines() == [
        "consultation.toml: surveys.0.colour: is not a key I know. Check its spelling, or remove it.",
        "Nothing was changed.",
    ]


def test_a_quote_that_is_not_closed_is_looked_for_where_it_is(run: Run, folder: Path) -> None:
    toml = folder / "consultation.toml"
    toml.write_text('slug = "town\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"cannot be read at line 1, column 13\. Look there for a quote"):
        run("consultation", "apply", str(folder))


def test_before_a_close_is_said_what_nobody_can_tell_after_it(run: Run, folder: Path) -> None:
    run("consultation", "open", folder.name)
    closed = run("consultation", "close", folder.name, input="y\n").output
    assert "From then on nobody can tell who answered what" in closed


AGENDA = "Dialogue,Dialogue,What matters here?,Qu’est-ce qui compte ici ?"
ROUND = f"""\
region,starts,ends,place,title::en,title::fr,about::en,about::fr,contact::en,contact::fr,staff
centre,{{day}} 18:30,{{day}} 20:30,Town hall,{AGENDA},Town hall,Mairie,
harbour,,,,,,,,Harbour office,Bureau du port,
"""


def test_a_round_beside_it_is_applied_with_it_and_never_twice(run: Run, folder: Path) -> None:
    day = utc_now() + timedelta(days=30)
    (folder / "dialogues.csv").write_text(ROUND.format(day=f"{day:%Y-%m-%d}"), encoding="utf-8")
    said = run("consultation", "apply", str(folder)).output
    assert "\tadded\t" in said
    assert "Nobody answers in centre, harbour" in said
    assert "\tas it was\t" in run("consultation", "apply", str(folder)).output
    assert len(run("event", "list").output.splitlines()) == 1
    assert "imported\ttown dialogues" in run("audit", "show").output


def test_a_mistake_in_the_round_leaves_the_folder_unapplied(run: Run, folder: Path) -> None:
    renamed(folder, "What shall we do?")
    (folder / "dialogues.csv").write_text(ROUND.format(day="2020-01-01"), encoding="utf-8")
    with pytest.raises(SystemExit) as refusal:
        run("consultation", "apply", str(folder), "--yes")
    assert str(refusal.value).splitlines() == [
        "dialogues.csv, row 2, column starts: must be to come, within two years.",
        "Nothing was changed.",
    ]
    (folder / "dialogues.csv").unlink()
    said = run("consultation", "apply", str(folder), "--yes").output
    assert "are as in the folder now" in said, "nothing of it was applied before"
