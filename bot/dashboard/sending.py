"""Files that somebody of the staff sends: a survey and what it shows, and what is wrong with it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from aiohttp import BodyPartReader, web

from bot.channels.web.guard import NO_FORM
from handlers.consultations.renewing import Given
from handlers.view import MB
from handlers.words import Words, translations
from survey.problems import Problem, told

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
    except NO_FORM:
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


def given_in(sent: Sent, field: str = "form") -> Given:
    """The form that was sent, with what it shows. Raises `HTTPBadRequest` where there is not one."""
    forms = sent.files.get(field, [])
    if len(forms) != 1:
        raise web.HTTPBadRequest
    name, content = forms[0]
    return Given(PurePath(name).suffix.lower(), content, dict(sent.files.get("media", [])))


def judged(words: Words, problems: Sequence[Problem]) -> dict[str, object]:
    """What a page says of a form that was given, and how large another may be."""
    return {
        "mistakes": rows(words, (each for each in problems if not each.is_warning)),
        "notes": rows(words, (each for each in problems if each.is_warning)),
        "largest": LARGEST // MB,
    }


def rows(words: Words, problems: Iterable[Problem]) -> list[tuple[str, int, str, list[str]]]:
    """Sheet, row, column, and what to do: text and what is to be written, by turns."""
    say = translations(words.language).gettext
    return [(each.sheet, each.row, each.column, told(each, say).split("`")) for each in problems]
