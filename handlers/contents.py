"""What a file may be: told by its content, never by its name.

Photos are drawn anew (`handlers/photos.py`); other files are kept as they are, and the card says so before
they are sent.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.refused import ContentRefused
from handlers.studio import aside
from storage.messages import FileKind

MOST_MEMBERS = 5_000
"""Files in an office document."""
MOST_UNPACKED = 200_000_000
"""Bytes that an office document may say it unpacks to: whoever opens it later must be able to."""

_NO_ZIP = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept of a file; `ending` is that of its name."""

    content: bytes = field(repr=False)
    ending: str


async def checked(kind: FileKind, content: bytes) -> Content:
    """A file as it may be kept in answer to a question of this kind. Raises `ContentRefused`."""
    return await aside(check, kind, content)


def check(kind: FileKind, content: bytes) -> Content:
    """The same, here and now."""
    if kind in {"image", "file"} and _other_picture(content):
        raise ContentRefused("picture")
    for told in _KINDS:
        if told.fits(content):
            if kind not in (*told.kinds, "file"):
                raise ContentRefused("kind")
            return told.kept(content, told.ending)
    raise ContentRefused("kind" if content else "broken")


def _as_it_is(content: bytes, ending: str) -> Content:
    return Content(content, ending)


def _drawn_anew(content: bytes, _: str) -> Content:
    from handlers.photos import drawn_anew  # noqa: PLC0415 - what draws is loaded with the first photo

    return Content(drawn_anew(content), "jpg")


def _keep_if_small(content: bytes, ending: str) -> Content:
    try:
        unpacked = sum(each.file_size for each in _members(content))
    except _NO_ZIP as error:
        raise ContentRefused("broken") from error
    if unpacked > MOST_UNPACKED:
        raise ContentRefused("large")
    return _as_it_is(content, ending)


def _members(content: bytes) -> list[zipfile.ZipInfo]:
    """Raises one of `_NO_ZIP` for what is none, and for one with too many members to be looked at."""
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:  # each is listed by these signs
        raise zipfile.BadZipFile
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return opened.infolist()


def _begins(*magic: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(magic)


def _riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda content: content[:4] == b"RIFF" and content[8:12] == kind


def _mp4(*brands: bytes) -> Callable[[bytes], bool]:
    """ISO base media (ISO/IEC 14496-12): a box "ftyp" that begins with a brand of these."""
    return lambda content: content[4:8] == b"ftyp" and content[8:12].startswith(brands)


_heif = _mp4(b"hei", b"hev", b"mif1", b"msf1", b"avi")


def _other_picture(content: bytes) -> bool:
    """HEIC and AVIF (ISO/IEC 23008-12), and GIF."""
    return _heif(content) or content.startswith(b"GIF8")


def _zipped(member: str) -> Callable[[bytes], bool]:
    """An office document: a zip that holds this and no program."""

    def fits(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            names = {each.filename for each in _members(content)}
        except _NO_ZIP:
            return False
        return member in names and not any("vbaproject" in name.lower() for name in names)

    return fits


def _open_document(kind: bytes) -> Callable[[bytes], bool]:
    """OpenDocument 1.3, part 2, 3.3: "mimetype" comes first, as it is."""
    magic = b"mimetypeapplication/vnd.oasis.opendocument." + kind
    return lambda content: content.startswith(b"PK\x03\x04") and content[30 : 30 + len(magic)] == magic


def _written(content: bytes) -> bool:
    try:
        return bool(content) and not any(ord(character) < 9 for character in content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False


@dataclass(frozen=True, slots=True)
class _Told:
    """A kind of file that is well known: to which questions it may answer, and how it is kept."""

    ending: str
    kinds: tuple[FileKind, ...]
    fits: Callable[[bytes], bool]
    kept: Callable[[bytes, str], Content] = _as_it_is


_KINDS = (
    _Told("jpg", ("image",), _begins(b"\xff\xd8\xff"), _drawn_anew),
    _Told("png", ("image",), _begins(b"\x89PNG\r\n\x1a\n"), _drawn_anew),
    _Told("webp", ("image",), _riff(b"WEBP"), _drawn_anew),
    _Told("wav", ("audio",), _riff(b"WAVE")),
    _Told("mp3", ("audio",), _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    _Told("aac", ("audio",), _begins(b"\xff\xf1", b"\xff\xf9")),
    _Told("flac", ("audio",), _begins(b"fLaC")),
    _Told("amr", ("audio",), _begins(b"#!AMR")),
    _Told("m4a", ("audio",), _mp4(b"M4A", b"M4B")),
    _Told("ogg", ("audio", "video"), _begins(b"OggS")),
    _Told("webm", ("audio", "video"), _begins(b"\x1aE\xdf\xa3")),
    # Recorders of phones put sound alone into the boxes of a video as well.
    _Told(
        "mp4",
        ("audio", "video"),
        _mp4(b"isom", b"iso", b"mp4", b"avc1", b"M4V", b"MSNV", b"dash", b"qt", b"3g"),
    ),
    _Told("pdf", (), _begins(b"%PDF-")),
    _Told("docx", (), _zipped("word/document.xml"), _keep_if_small),
    _Told("xlsx", (), _zipped("xl/workbook.xml"), _keep_if_small),
    _Told("pptx", (), _zipped("ppt/presentation.xml"), _keep_if_small),
    _Told("odt", (), _open_document(b"text"), _keep_if_small),
    _Told("ods", (), _open_document(b"spreadsheet"), _keep_if_small),
    _Told("txt", (), _written),
)
