"""`mushawara upr`: a plan to start from, its dates written, moved, done."""

from pathlib import Path

import pytest

from tests.bot.conftest import Run

DATE = '# day = 2030-01-24\n# source = ""'


def test_from_a_new_plan_to_a_task_that_is_done(run: Run) -> None:
    run("upr", "new", "upr.toml")
    plan = Path("upr.toml")
    assert "hear-people\tno day yet" not in run("upr", "apply", "upr.toml").output
    assert "No date is known so far." in run("upr", "show").output
    text = plan.read_text(encoding="utf-8")
    assert DATE in text
    plan.write_text(text.replace(DATE, 'day = 2030-01-24\nsource = "https://example.org"'), encoding="utf-8")
    assert "hear-people\t2029-01-24" in run("upr", "apply", "upr.toml").output
    assert "hear-people is done." in run("upr", "done", "hear-people").output
    plan.write_text(plan.read_text(encoding="utf-8").replace("2030-01-24", "2030-02-24"), encoding="utf-8")
    said = run("upr", "apply", "upr.toml").output
    assert "hear-people\tstays on 2029-01-24: done already" in said
    assert "say-that-we-ask\t2029-03-01" in said
    again = run("upr", "apply", "upr.toml").output
    assert again == "hear-people\tstays on 2029-01-24: done already\n"
    shown = run("upr", "show").output
    assert "review\t2030-02-24\thttps://example.org" in shown
    assert "hear-people\t2029-01-24\tdone by command line" in shown
    assert "did a task\thear-people" in run("audit", "show").output


def test_what_is_wrong_is_told_and_nothing_changes(run: Run) -> None:
    Path("upr.toml").write_text("[dates.review]\nday = 2030-01-24\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"dates\.review\.source: is missing(?s:.*)Nothing was changed\."):
        run("upr", "apply", "upr.toml")
    with pytest.raises(SystemExit, match="is there already"):
        run("upr", "new", "upr.toml")
    with pytest.raises(SystemExit, match="There is no open task 'sing'"):
        run("upr", "done", "sing")
