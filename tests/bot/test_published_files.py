"""What was published can be taken away as files: the same bytes for everybody, and nothing before."""

import asyncio

import pytest
from aiohttp import ClientSession

from bot import release_files
from bot.pages import Pages
from bot.results_page import published_file, published_page
from handlers.consultations.filing import KINDS, file_of
from handlers.words import LANGUAGES, translations
from storage.changes import Changes
from storage.publications import Publication, add
from tests.bot.channels.web.script import application
from tests.bot.channels.web.visitor import serving
from tests.released import crowd, release
from tests.town import SLUG, Town


async def published(town: Town) -> bytes:
    """The release that now stands on the page."""
    await crowd(town, 60)
    document = (await release(town)).release.document
    pages = [add(Publication(SLUG, language, document.decode())) for language in LANGUAGES]
    await town.store.apply(Changes(tuple(pages)))
    return document


async def test_everybody_gets_the_same_bytes_drawn_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    document, drawn = await published(town), []

    async def noted(*given: object) -> bytes:
        drawn.append(given[3:])
        return await file_of(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(release_files, "file_of", noted)
    file = published_file(town.store)
    for kind in KINDS:
        first, *others = await asyncio.gather(*(file(SLUG, kind, "ar") for _ in range(4)))
        assert first
        assert others == [first] * 3
        assert first[0] == f"{SLUG}-1-ar.{kind}"
        assert first[2] == await file_of(town.store, await town.consultation(), document, kind, "ar")
    assert drawn == [(kind, "ar") for kind in KINDS]


async def test_before_it_is_published_there_is_nothing(town: Town) -> None:
    await crowd(town, 60)
    await release(town)
    file = published_file(town.store)
    assert [await file(SLUG, kind, "en") for kind in KINDS] == [None] * len(KINDS)
    assert await file("elsewhere", "csv", "en") is None


async def test_it_comes_whole_with_its_name_and_other_kinds_are_not_there(town: Town) -> None:
    document = await published(town)
    app = application(town.desk, files=published_file(town.store))
    async with serving(app) as server, ClientSession() as session:
        address = server.make_url(f"/results/{SLUG}/release.json?language=fr")
        async with session.get(address) as answer:
            assert await answer.read() == document
            assert answer.headers["Content-Length"] == str(len(document))
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{SLUG}-1-fr.json"'
        async with session.get(server.make_url(f"/results/{SLUG}/release.exe")) as answer:
            assert answer.status == 404


async def test_the_page_leads_to_them(town: Town) -> None:
    await published(town)
    html = Pages(translations, LANGUAGES).render(
        "results.html", "ar", sections=await published_page(town.store)(SLUG, "ar"), path=f"/results/{SLUG}"
    )
    for kind in KINDS:
        assert f'href="/results/{SLUG}/release.{kind}?language=ar"' in html
