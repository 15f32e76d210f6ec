"""The same content is always the same bytes: an archive says nothing of the moment it was made."""

import io
from collections.abc import Callable
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Change = Callable[[str, bytes], bytes]
"""The name of a member and its bytes in; what it shall hold out."""


def steady(packed: bytes, day: date, change: Change) -> bytes:
    """The archive with every member dated that day."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(packed)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            member = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = ZIP_DEFLATED
            after.writestr(member, change(name, before.read(name)))
    return out.getvalue()
