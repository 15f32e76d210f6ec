"""Results are published and acted on by commands; the page shows what was published and nothing else."""

from pathlib import Path

import pytest

from tests.bot.conftest import Run, slug_of


def test_published_once_after_the_close_then_what_was_done(run: Run, folder: Path, tmp_path: Path) -> None:
    slug, text = slug_of(folder), tmp_path / "did.toml"
    text.write_text('[text]\nen = "The bridge is repaired."\nfr = "Le pont est réparé."\n', encoding="utf-8")
    run("consultation", "open", slug)
    with pytest.raises(SystemExit, match="published once, after the close"):
        run("results", slug, "--publish")
    run("consultation", "close", slug, "--yes")
    with pytest.raises(SystemExit, match="come first"):
        run("did", slug, "--text-file", str(text))
    with pytest.raises(SystemExit, match="Nothing was changed"):
        run("results", slug, "--publish", input="n\n")
    assert "closed" in run("consultation", "list").output
    published = run("results", slug, "--publish", input="y\n").output
    assert "too few answers: the page will show no number" in published
    assert "stay as they are" in published
    assert f"/results/{slug}?language=en" in published
    assert "published" in run("consultation", "list").output
    with pytest.raises(SystemExit, match="published before"):
        run("results", slug, "--publish")
    assert "told" in run("did", slug, "--text-file", str(text)).output
