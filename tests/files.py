"""A survey that asks for files and places, and files to send."""

import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from sqlalchemy import func, select

from storage import consultations
from storage.changes import Changes
from storage.consultations import Version
from storage.messages import File, FileKind, NotFetched
from storage.schema.answers import ATTACHMENT
from survey.importer import import_form
from tests.town import SLUG, Town, terms

FORM = (Path(__file__).parent / "street.md").read_text(encoding="utf-8")
SOUND = b"OggS" + b"\x00\x02 a voice that says something"


def photo(colour: str = "red", size: tuple[int, int] = (320, 240)) -> bytes:
    """A photo with a place and a name in it."""
    exif = Image.Exif()
    exif[0x010F] = "Somebody's phone"
    exif.get_ifd(0x8825)[2] = (33.0, 34.0, 23.0)
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def xform() -> str:
    """The survey, compiled."""
    return import_form(FORM.encode(), ".md", terms().languages).xform


async def hold(town: Town, state: str = "open", form: str = "") -> None:
    """Begin the consultation with this survey."""
    town.store.keys.create(SLUG)
    version = Version(SLUG, "residents", 1, "residents", "digest", form or xform())
    await town.store.apply(Changes((consultations.put(terms()), consultations.publish(version))))
    if state == "open":
        await town.store.apply(Changes((consultations.move(SLUG, "scheduled", "open"),)))


async def kept(town: Town) -> int:
    """How many files are there."""
    rows = await town.store.database.rows(select(func.count(ATTACHMENT.id.distinct())))
    return int(rows[0][0])


@dataclass
class Pockets:
    """What people have to send, by reference; `fetched`: what was asked for."""

    contents: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    def file(self, kind: FileKind, content: bytes, at: str = "") -> File:
        """Something to send."""
        reference = f"file {len(self.contents)}"
        self.contents[reference] = content
        return File(kind, len(content), reference, at)

    async def fetch(self, file: File, limit: int) -> bytes:
        """As a channel does."""
        self.fetched.append(file.reference)
        content = self.contents.get(file.reference, b"")
        if not content or len(content) > limit:
            raise NotFetched
        return content
