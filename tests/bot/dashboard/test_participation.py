"""Participation on the page of a consultation."""

from storage import signs
from storage.changes import Changes
from tests.bot.dashboard.office import Office, hired
from tests.handlers.taking_part.test_participation import begin
from tests.released import crowd, release
from tests.town import SLUG, Town


async def test_each_release_is_a_line_and_the_places_where_people_stop_are_told(
    town: Town, office: Office
) -> None:
    await crowd(town, 60)
    await begin(town, 25)
    async with office.signed_in(await hired(town, "reader")) as browser:
        await browser.opens(f"/admin/consultations/{SLUG}")
        assert "Participation" not in browser.page, "nothing is told before a release"
        await release(town)
        await browser.opens(f"/admin/consultations/{SLUG}")
        assert "<td>60</td><td>25</td>" in browser.page
        assert "make a release before it closes" in browser.page
        assert "At no question do so many" in browser.page or "Where those stand" in browser.page


async def test_responses_that_look_made_are_told_on_every_page_where_staff_look(
    town: Town, office: Office
) -> None:
    await crowd(town, 200)
    async with office.signed_in(await hired(town, "reader")) as browser:
        for page in ("/admin", "/admin/waiting", f"/admin/consultations/{SLUG}"):
            await browser.opens(page)
            assert "look made by a machine" not in browser.page
        await town.store.apply(Changes((signs.add(SLUG, "network", 2_969, 60),)))
        for page in ("/admin", "/admin/waiting", f"/admin/consultations/{SLUG}"):
            await browser.opens(page)
            assert "many came from one network within minutes" in browser.page, page
