"""The review on the dashboard: dates with their sources, tasks that move with them, done and changed."""

from typing import Any

from storage import upr
from tests.bot.dashboard.office import Office, done, hired
from tests.handlers.upr.test_upr import HEAR, SAY, kept, one
from tests.town import Town

HOME = "/admin/upr"
SOURCE = "https://example.org/calendar"


EVERYBODY: Any = {"text.en": "Hear everybody."}
NOTHING: Any = {"text.en": " "}


async def test_a_date_needs_its_source_and_moves_what_nobody_touched(town: Town, office: Office) -> None:
    await kept(town, HEAR, SAY, dates=())
    async with office.signed_in(await hired(town)) as browser:
        await browser.sends(HOME, name="review", day="2027-11-24", source=" ")
        assert "Please write where the day was read." in browser.page
        await browser.sends(HOME, name="review", day="", source=SOURCE)
        assert "Please choose a day." in browser.page
        assert await upr.dates(town.store.database) == {}
        await browser.sends(HOME, name="review", day="2027-11-24", source=SOURCE)
        assert "It is done." in browser.page
        assert f"24 November 2027 · <bdi>{SOURCE}</bdi>" in browser.page
        await browser.sends(f"{HOME}/hear", due="2026-12-01", **EVERYBODY)
        await browser.sends(HOME, name="review", day="2027-12-24", source=SOURCE)
        assert "stays where it is; the rest has moved." in browser.page
        assert "Hear everybody." in browser.page
    assert f"{(await one(town)).due} {(await one(town, 'say')).due}" == "2026-12-01 2026-12-24"
    assert (await done(town))[-1] == "dated the review review 2027-12-24"


async def test_a_task_is_done_by_somebody_and_can_be_opened_again(town: Town, office: Office) -> None:
    await kept(town, HEAR)
    async with office.signed_in(await hired(town, "administrator", "Driss")) as browser:
        await browser.opens(f"{HOME}/hear")
        assert "UPR Info" in browser.page
        await browser.sends(f"{HOME}/hear", done="yes")
        assert "done by Driss" in browser.page
        await browser.sends(f"{HOME}/hear", reopen="yes")
        assert "done by Driss" not in browser.page
        await browser.sends(f"{HOME}/hear", due="2027-01-01", **NOTHING)
        assert "Please write it in at least one language" in browser.page
        assert await browser.opens(f"{HOME}/nowhere") == 404
    async with office.signed_in(await hired(town, "reader", "Sara")) as browser:
        assert await browser.opens(HOME) == 200
        assert "Hear people." in browser.page
        assert "<form" not in browser.page.partition("<main")[2]
        assert await browser.sends(f"{HOME}/hear", done="yes") == 403
