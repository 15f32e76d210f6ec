"""Files of a release are written by a command: whole or not at all, and the same twice."""

import errno
from pathlib import Path

import openpyxl
import pytest

from tests.bot.conftest import Run, slug_of
from tests.bot.test_cli_publishing import answers


def test_a_file_is_whole_and_twice_the_same(run: Run, folder: Path, tmp_path: Path) -> None:
    slug = slug_of(folder)
    run("consultation", "open", slug)
    answers(run, slug, 60)
    with pytest.raises(SystemExit, match="no release"):
        run("results", slug, "--format", "docx", "--out", "report.docx")
    run("release", slug)
    for kind in ("csv", "json", "xlsx", "docx"):
        first, second = (tmp_path / f"{name}.{kind}" for name in "ab")
        for out in (first, second):
            run("results", slug, "--format", kind, "--out", str(out), "--language", "fr")
        assert first.read_bytes() == second.read_bytes()
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "Vue d’ensemble"
    assert list(tmp_path.glob(".*")) == [], "nothing is left over"


def test_what_no_terminal_can_show_needs_a_name(run: Run, folder: Path) -> None:
    slug = slug_of(folder)
    with pytest.raises(SystemExit, match=f"Name it: --format xlsx --out {slug}.xlsx"):
        run("results", slug, "--format", "xlsx")
    with pytest.raises(SystemExit, match="without simulated answers"):
        run("results", slug, "--simulated", "--format", "docx", "--out", "a.docx")
    with pytest.raises(SystemExit, match=f"'{slug}' does not speak 'de'. It speaks: en, fr"):
        run("results", slug, "--language", "de")


def test_a_full_disk_leaves_the_file_before(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "counts.csv"
    out.write_text("before")
    whole = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        whole(path, content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SystemExit, match=r"counts.csv cannot be written: No space left"):
        run("results", slug_of(folder), "--simulated", "--format", "csv", "--out", str(out))
    assert out.read_text() == "before"
    assert list(tmp_path.glob(".counts*")) == []
