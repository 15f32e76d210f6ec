"""What waits is grouped by whose it is, and all of one organisation can be refused together."""

import re

from storage import events
from tests.bot.dashboard.office import Browser, Office, done, hired
from tests.organisations import ask_organisations, verified
from tests.requests import ask_for_events
from tests.town import Town

HOME = "/admin/waiting"


def ids_on(browser: Browser) -> str:
    """All that the page offers to refuse together."""
    found = re.search(r'name="ids" value="([0-9a-f ]+)"', browser.page)
    assert found
    return found[1]


async def states(town: Town) -> list[str]:
    return sorted(each.state for each in await events.every(town.store.database))


async def test_all_of_one_organisation_are_refused_with_one_reason(town: Town, office: Office) -> None:
    await ask_organisations(town)
    await ask_for_events(town, await verified(town, b"b" * 16), 1)
    await ask_for_events(town, await verified(town, b"a" * 16), 4)
    async with office.signed_in(await hired(town, "owner")) as browser:
        await browser.opens(HOME)
        assert browser.page.count("Refuse all 4 of") == browser.page.count("Refuse all") == 1
        ids = ids_on(browser)
        await ask_for_events(town, b"a" * 16, 1, begin=10)
        await browser.sends(f"{HOME}/refuse", ids=ids, reason=" ")
        assert "Please say it in at most" in browser.page
        assert await states(town) == ["asked"] * 6
        await browser.sends(f"{HOME}/refuse", ids=ids, reason="One evening is enough.")
        assert "It is refused." in browser.page
        assert await states(town) == ["asked"] * 2 + ["refused"] * 4, "what came since was not seen"
        every = await events.every(town.store.database)
        assert {each.reason for each in every if each.state == "refused"} == {"One evening is enough."}
    assert len([each for each in await done(town) if each.startswith("refused")]) == 4


async def test_only_who_may_approve_refuses_and_only_what_waits_for_them(town: Town, office: Office) -> None:
    await ask_organisations(town)
    await ask_for_events(town, await verified(town, b"a" * 16), 3)
    async with office.signed_in(await hired(town, "owner")) as browser:
        await browser.opens(HOME)
        ids = ids_on(browser)
        await browser.sends(f"{HOME}/refuse", ids="00 zz ../x " + "f" * 32, reason="No.")
        assert await states(town) == ["asked"] * 3
    async with office.signed_in(await hired(town, "reader", "Driss")) as reader:
        assert await reader.sends(f"{HOME}/refuse", ids=ids, reason="No.") == 403
    assert await states(town) == ["asked"] * 3
