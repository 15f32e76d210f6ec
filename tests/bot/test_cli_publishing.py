"""Results are published and acted on by commands; the page shows what was published and nothing else."""

import asyncio
from pathlib import Path

import pytest

from bot import settings
from bot.installation import open_store
from tests.bot.conftest import Run, slug_of
from tests.looking import ask


def test_published_once_after_the_close_then_what_was_done(run: Run, folder: Path, tmp_path: Path) -> None:
    slug, text = slug_of(folder), tmp_path / "did.toml"
    text.write_text('[text]\nen = "The bridge is repaired."\nfr = "Le pont est réparé."\n', encoding="utf-8")
    run("consultation", "open", slug)
    with pytest.raises(SystemExit, match="published once, after the close"):
        run("results", slug, "--publish")
    run("consultation", "close", slug, "--yes")
    with pytest.raises(SystemExit, match="come first"):
        run("did", slug, "--text-file", str(text))
    with pytest.raises(SystemExit, match=f"no release of '{slug}' yet. Make one: mushawara release {slug}"):
        run("results", slug, "--publish")
    with pytest.raises(SystemExit, match=f"Make one: mushawara release {slug}"):
        run("results", slug)
    run("release", slug)
    with pytest.raises(SystemExit, match="Nothing was changed"):
        run("results", slug, "--publish", input="n\n")
    assert "closed" in run("consultation", "list").output
    published = run("results", slug, "--publish", input="y\n").output
    assert "too few answers: the page will show no number" in published
    assert "stays as it is" in published
    assert f"/results/{slug}?language=en" in published
    assert "published" in run("consultation", "list").output
    with pytest.raises(SystemExit, match="published before"):
        run("results", slug, "--publish")
    assert "told" in run("did", slug, "--text-file", str(text)).output


def test_who_answers_every_question_with_yes_still_reads_that_the_page_will_be_empty(
    run: Run, folder: Path
) -> None:
    slug = slug_of(folder)
    run("consultation", "open", slug)
    run("consultation", "close", slug, "--yes")
    run("release", slug)
    assert "the page will show no number" in run("results", slug, "--publish", "--yes").output


def test_a_release_is_made_looked_at_and_made_again(run: Run, folder: Path) -> None:
    slug = slug_of(folder)
    with pytest.raises(SystemExit, match="is scheduled: there are no answers to count"):
        run("release", slug)
    run("consultation", "open", slug)
    answers(run, slug, 120)
    made = run("release", slug).output
    assert f"Release 1 of '{slug}' is made, and not published." in made
    assert f"See it: mushawara results {slug}" in made
    shown = run("results", slug).output
    assert f"{slug}, release 1 (" in shown
    assert "residents, version 1: 120 responses" in shown
    assert "Every number is rounded by chance to a multiple of 5." in shown
    first = run("results", slug, "--format", "json").output
    assert run("results", slug, "--format", "json").output == first
    answers(run, slug, 5)
    held = run("release", slug).output
    assert "Too little has changed since release 1: it holds. The next needs 10 people" in held
    assert run("results", slug, "--format", "json").output == first
    answers(run, slug, 60)
    assert f"Release 2 of '{slug}' is made" in run("release", slug).output
    rows = run("results", slug, "--format", "csv").output.splitlines()
    assert rows[0].startswith("survey,version,access,dimension,category,question,")
    assert "residents,1,open,,,,,,responses,,185" in rows
    assert [line.split("\t")[3:] for line in run("audit", "show").output.splitlines()][-2:] == [
        ["released", f"{slug} 1"],
        ["released", f"{slug} 2"],
    ]


def test_of_few_people_a_release_says_that_it_shows_nothing(run: Run, folder: Path) -> None:
    run("consultation", "open", slug_of(folder))
    answers(run, slug_of(folder), 19)
    assert "It shows no number: fewer than 20 people have answered." in run("release", slug_of(folder)).output
    assert "fewer than 20 responses; their counts are not shown" in run("results", slug_of(folder)).output


def answers(run: Run, slug: str, number: int) -> None:
    """So many more people have answered."""
    run("simulate", slug, "--people", str(number), "--seed", str(number))

    async def real() -> None:
        async with open_store(settings.load()) as store:
            ask(store.database, "UPDATE response SET kind = 'real'")

    asyncio.run(real())
