"""What stands in a paper, read once as long as it stays so."""

from functools import lru_cache

from reports.submission import reading
from reports.submission.draft import Draft
from reports.submission.signing import mark_of
from storage.papers import Paper

READ = 4
"""Papers that are kept as they were read; one has up to a megabyte, and a card asks several times."""


def draft_of(paper: Paper) -> Draft:
    """What stands in it."""
    return _read(paper.content)


def mark(paper: Paper) -> str:
    """Stands for the text that is signed."""
    return mark_of(draft_of(paper))


@lru_cache(maxsize=READ)
def _read(content: str) -> Draft:
    return reading.read(content.encode())
