"""The last release of a consultation: the page that it will be, and its files."""

import json
from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.common import attached
from bot.dashboard.common import found_in, language_of, of_web, parts, words_of
from handlers.consultations.filing import NAMES, TYPES, file_name, kind_of
from handlers.consultations.showing import shown
from handlers.words import LANGUAGES, name_of
from storage import releases
from storage.consultations import Consultation
from storage.releases import Release


@dataclass(frozen=True, slots=True)
class Released:
    """What the page of a consultation links to: each language, and each kind of file, with its name."""

    number: int
    day: str
    languages: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


async def send(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/release.<kind>?language=…"""
    (found, release), kind = await _last(request), kind_of(request.match_info["kind"])
    if kind is None:
        raise web.HTTPNotFound
    language = found.terms.spoken(request.query.get("language", language_of(request)))
    body = await parts(request).files.file(parts(request).store, found, release.document, kind, language)
    return attached(file_name(found.slug, release.number, language, kind), TYPES[kind], body)


async def preview(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/preview: the page as it will stand if this release is published."""
    found, release = await _last(request)
    asked = request.query.get("language")
    language = asked if asked in LANGUAGES else language_of(request)
    section = await shown(parts(request).store, found, release.document, found.terms.spoken(language))
    sections = [{**section, "preview": True}]
    return of_web(request).page(request, "results.html", language=language, sections=sections)


async def released(request: web.Request, found: Consultation) -> Released | None:
    """The last one, if there is any."""
    release = await releases.last(parts(request).store.database, found.slug)
    if release is None:
        return None
    day = words_of(request).value("date", json.loads(release.document)["day"])
    languages = tuple((each, name_of(each)) for each in found.terms.languages)
    return Released(release.number, day, languages, tuple(NAMES.items()))


async def _last(request: web.Request) -> tuple[Consultation, Release]:
    """The consultation of the address, and its last release. Raises `HTTPNotFound`."""
    found = await found_in(request)
    release = await releases.last(parts(request).store.database, found.slug)
    if release is None:
        raise web.HTTPNotFound
    return found, release
