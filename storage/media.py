"""Pictures and recordings of published surveys: kept once by their digest, and never changed."""

import hashlib
from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import bindparam, delete, literal_column, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.consultations import Version
from storage.database import Database
from storage.schema.announcements import ANNOUNCEMENT
from storage.schema.consultations import UPLOAD
from storage.schema.media import MEDIA, SURVEY_MEDIA, TELEGRAM_FILE, Media, SurveyMedia, TelegramFile
from storage.schema.staff import PROPOSAL


class Content(Protocol):
    """A file with its media type."""

    @property
    def type(self) -> str: ...

    @property
    def content(self) -> bytes: ...


_UNUSED = delete(Media).where(
    ~select(SURVEY_MEDIA.digest).where(SURVEY_MEDIA.digest == MEDIA.digest).exists(),
    ~select(ANNOUNCEMENT.id)
    .where(ANNOUNCEMENT.medium.op("<>")(literal_column("''")), ANNOUNCEMENT.medium == MEDIA.digest)
    .exists(),
    ~select(PROPOSAL.id).where(PROPOSAL.content.contains(MEDIA.digest)).exists(),
    ~select(UPLOAD.survey).where(UPLOAD.content.contains(MEDIA.digest)).exists(),
)
_KEEP = upsert(Media).on_conflict_do_nothing()
_NAME = upsert(SurveyMedia).on_conflict_do_nothing()
_OF_VERSION = select(SURVEY_MEDIA.name, SURVEY_MEDIA.digest).where(
    SURVEY_MEDIA.consultation == bindparam("consultation"),
    SURVEY_MEDIA.survey == bindparam("survey"),
    SURVEY_MEDIA.number == bindparam("number"),
)
_TYPE = select(MEDIA.type).where(MEDIA.digest == bindparam("digest"))
_ONE = select(MEDIA.type, MEDIA.content).where(MEDIA.digest == bindparam("digest"))
_FILE = select(TELEGRAM_FILE.file).where(TELEGRAM_FILE.key == bindparam("key"))
_PUT = upsert(TelegramFile)
_PUT_FILE = _PUT.on_conflict_do_update(index_elements=["key"], set_={"file": _PUT.excluded["file"]})


def digest(file: Content) -> str:
    """The name under which a file is kept and served."""
    return hashlib.sha256(file.type.encode() + b"\0" + file.content).hexdigest()


def publish(version: Version, files: Mapping[str, Content]) -> tuple[Write, ...]:
    """Keep the files of a version of a survey."""
    place = {"consultation": version.consultation, "survey": version.survey, "number": version.number}
    return tuple(
        write
        for name, file in files.items()
        for write in (
            keep(file),
            Write(_NAME, {**place, "name": name, "digest": digest(file)}),
        )
    )


def keep(file: Content) -> Write:
    """Keep a file that no survey has; it is found by its digest."""
    return Write(_KEEP, {"digest": digest(file), "type": file.type, "content": file.content})


def sweep() -> Write:
    """Delete what no survey shows, no announcement has and nothing that waits for somebody names."""
    return Write(_UNUSED, {})


async def of_version(database: Database, consultation: str, survey: str, number: int) -> dict[str, str]:
    """The files of a version: name to digest."""
    rows = await database.rows(_OF_VERSION, consultation=consultation, survey=survey, number=number)
    return {row[0]: row[1] for row in rows}


async def one(database: Database, which: str) -> tuple[str, bytes] | None:
    """Media type and content by digest."""
    row = await database.row(_ONE, digest=which)
    return (str(row[0]), bytes(row[1])) if row else None


async def type_of(database: Database, which: str) -> str:
    """The media type by digest, "" if there is no such file."""
    row = await database.row(_TYPE, digest=which)
    return str(row[0]) if row else ""


async def telegram_file(database: Database, key: str) -> str:
    """Telegram's own id of a file that was sent before, "" if there is none; `key` names bot and file."""
    row = await database.row(_FILE, key=key)
    return str(row[0]) if row else ""


def keep_telegram_file(key: str, file: str) -> Write:
    """Remember Telegram's id of a file, so that it is not uploaded again."""
    return Write(_PUT_FILE, {"key": key, "file": file})
