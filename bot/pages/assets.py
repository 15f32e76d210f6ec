"""The files that pages load, read once, under an address that changes with their content."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file."""

    body: bytes
    content_type: str


def _read(path: Path) -> Asset:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(path.read_bytes(), f"{kind}; charset=utf-8")


ALL = {path.name: _read(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}
VERSION = hashlib.sha256(b"".join(asset.body for asset in ALL.values())).hexdigest()[:12]


def address(name: str) -> str:
    """Where a page finds this file. Raises `KeyError` for a file that is not there."""
    if name not in ALL:
        raise KeyError(name)
    return f"/static/{VERSION}/{name}"
