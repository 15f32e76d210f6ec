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
    if not is_small(content, CELLS):
        raise FormProblems([Problem("file_large")])


def is_small(content: bytes, chief: tuple[str, ...]) -> bool:
    """Whether an office file unpacks to no more than can be read; raises anything at all for a broken one.

    `chief`: how the names of the parts begin that may be large.
    """
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        names = ((part.filename.lower(), part.file_size) for part in parts)
        beside = (size for name, size in names if name.endswith(READ) and not name.startswith(chief))
        if (
            sum(part.file_size for part in parts) > LARGEST_UNPACKED
            or max(beside, default=0) > LARGEST_BESIDE
        ):
            return False
        tags = 0
        for part in parts:  # all of them: one larger than it says would be unpacked whole by the reader
            tags += _tags(archive, part)
            if tags > MOST_TAGS:
                return False
    return True


def _tags(archive: ZipFile, part: ZipInfo) -> int:
    with archive.open(part) as opened:
        return sum(chunk.count(b"<") for chunk in iter(lambda: opened.read(CHUNK), b""))
