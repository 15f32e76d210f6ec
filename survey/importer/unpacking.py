"""Before a workbook is read: whether its parts are sound, and small enough to be read in a second or two.

A part of some kilobytes can unpack to millions of elements, and each costs its reader memory and time: it is
they that are counted, while the parts are unpacked and let go again.
"""

from io import BytesIO
from zipfile import ZipFile, ZipInfo

from survey.problems import FormProblems, Problem

LARGEST_UNPACKED = 20_000_000
LARGEST_BESIDE = 1_000_000
"""Bytes of one part that is neither a sheet nor the texts of the cells: styles, for instance."""
MOST_TAGS = 1_000_000
"""In all parts together; 20,000 texts have about 200,000."""
CHUNK = 65_536
CELLS = ("xl/worksheets/", "xl/sharedstrings.xml")
READ = (".xml", ".rels")


def check_size(content: bytes) -> None:
    """Raises FormProblems for a workbook that unpacks to too much, and anything at all for a broken one."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        beside = (part.file_size for part in parts if _is_beside(part.filename.lower()))
        if (
            sum(part.file_size for part in parts) > LARGEST_UNPACKED
            or max(beside, default=0) > LARGEST_BESIDE
        ):
            raise _large()
        tags = 0
        for part in parts:  # all of them: one larger than it says would be unpacked whole by the reader
            tags += _tags(archive, part)
            if tags > MOST_TAGS:
                raise _large()


def _is_beside(name: str) -> bool:
    return name.endswith(READ) and not name.startswith(CELLS)


def _tags(archive: ZipFile, part: ZipInfo) -> int:
    with archive.open(part) as opened:
        return sum(chunk.count(b"<") for chunk in iter(lambda: opened.read(CHUNK), b""))


def _large() -> FormProblems:
    return FormProblems([Problem("file_large")])
