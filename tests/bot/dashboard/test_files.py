"""Files of the last release come whole, with a name, in each language; there is none before."""

import io
import json

import openpyxl
import pytest

from handlers.consultations.filing import KINDS, TYPES
from tests.bot.dashboard.office import Office, hired
from tests.released import crowd, read, release
from tests.town import SLUG, Town

HERE = f"/admin/consultations/{SLUG}"


async def test_before_a_release_there_is_no_file(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town, "reader")) as browser:
        for kind in KINDS:
            assert await browser.opens(f"{HERE}/release.{kind}") == 404
        await browser.opens(HERE)
        assert "The last release" not in browser.page
        assert await browser.opens("/admin/consultations/elsewhere/release.csv") == 404
        assert await browser.opens(f"{HERE}/release.exe") == 404


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_comes_whole_and_twice_the_same(town: Town, office: Office, kind: str) -> None:
    await crowd(town, 60)
    await release(town)
    async with office.signed_in(await hired(town, "reader")) as browser:
        address = office.server.make_url(f"{HERE}/release.{kind}?language=ar")
        answers = [await browser.session.get(address) for _ in range(2)]
        first, second = [await each.read() for each in answers]
    assert first == second
    headers = answers[0].headers
    assert headers["Content-Length"] == str(len(first))
    assert headers["Content-Disposition"] == f'attachment; filename="{SLUG}-1-ar.{kind}"'
    assert headers["Content-Type"].partition(";")[0] in TYPES.values()


async def test_the_page_leads_to_each(town: Town, office: Office) -> None:
    await crowd(town, 60)
    made = read(await release(town))
    async with office.signed_in(await hired(town, "reader")) as browser:
        await browser.opens(HERE)
        assert "Release 1, made on 24 November 2026." in browser.page
        for kind in KINDS:
            for language in ("en", "fr", "ar"):
                assert f'href="{HERE}/release.{kind}?language={language}"' in browser.page
        as_json = await browser.session.get(office.server.make_url(f"{HERE}/release.json"))
        assert json.loads(await as_json.read()) == made
        sheets = await browser.session.get(office.server.make_url(f"{HERE}/release.xlsx?language=fr"))
        book = openpyxl.load_workbook(io.BytesIO(await sheets.read()))
        assert book.worksheets[0]["A1"].value == "Qu’est-ce qui compte le plus là où vous vivez ?"


async def test_the_last_release_is_looked_at_as_the_page_that_it_will_be(town: Town, office: Office) -> None:
    await crowd(town, 60)
    async with office.signed_in(await hired(town, "reader")) as browser:
        assert await browser.opens(f"{HERE}/preview") == 404
        await release(town)
        await browser.opens(HERE)
        assert f'href="{HERE}/preview?language=en"' in browser.page
        await browser.opens(f"{HERE}/preview?language=fr")
        assert '<html lang="fr"' in browser.page
        assert "Seule l’équipe voit cette page." in browser.page
        assert "60 personnes ont envoyé leurs réponses." in browser.page
        assert f'href="{HERE}"' in browser.page
        assert ".svg?language" not in browser.page, (
            "a picture of what is not published yet would be passed on"
        )
        await crowd(town, 100, seed=2)
        await browser.opens(f"{HERE}/preview?language=nowhere")
        assert "60 people sent their answers." in browser.page, "answers that came later are not in it"
