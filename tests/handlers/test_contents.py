"""What comes in as a file: told by what it is, drawn anew if it is a photo, refused if it is a trap."""

import io
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from handlers.contents import MOST_MEMBERS, MOST_UNPACKED, Content, check, checked
from handlers.photos import LONGEST_SIDE, MOST_SCANS
from handlers.refused import ContentRefused
from storage.messages import FileKind

SECRET = b"33.5731N 7.5898W by Somebody"


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **saved: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **saved)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = SECRET.decode()
    found.get_ifd(0x8825)[1] = "N"
    found.get_ifd(0x8825)[2] = (33.0, 34.0, 23.0)
    return found


def drawn(content: Content) -> Image.Image:
    return Image.open(io.BytesIO(content.content))


def refused(kind: FileKind, content: bytes) -> str:
    with pytest.raises(ContentRefused) as caught:
        check(kind, content)
    return caught.value.why


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def described_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode(), zip=False)
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return photo("PNG", pnginfo=info, exif=exif())


PHOTOS = {
    "jpeg": photo(exif=exif(), comment=SECRET, icc_profile=SECRET * 9, xmp=SECRET),
    "png": described_png(),
    "webp": photo("WEBP", exif=exif(), xmp=SECRET, icc_profile=SECRET * 9),
    "a file behind the photo": photo() + SECRET + zipped(a=SECRET),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_nothing_is_left_of_a_photo_but_what_it_shows(name: str) -> None:
    assert SECRET in PHOTOS[name]
    kept = check("image", PHOTOS[name])
    assert SECRET not in kept.content
    assert b"PK\x03\x04" not in kept.content
    image = drawn(kept)
    assert (image.format, kept.ending, image.size) == ("JPEG", "jpg", (640, 480))
    assert not image.getexif()
    assert {*image.info} <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    pixel: Any = image.convert("RGB").getpixel((320, 240))
    assert pixel[0] > 240
    assert max(pixel[1:]) < 20


def test_a_photo_stands_upright_without_the_note_that_says_so() -> None:
    assert drawn(check("image", photo(exif=exif(orientation=6)))).size == (480, 640)


def test_a_large_photo_is_made_smaller() -> None:
    assert drawn(check("image", photo(size=(6000, 3000)))).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_photos_of_every_kind_of_colour_are_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    Image.new(mode, (20, 20)).save(out, kind)
    assert drawn(check("image", out.getvalue())).mode == "RGB"


def test_what_is_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert drawn(check("image", out.getvalue())).getpixel((10, 10)) == (255, 255, 255)


def png_of(width: int, height: int) -> bytes:
    """A picture that says it is so large, in a few hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(4001, 4000), (65_535, 65_535), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_not_unpacked(size: tuple[int, int]) -> None:
    assert refused("image", png_of(*size)) == "large"


def test_a_jpeg_with_too_many_pixels_is_not_unpacked() -> None:
    content = photo(size=(10, 10))
    at = content.index(b"\xff\xc0")
    huge = content[: at + 5] + struct.pack(">HH", 65_000, 65_000) + content[at + 9 :]
    assert refused("image", huge) == "large"


def test_a_progressive_jpeg_may_have_fewer_pixels() -> None:
    content = photo(size=(10, 10), progressive=True)
    at = content.index(b"\xff\xc2")
    larger = content[: at + 5] + struct.pack(">HH", 4_001, 4_000) + content[at + 9 :]
    assert refused("image", larger) == "large"


@pytest.mark.parametrize("left", [20, 200, 1_000])
def test_a_photo_that_ends_too_early_is_refused(left: int) -> None:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 80).save(out, "JPEG")
    assert refused("image", out.getvalue()[:left]) == "broken"


def parts(content: bytes) -> list[bytes]:
    """A JPEG without its first and its last sign; a scan is a part with the pixels behind it."""
    marker = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
    found, begin = [], 2
    while (at := marker.search(content, begin)) and at[0] != b"\xff\xd9":
        end = at.end() + int.from_bytes(content[at.end() : at.end() + 2])
        after = marker.search(content, end)
        begin = after.start() if after and at[0] == b"\xff\xda" else end
        found.append(content[at.start() : begin])
    return found


def test_a_photo_that_is_drawn_over_and_over_is_not_even_begun() -> None:
    drawn_once = parts(photo(size=(400, 300), progressive=True))
    again = [*drawn_once, *drawn_once[-1:] * MOST_SCANS]
    assert refused("image", b"\xff\xd8" + b"".join(again) + b"\xff\xd9") == "large"
    twice = b"\xff\xd8" + b"".join([*drawn_once, drawn_once[-1]]) + b"\xff\xd9"
    assert drawn(check("image", twice)).size == (400, 300)


def test_a_photo_of_empty_parts_is_not_gone_through() -> None:
    assert refused("image", b"\xff\xd8" + b"\xff\xfe\x00\x02" * 1_000_000 + photo()[2:]) == "large"


def test_what_stands_behind_a_photo_or_within_its_notes_are_no_scans() -> None:
    signs = b"\xff\xda" * 2 * MOST_SCANS
    assert drawn(check("image", photo(comment=signs) + signs)).size == (640, 480)


def test_a_photo_whose_colours_come_one_after_the_other_is_held_whole_and_may_have_fewer_pixels() -> None:
    content = photo(size=(10, 10))
    at = content.index(b"\xff\xc0")
    larger = content[: at + 5] + struct.pack(">HH", 4_001, 4_000) + content[at + 9 :]
    assert drawn(check("image", larger)).size[1] == LONGEST_SIDE, "one colour with the other"
    scan = larger.index(b"\xff\xda")
    assert refused("image", larger[: scan + 4] + b"\x01" + larger[scan + 5 :]) == "large"


def test_a_photo_with_a_smaller_one_beside_it_is_taken() -> None:
    out = io.BytesIO()
    first, second = (Image.new("RGB", size, "red") for size in ((640, 480), (64, 48)))
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert drawn(check("image", out.getvalue())).size == (640, 480)


HUNGER = """
import sys
from pathlib import Path
from handlers.contents import check

def most() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])

