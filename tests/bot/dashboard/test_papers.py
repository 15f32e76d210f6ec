"""Papers on the dashboard: begun from a release, written by two, checked, looked at, taken as a Word file."""

import io
from typing import Any

import docx
import pytest

from reports.submission import reading
from storage import papers
from storage.papers import Paper
from tests.bot.dashboard.office import Browser, Office, done, hired
from tests.bot.dashboard.test_recommendations import imported
from tests.released import crowd, release
from tests.town import SLUG, Town

HOME = "/admin/papers"
ABOUT: dict[str, Any] = {"title": "Homes", "country": "Slovenia", "contact": "office@housing.example"}
WHOLE: dict[str, Any] = {**ABOUT, "submitters": "Housing Now", "keywords": "housing\r\nwater"}
NAMING = "We thank Mr Benani."


async def begins(town: Town, browser: Browser, **given: str) -> Paper:
    """Of a release of 120 people, on one recommendation."""
    await imported(town, "121.1")
    await crowd(town, 120)
    await release(town)
    assert await browser.opens(f"{HOME}/begin") == 200
    fields: dict[str, Any] = {
        "consultation": SLUG,
        "form": "organisation",
        "language": "en",
        "country": "Slovenia",
    }
    await browser.sends(f"{HOME}/begin", **fields | {"recommendations": "121.1"} | given)
    return await one(town)


async def one(town: Town) -> Paper:
    (found,) = await papers.every(town.store.database)
    return found


def _of(paper: Paper, fields: dict[str, str]) -> dict[str, Any]:
    return {"version": str(paper.version), **fields}


async def writes(town: Town, browser: Browser, where: str, **fields: str) -> str:
    """As the form of the paper as it is now sends it; gives the address."""
    paper = await one(town)
    address = f"{HOME}/{paper.code}"
    await browser.sends(f"{address}/{where}", **_of(paper, fields))
    return address


async def test_a_paper_is_begun_written_and_taken_as_a_word_file(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(f"{HOME}/begin")
        assert "A paper is begun from a release." in browser.page
        paper = await begins(town, browser)
        assert "It is done." in browser.page
        assert "Nobody submits it. Name all who do." in browser.page
        assert "Take it as a Word file" not in browser.page
        await browser.sends(f"{HOME}/{paper.code}/file")
        assert "Please mend what the check found first." in browser.page
        address = await writes(town, browser, "about", **WHOLE)
        assert "The check found nothing." in browser.page
        await writes(town, browser, "after/0", text="Homes are\r\nscarce.", cites="", heading="Before all")
        await writes(town, browser, "1", text="Homes are dear.", cites="", heading="Before all")
        await writes(town, browser, "1/place", do="down")
        await writes(town, browser, "2/place", do="out")
        assert "Homes are dear." not in browser.page
        await writes(town, browser, "after/0", text="Homes are dear.", cites="", heading="Before all")
        await browser.opens(address)
        assert " of 2,815" in browser.page
        sent = await browser.session.post(office.server.make_url(f"{address}/file"), headers=browser.ours)
        file = docx.Document(io.BytesIO(await sent.read()))
        assert sent.headers["Content-Disposition"].endswith(f'"{SLUG}-organisation-en.docx"')
        texts = [each.text for each in file.paragraphs]
        assert texts[:2] == ["Homes", "Submitted by: Housing Now"]
        assert texts.index("Homes are dear.") == texts.index("Before all") + 1
        await browser.opens(HOME)
        assert "Homes" in browser.page
    said = [each.rpartition(" ")[0] for each in await done(town)]
    assert (said[-8], said[-1]) == ("began a paper", "wrote a paper")
    assert said[-7:-1] == ["changed a paper"] * 6


async def test_a_problem_stands_beside_its_paragraph_and_refuses_the_file(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as browser:
        await begins(town, browser)
        await writes(town, browser, "about", **WHOLE)
        address = await writes(town, browser, "after/0", text="Here 417 people said so.", cites="")
        beside = browser.page.partition('id="paragraph-1"')[2].partition("</section>")[0]
        assert "Cite where it is from, or take it out." in beside
        await browser.sends(f"{address}/file")
        assert "Please mend what the check found first." in browser.page
        assert await browser.sends(f"{HOME}/begin", consultation="elsewhere") == 400
        wrong: dict[str, Any] = {
            "consultation": SLUG,
            "form": "organisation",
            "language": "en",
            "country": "Slovenia",
        }
        assert await browser.sends(f"{HOME}/begin", **wrong, recommendations="7.7") == 422
        assert "There is no recommendation 7.7" in browser.page


async def test_warnings_want_somebody_who_did_not_write(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as writer, office.signed_in(await hired(town)) as other:
        await begins(town, writer)
        await writes(town, writer, "about", **WHOLE)
        address = await writes(town, writer, "after/0", text=NAMING, cites="")
        assert "I have looked at every warning" not in writer.page
        await writer.sends(f"{address}/file")
        assert "looks at the warnings first" in writer.page
        await other.opens(address)
        seen: dict[str, Any] = {"version": other.hidden("version"), "warnings": other.hidden("warnings")}
        await writer.sends(f"{address}/seen", **seen)
        assert "You wrote in it yourself." in writer.page
        await other.sends(f"{address}/seen", **seen | {"warnings": "0" * 16})
        assert "It was changed meanwhile." in other.page
        await other.sends(f"{address}/seen", **seen)
        assert "Amina has looked at the warnings." in " ".join(other.page.split())
        assert "Take it as a Word file" in other.page
        await writes(town, writer, "1", text=f"{NAMING} And Mrs Alaoui.", cites="")
        await writer.sends(f"{address}/file")
        assert "looks at the warnings first" in writer.page, "what was looked at is not what stands there now"


async def test_two_who_write_at_once_lose_nothing(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town)) as first, office.signed_in(await hired(town)) as second:
        paper = await begins(town, first)
        address, at = f"{HOME}/{paper.code}", _of(paper, {"cites": ""})
        await first.sends(f"{address}/0", text="The first wrote this.", **at)
        assert await second.sends(f"{address}/0", text="The second wrote that.", **at) == 409
        assert "It was changed meanwhile." in second.page
        assert "The first wrote this." in second.page
        assert "The second wrote that.</textarea>" in second.page
        assert "The first wrote this." in (await one(town)).content
        late: Any = {"version": second.hidden("version"), "cites": ""}
        await second.sends(f"{address}/0", text="Both wrote this.", **late)
        assert "It is done." in second.page
        assert len((await one(town)).writers) == 2
        assert await second.sends(f"{address}/about", version="1", **WHOLE) == 409
        assert await second.sends(f"{address}/99/place", version="3", do="out") == 400
        assert await second.opens(f"{address}/99") == 404
        assert await second.opens(f"{HOME}/00") == 404


async def test_who_may_only_look_reads_no_paper(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town, "reader")) as browser:
        assert await browser.opens(HOME) == 403
        assert f'href="{HOME}"' not in browser.page


async def test_what_would_be_too_long_is_not_begun(
    town: Town, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office.signed_in(await hired(town)) as browser:
        paper = await begins(town, browser)
        monkeypatch.setattr(reading, "LARGEST", len(paper.content.encode()))
        fields: dict[str, Any] = {"consultation": SLUG, "form": "organisation", "language": "en"}
        more: dict[str, Any] = {"country": "Slovenia " * 9, "recommendations": "121.1"}
        assert await browser.sends(f"{HOME}/begin", **fields, **more) == 422
        assert "Name fewer recommendations." in browser.page
        assert "121.1</textarea>" in browser.page
        assert await browser.opens(HOME) == 200
        assert await one(town) == paper
