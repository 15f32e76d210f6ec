"""LibreOffice opens the files: no cell calculates, the charts are there, the report becomes pages."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.reports.files.released import made

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(
        OFFICE is None, reason="LibreOffice is not installed: apt install libreoffice-calc libreoffice-writer"
    ),
    pytest.mark.timeout(300),
]


def converted(tmp_path: Path, kind: str, to: str) -> list[bytes]:
    """In English and in Arabic, as LibreOffice writes them after it opened ours."""
    files = []
    for language in ("en", "ar"):
        files.append(tmp_path / f"{language}.{kind}")
        files[-1].write_bytes(made(kind, language))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [str(OFFICE), home, "--headless", "--convert-to", to, "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
    return [file.with_suffix(f".{to}").read_bytes() for file in files]


def test_a_workbook_has_its_charts_and_no_formula(tmp_path: Path) -> None:
    for opened in converted(tmp_path, "xlsx", "fods"):
        text = opened.decode()
        assert text.count("table:formula=") == 0
        assert text.count("<chart:chart ") == 3
        assert len(re.findall("=HYPERLINK\\(A1\\)", text)) >= 2


def test_a_report_becomes_pages(tmp_path: Path) -> None:
    for opened in converted(tmp_path, "docx", "pdf"):
        assert opened.startswith(b"%PDF")
        assert len(re.findall(rb"/Type\s*/Page\b", opened)) >= 3