content, before = Path(sys.argv[1]).read_bytes(), most()
check("image", content)
print(most() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the system says how much memory was taken")
@pytest.mark.parametrize("size", [(25_000, 2_000), (2_000, 25_000), (7_000, 7_000)])
def test_a_photo_takes_little_memory_whatever_its_shape(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "photo.jpg").write_bytes(photo(size=size, mode="CMYK", quality=30))
    ran = subprocess.run(
        [sys.executable, "-c", HUNGER, tmp_path / "photo.jpg"], check=True, capture_output=True, text=True
    )
    assert int(ran.stdout) < 120_000, "kilobytes"


MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(99)
SOUNDS = {
    "ogg": b"OggS" + bytes(99),
    "mp3": b"ID3\x04" + bytes(99),
    "wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(99),
    "m4a": b"\x00\x00\x00\x20ftypM4A " + bytes(99),
    "amr": b"#!AMR\n" + bytes(99),
    "flac": b"fLaC" + bytes(99),
    "webm": b"\x1aE\xdf\xa3" + bytes(99),
    "mp4": MP4,
}
PAPERS = {
    "pdf": b"%PDF-1.7\n" + bytes(99),
    "docx": zipped(_=b"", word__document_dot_xml=b"<a/>"),
    "xlsx": zipped(_=b"", xl__workbook_dot_xml=b"<a/>"),
    "pptx": zipped(_=b"", ppt__presentation_dot_xml=b"<a/>"),
    "ods": zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b""),
    "odt": zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_dot_xml=b""),
    "txt": "ماء، كهرباء\n".encode(),
}


@pytest.mark.parametrize("ending", SOUNDS)
def test_recordings_are_kept_as_they_are(ending: str) -> None:
    assert check("audio", SOUNDS[ending]) == Content(SOUNDS[ending], ending)
    assert check("file", SOUNDS[ending]) == Content(SOUNDS[ending], ending)


@pytest.mark.parametrize("ending", PAPERS)
def test_papers_are_kept_where_any_file_may_be_sent_and_nowhere_else(ending: str) -> None:
    assert check("file", PAPERS[ending]) == Content(PAPERS[ending], ending)
    for kind in ("image", "audio", "video"):
        assert refused(kind, PAPERS[ending]) == "kind"


def test_a_photo_sent_where_any_file_may_be_is_drawn_anew_too() -> None:
    assert SECRET not in check("file", PHOTOS["jpeg"]).content


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image", MP4),
        ("audio", photo()),
        ("video", photo()),
        ("video", SOUNDS["mp3"]),
        ("image", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("file", b"MZ" + bytes(99)),
        ("file", b"\x7fELF" + bytes(99)),
        ("file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
        ("file", zipped(a=b"anything")),
        ("file", zipped(word__document_dot_xml=b"", word__vbaProject_dot_bin=b"")),
        ("file", b"PK\x03\x04" + bytes(40)),
        ("file", b"\xff\xfe\x00h\x00i"),
    ],
)
def test_what_is_not_asked_for_or_not_well_known_is_refused(kind: FileKind, content: bytes) -> None:
    assert refused(kind, content) == "kind"


@pytest.mark.parametrize("kind", ["image", "file"])
@pytest.mark.parametrize("begins", [b"GIF89a", b"\x00\x00\x00\x20ftypheic", b"\x00\x00\x00\x20ftypavif"])
def test_a_picture_that_cannot_be_read_is_told_from_what_is_none(kind: FileKind, begins: bytes) -> None:
    assert refused(kind, begins + bytes(99)) == "picture"


def test_a_paper_of_very_many_files_is_not_opened() -> None:
    listed = b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 1, 0, 0) + bytes(12) + b"a"
    named = b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 17, 0, 0) + bytes(12) + b"word/document.xml"

    def paper(members: int) -> bytes:
        index = listed * (members - 1) + named
        end = struct.pack("<HHHHIIH", 0, 0, members, members, len(index), 30, 0)
        return b"PK\x03\x04" + bytes(26) + index + b"PK\x05\x06" + end

    assert check("file", paper(MOST_MEMBERS)).ending == "docx"
    assert refused("file", paper(MOST_MEMBERS + 1)) == "kind"


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "odt", "ods"])
def test_a_document_that_unpacks_to_a_gigabyte_is_refused_by_what_it_says(kind: str) -> None:
    content = PAPERS[kind]
    swollen, out = bytes(MOST_UNPACKED // 4), io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.xml", swollen)
    assert len(out.getvalue()) < 1_000_000
    assert check("file", content).ending == kind
    assert refused("file", out.getvalue()) == "large"


def test_nothing_at_all_is_refused() -> None:
    assert refused("file", b"") == "broken"


MAGIC = (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF0000WEBP", b"PK\x03\x04", b"\x00\x00\x00\x20ftyp")


@given(st.sampled_from(get_args(FileKind)), st.sampled_from(MAGIC), st.binary(max_size=200))
def test_whatever_comes_is_kept_or_refused_and_nothing_else(
    kind: FileKind, magic: bytes, rest: bytes
) -> None:
    with suppress(ContentRefused):
        assert check(kind, magic + rest).content


async def test_the_same_away_from_the_event_loop() -> None:
    assert (await checked("audio", SOUNDS["ogg"])).ending == "ogg"
