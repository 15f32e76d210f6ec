"""Files that somebody of the staff sends with a form."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

LARGEST = 30_000_000
"""Bytes of all of them together."""
MOST = 200
SECONDS = 180
"""For all of them, however slow the line."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What stood in the fields, and the files by field, each with its name."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict, repr=False)


async def sent_with(request: web.Request) -> Sent:
    """Raises `HTTPBadRequest` for what no form of ours sends; its size was looked at by the guard.

    What is compressed could hold anything.
    """
    if request.content_type != "multipart/form-data" or request.headers.get("Content-Encoding"):
        raise web.HTTPBadRequest
    try:
        async with asyncio.timeout(SECONDS):
            return await _read(request)
    except (ValueError, LookupError):
        raise web.HTTPBadRequest from None
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


async def _read(request: web.Request) -> Sent:
    """Raises `ValueError`."""
    found, count = Sent(), 0
    async for part in await request.clone(client_max_size=LARGEST).multipart():
        count += 1
        if count > MOST or not isinstance(part, BodyPartReader) or not part.name:
            raise ValueError
        content = bytes(await part.read())
        if part.filename is None:
            found.fields[part.name] = content.decode()
        elif part.filename:
            found.files.setdefault(part.name, []).append((part.filename, content))
    return found
