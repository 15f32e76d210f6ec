"""LibreOffice opens the files: no cell calculates, the charts are there, the report becomes pages."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from reports.release.reading import survey_released
from reports.tables import as_csv
from tests.reports.files.released import form, made, release

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(
        OFFICE is None, reason="LibreOffice is not installed: apt install libreoffice-calc libreoffice-writer"
    ),
    pytest.mark.timeout(300),
]


def converted(tmp_path: Path, to: str, files: Mapping[str, bytes]) -> list[bytes]:
    """As LibreOffice writes them after it opened ours."""
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [str(OFFICE), home, "--headless", "--convert-to", to, "--outdir", str(tmp_path)]
    subprocess.run([*command, *(str(tmp_path / name) for name in files)], check=True, capture_output=True)
    return [(tmp_path / name).with_suffix(f".{to}").read_bytes() for name in files]


def test_workbook_and_csv_have_no_formula_and_the_workbook_its_charts(tmp_path: Path) -> None:
    (survey,), files = release()["surveys"], {f"{each}.xlsx": made("xlsx", each) for each in ("en", "ar")}
    results = {**release(), "simulated": False, "surveys": [survey_released(survey, form(), "en", {})]}
    *books, table = converted(tmp_path, "fods", {**files, "town.csv": as_csv(results).encode()})
    for opened in (*books, table):
        assert b"table:formula=" not in opened
        assert b"=2+2 Which of these?" in opened or opened is books[1]
    for opened in books:
        assert opened.count(b"<chart:chart ") == 3
        assert opened.count(b"=HYPERLINK(A1)") >= 2


def test_a_report_becomes_pages(tmp_path: Path) -> None:
    reports = {f"{each}.docx": made("docx", each) for each in ("en", "ar")}
    for opened in converted(tmp_path, "pdf", reports):
        assert opened.startswith(b"%PDF")
        assert len(re.findall(rb"/Type\s*/Page\b", opened)) >= 3
