"""Photos are drawn anew: then they have no place, time, device, comment or thumbnail in them, and no second
file behind them."""

import io
import re

from PIL import Image, ImageOps

from handlers.refused import ContentRefused

LONGEST_SIDE = 2_048
"""Pixels; larger photos are made smaller."""
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 10_000_000}
"""Beyond this a small file could fill the memory. A JPEG is made smaller while it is read,"""
MOST_HELD = 16_000_000
"""unless it goes over its pixels more than once: then its whole is held while it is read."""
MOST_SCANS = 50
"""So often a JPEG may go over its pixels, which takes its time each time; cameras make about ten."""
MOST_PARTS = 2_000
"""Parts that a JPEG may have: its tables, what is said about it, its scans."""
QUALITY = 85
_JPEG = b"\xff\xd8\xff"
_MARKER = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd7])")
"""What begins a part of a JPEG that says its length."""
Image.MAX_IMAGE_PIXELS = None  # the library's own limit is wider than ours, which is asked before it unpacks


def drawn_anew(content: bytes) -> bytes:
    """A photo as a JPEG of at most `LONGEST_SIDE` pixels a side. Raises `ContentRefused`."""
    try:
        scans = _scans(content) if content.startswith(_JPEG) else []
        with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as photo:
            _refuse_bomb(photo, scans)
            photo.draft("RGB", _drawn_size(*photo.size))
            photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=None)  # the draft has reduced it
            ImageOps.exif_transpose(photo, in_place=True)
            return _painted(photo)
    except ContentRefused:
        raise
    except Exception as error:  # a broken file can make the library raise nearly anything
        raise ContentRefused("broken") from error


def _refuse_bomb(photo: Image.Image, scans: list[int]) -> None:
    width, height = photo.size
    at_once = scans == [len(photo.getbands())] and "progressive" not in photo.info
    most = MOST_HELD if scans and not at_once else MOST_PIXELS["JPEG" if scans else photo.format or ""]
    if width * height > most:
        raise ContentRefused("large")


def _scans(content: bytes) -> list[int]:
    """Of how many colours each scan of a JPEG is (ISO/IEC 10918-1, B.2.3)."""
    found: list[int] = []
    place = 2
    for _ in range(MOST_PARTS):
        marker = _MARKER.search(content, place)
        if marker is None or marker[1] == b"\xd9":
            return found
        place = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2])
        if marker[1] == b"\xda":
            found.append(content[marker.end() + 2])
        if len(found) > MOST_SCANS:
            break
    raise ContentRefused("large")


def _drawn_size(width: int, height: int) -> tuple[int, int]:
    """The size that it will have, where it is too large."""
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return max(1, int(width * scale)), max(1, int(height * scale))


def _painted(photo: Image.Image) -> bytes:
    """The pixels alone, on a new white sheet: what came with them stays behind."""
    layer = photo.convert("RGBA") if photo.has_transparency_data else photo.convert("RGB")
    sheet = Image.new("RGB", photo.size, "white")
    sheet.paste(layer, mask=layer if layer.mode == "RGBA" else None)
    drawn = io.BytesIO()
    sheet.save(drawn, "JPEG", quality=QUALITY)
    return drawn.getvalue()
