"""What was published of a consultation, in each of its languages: the results, and later what was done.

It stays as it was published: nothing is counted again for it, and it is there after the answers are deleted.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update

from storage.changes import Write
from storage.database import Database
from storage.schema.consultations import PUBLICATION
from storage.schema.consultations import Publication as PublicationRow


@dataclass(frozen=True, slots=True)
class Publication:
    """In one language: the results as JSON, and what was done in plain words (empty until it is said)."""

    consultation: str
    language: str
    results: str
    did: str = ""


_ONE = select(PUBLICATION.consultation, PUBLICATION.language, PUBLICATION.results, PUBLICATION.did).where(
    PUBLICATION.consultation == bindparam("slug"), PUBLICATION.language == bindparam("language")
)
_ADD = insert(PublicationRow)
_DID = (
    update(PublicationRow)
    .where(PUBLICATION.consultation == bindparam("of"), PUBLICATION.language == bindparam("spoken"))
    .values(did=bindparam("text"))
)


async def get(database: Database, slug: str, language: str) -> Publication | None:
    """What was published in a language."""
    row = await database.row(_ONE, slug=slug, language=language)
    return Publication(*row) if row else None


def add(publication: Publication) -> Write:
    """Keep it for good."""
    names = ("consultation", "language", "results", "did")
    return Write(_ADD, {name: getattr(publication, name) for name in names})


def set_did(slug: str, language: str, text: str) -> Write:
    """What was done with the results."""
    return Write(_DID, {"of": slug, "spoken": language, "text": text})
