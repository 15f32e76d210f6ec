"""The reading room: an answer by chance, coded and redacted, noted in the log, and what is quoted."""

import html
import re

from storage import audit, readings
from storage.readings import Reading
from tests.bot.dashboard.office import Browser, Office, hired
from tests.looking import ask
from tests.reading import asked_to_quote
from tests.released import crowd
from tests.town import SLUG, Town

HOME = f"/admin/consultations/{SLUG}/answers"
HERE = f"{HOME}/real/residents/wish"
CONSENT = "It may be quoted like this"


async def noted(town: Town) -> list[str]:
    entries = await audit.every(town.store.database, town.store.keys)
    return [f"{each.what} {each.on}" for each in entries if each.what in {"read", "quoted"}]


async def kept(town: Town) -> list[Reading]:
    store = town.store
    every = readings.shuffled(store.database, store.keys, SLUG, "real", b"")
    return [reading async for each in every for reading in each.readings.values()]


def answer(browser: Browser) -> str:
    """What is shown to be read."""
    found = re.search(r'<p class="box said words" dir="auto">(.*?)</p>', browser.page)
    assert found, browser.page
    return html.unescape(re.sub("<[^>]*>", "", found[1]))


async def quotable(browser: Browser) -> str:
    """Read on until one may be quoted; it."""
    await browser.opens(HERE)
    while CONSENT not in browser.page:
        assert "did not agree to be quoted" in browser.page
        await browser.opens(HERE)
    return answer(browser)


async def test_an_answer_is_read_coded_and_quoted(town: Town, office: Office) -> None:
    await asked_to_quote(town, 60)
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(f"/admin/consultations/{SLUG}")
        assert "Open answers" in browser.page
        await browser.opens(HOME)
        assert "What should change first?" in browser.page
        assert re.search(r"about (50|55|60) answers · fewer than 10 read", browser.page)
        text = await quotable(browser)
        shown = len(await noted(town))
        words = "[…] " + text.split(" ", 1)[1]
        form = {"answer": browser.hidden("answer"), "sdg-6": "on", "upr-water": "on", "quotable": "on"}
        await browser.sends(HERE, None, words=words, **form)
        assert "It is done." in browser.page
        assert await kept(town) == [Reading(("upr-water", "sdg-6"), words, True)]
        assert await noted(town) == [
            *[f"read {SLUG} residents wish"] * shown,
            f"quoted {SLUG} residents wish",
            f"read {SLUG} residents wish",
        ]
        await browser.opens(f"{HERE}/quotes")
        assert html.escape(words, quote=False) in browser.page
        await browser.opens("/admin/log")
        assert "marked an answer to be quoted" in browser.page


async def test_nothing_else_of_the_person_is_on_the_page(town: Town, office: Office) -> None:
    await crowd(town, 40)
    ids = [each[0].hex() for each in ask(town.store.database, "SELECT id FROM response")]
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(HERE)
        assert answer(browser)
        for other in ("El Jadida", "Settat", "Where do you live?", *ids):
            assert other not in browser.page


async def test_what_was_written_is_not_lost_where_it_cannot_be_kept(town: Town, office: Office) -> None:
    await asked_to_quote(town, 60)
    async with office.signed_in(await hired(town)) as browser:
        text = await quotable(browser)
        form = {"answer": browser.hidden("answer"), "sdg-6": "on", "quotable": "on"}
        await browser.sends(HERE, None, words=f"{text} And more.", **form)
        assert "Please only take words away" in browser.page
        assert answer(browser) == text
        assert "And more.</textarea>" in browser.page
        assert 'name="sdg-6" checked' in browser.page
        await browser.sends(HERE, None, words="[…]", **{**form, "answer": browser.hidden("answer")})
        assert "It cannot be quoted like this." in browser.page
        assert await kept(town) == []


async def test_what_was_erased_meanwhile_is_not_kept(town: Town, office: Office) -> None:
    await crowd(town, 40)
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(HERE)
        text, handle = answer(browser), browser.hidden("answer")
        ask(town.store.database, "DELETE FROM response")
        await browser.sends(HERE, None, answer=handle, words=text)
        assert "It was changed meanwhile." in browser.page
        assert "at least 20 people" in browser.page


async def test_the_longest_answer_in_arabic_can_be_kept(town: Town, office: Office) -> None:
    await crowd(town, 40)
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(HERE)
        form = {"answer": browser.hidden("answer"), "words": "ش" * 4_000}
        assert await browser.sends(HERE, None, **form) == 200
        assert "Please only take words away" in browser.page
        assert await browser.sends(f"{HOME}/real/residents/order", None, **form) == 404
        assert await browser.opens(f"{HOME}/trial/residents/wish") == 404
        assert await browser.opens(f"{HOME}/real/elsewhere/wish") == 404


async def test_of_few_answers_no_number_is_told_and_none_is_read(town: Town, office: Office) -> None:
    await crowd(town, 7)
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(HOME)
        assert "fewer than 20 answers" in browser.page
        await browser.opens(HERE)
        assert "at least 20 people" in browser.page
        assert await noted(town) == []
