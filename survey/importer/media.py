"""Pictures and recordings beside the form: which it names, and whether they are there and can be shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from survey.importer.columns import MEDIA
from survey.importer.source import Entry, Source
from survey.problems import Problem

LARGEST = {"image": 5_000_000, "audio": 10_000_000}
MOST_CHOICES = 12
"""In longer lists a chat cannot show a picture or a recording with each choice."""
KINDS: Mapping[str, Sequence[tuple[str, int, bytes]]] = {
    "image": (
        ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
        ("image/jpeg", 0, b"\xff\xd8\xff"),
        ("image/webp", 8, b"WEBP"),
    ),
    "audio": (
        ("audio/mpeg", 0, b"ID3"),
        ("audio/mpeg", 0, b"\xff\xfb"),
        ("audio/mpeg", 0, b"\xff\xf3"),
        ("audio/mpeg", 0, b"\xff\xf2"),
        ("audio/ogg", 0, b"OggS"),
        ("audio/mp4", 4, b"ftyp"),
    ),
}
"""Types by what the file begins with: type, place in the file, bytes."""
WRITTEN = {"image": ".png, .jpg, .webp", "audio": ".mp3, .m4a, .ogg"}

Read = Callable[[str], bytes | None]
"""The content of a file by its name, None if there is no such file. More than the largest may be cut off."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture or a recording that goes with a form. `type` is its media type, such as "image/png"."""

    type: str
    content: bytes = field(repr=False)


def read_media(source: Source, read: Read) -> tuple[dict[str, MediaFile], list[Problem]]:
    """The files that a form names, each read once, and all that is wrong with them."""
    found: dict[str, MediaFile] = {}
    problems: list[Problem] = []
    for entry, column, language, name in _named(source):
        kind = column.removeprefix("media::")
        if name in found and found[name].type.startswith(kind):
            continue
        file = _file(kind, name, read)
        if isinstance(file, MediaFile):
            found[name] = file
        else:
            problems.append(entry.problem(file, column, language, name=name, **_fields(kind)))
    return found, problems


def check_media(source: Source) -> Iterator[Problem]:
    """Lists whose pictures or recordings would be too many."""
    for name, entries in source.lists.items():
        shown = [entry for entry in entries if any(entry.translations(column) for column in MEDIA)]
        if len(entries) > MOST_CHOICES and shown:
            yield shown[0].problem("media_many", list=name, limit=str(MOST_CHOICES))


def _named(source: Source) -> Iterator[tuple[Entry, str, str, str]]:
    for entry in (*source.survey.entries, *source.choices.entries):
        for column in MEDIA:
            for language, cell in entry.translations(column).items():
                yield entry, column, language, cell.text


def _file(kind: str, name: str, read: Read) -> MediaFile | str:
    """The file, or the kind of problem with it."""
    if "/" in name or "\\" in name or name.startswith("."):
        return "media_path"
    content = read(name)
    if content is None:
        return "media_missing"
    if len(content) > LARGEST[kind]:
        return "media_large"
    for type_, place, mark in KINDS[kind]:
        if content[place:].startswith(mark):
            return MediaFile(type_, content)
    return "media_type"


def _fields(kind: str) -> dict[str, str]:
    return {"limit": str(LARGEST[kind] // 1_000_000), "kind": WRITTEN[kind]}
