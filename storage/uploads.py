"""Surveys that were uploaded on the dashboard and found without mistakes, until somebody has looked at them.

They are as public as what they become, so they are kept as they are, a day at most. Kept here and not sent
along by the browser, they are there for everybody who works here, in each language, whatever is loaded anew.
"""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database
from storage.schema.consultations import UPLOAD
from storage.schema.consultations import Upload as UploadRow

LASTS = 86_400
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One for each survey; a later one takes its place. `digest` stands for the whole of `content` (JSON)."""

    consultation: str
    survey: str
    digest: str
    content: str = field(repr=False)
    until: int


_GET = select(UPLOAD.digest, UPLOAD.content, UPLOAD.until).where(
    UPLOAD.consultation == bindparam("slug"),
    UPLOAD.survey == bindparam("name"),
    UPLOAD.until > bindparam("now"),
)
_NAMES = select(UPLOAD.survey).where(
    UPLOAD.consultation == bindparam("slug"), UPLOAD.until > bindparam("now")
)
_ADD = upsert(UploadRow)
_PUT = _ADD.on_conflict_do_update(
    index_elements=["consultation", "survey"],
    set_={name: _ADD.excluded[name] for name in ("digest", "content", "until")},
)
_USE = delete(UploadRow).where(
    UPLOAD.consultation == bindparam("slug"),
    UPLOAD.survey == bindparam("name"),
    UPLOAD.digest == bindparam("seen"),
)
_OLD = delete(UploadRow).where(UPLOAD.until <= bindparam("before"))


async def get(database: Database, slug: str, survey: str, now: int) -> Upload | None:
    """What waits for a look."""
    row = await database.row(_GET, slug=slug, name=survey, now=now)
    return Upload(slug, survey, *row) if row else None


async def names(database: Database, slug: str, now: int) -> set[str]:
    """The surveys of a consultation of which something waits for a look."""
    return {str(row[0]) for row in await database.rows(_NAMES, slug=slug, now=now)}


def put(upload: Upload) -> Write:
    """Keep it instead of the one before."""
    names = ("consultation", "survey", "digest", "content", "until")
    return Write(_PUT, {name: getattr(upload, name) for name in names})


def use(upload: Upload) -> Write:
    """It is not needed any more; raises `Stale` if another one came meanwhile."""
    values = {"slug": upload.consultation, "name": upload.survey, "seen": upload.digest}
    return Write(_USE, values, otherwise=Stale)


def sweep(now: int) -> Write:
    """Forget what nobody published in time."""
    return Write(_OLD, {"before": now})
