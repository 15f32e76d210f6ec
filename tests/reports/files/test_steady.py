"""The same release is the same bytes, and half a file is no file."""

import io
import os
import subprocess
import sys
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.files.released import MAKERS, made

TOP = Path(__file__).resolve().parents[3]


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    written = {
        subprocess.run(
            [sys.executable, "-m", "tests.reports.files.released", str(tmp_path)],
            cwd=TOP,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(written) == 1


@pytest.mark.parametrize("kind", MAKERS)
def test_it_says_nothing_of_the_moment_it_was_made(kind: str) -> None:
    with ZipFile(io.BytesIO(made(kind, "en"))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(2026, 12, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
    assert about.count("2026-12-01T00:00:00Z") == 2


@pytest.mark.parametrize("kind", MAKERS)
@given(share=st.floats(0, 1, exclude_max=True))
def test_half_a_file_is_no_file(kind: str, share: float) -> None:
    whole = made(kind, "en")
    with pytest.raises(BadZipFile):
        ZipFile(io.BytesIO(whole[: int(len(whole) * share)]))
