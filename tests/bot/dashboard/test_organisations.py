"""Owners verify and refuse organisations on the dashboard; its members are told as by the command line."""

import pytest

from storage import audit
from storage.organisations import Organisation
from tests.bot.dashboard.office import Office, hired
from tests.organisations import ask_organisations, found, registered
from tests.town import Town, plain

HOME = "/admin/organisations"


async def one(town: Town, name: str = "Housing Now") -> Organisation:
    await ask_organisations(town)
    await registered(town, name)
    return await found(town, name)


async def test_an_owner_verifies_what_they_looked_at(town: Town, office: Office) -> None:
    organisation = await one(town)
    async with office.signed_in(await hired(town, "owner")) as browser:
        await browser.opens(HOME)
        assert "Housing Now" in browser.page
        assert "not decided yet" in browser.page
        await browser.opens(f"{HOME}/{organisation.id.hex()}")
        seen = browser.hidden("seen")
        await browser.sends(f"{HOME}/{organisation.id.hex()}/verify", seen=str(organisation.version - 1))
        assert "It was changed meanwhile." in browser.page
        assert (await found(town)).state == "waiting"
        await browser.sends(f"{HOME}/{organisation.id.hex()}/verify", seen=seen)
        assert "It is done." in browser.page
    assert (await found(town)).state == "verified"
    last = (await audit.every(town.store.database, town.store.keys))[-1]
    assert (last.what, last.on) == ("verified", organisation.code)


@pytest.mark.parametrize(
    ("name", "doubt"),
    [
        ("Housing for all", ""),
        ("Ноusing for all", "Its name mixes letters of several alphabets"),
        ("Ноusing N0w", "Its name looks like that of Housing Now (not decided yet)"),
        ("Regional Human Rights Commissi0n", "Its name looks like that of"),
    ],
)
async def test_a_doubtful_name_is_marked(town: Town, office: Office, name: str, doubt: str) -> None:
    await one(town)
    await registered(town, name)
    async with office.signed_in(await hired(town, "owner")) as browser:
        await browser.opens(HOME)
        marks = browser.page.count("look at its name")
        await browser.opens(f"{HOME}/{(await found(town, name)).id.hex()}")
        assert bool(marks) == bool(doubt)
        assert doubt in plain(browser.page)
        assert doubt or "Its name" not in browser.page


async def test_who_is_refused_is_told_why(town: Town, office: Office) -> None:
    await ask_organisations(town)
    speaker = await registered(town)
    organisation = await found(town)
    async with office.signed_in(await hired(town, "owner")) as browser:
        address = f"{HOME}/{organisation.id.hex()}/refuse"
        await browser.sends(address, reason=" ")
        assert (await found(town)).state == "waiting"
        await browser.sends(address, reason="Another one has this name.")
        assert "It is done." in browser.page
    assert (await found(town)).state == "refused"
    await speaker.writes("/organisation")
    assert "Another one has this name." in await speaker.sees()


async def test_who_is_no_owner_looks_and_decides_nothing(town: Town, office: Office) -> None:
    organisation = await one(town, "Housing <Now>")
    async with office.signed_in(await hired(town)) as browser:
        await browser.opens(f"{HOME}/{organisation.id.hex()}")
        assert "Housing &lt;Now&gt;" in browser.page
        assert "/verify" not in browser.page
        for way in ("verify", "refuse"):
            form = {"seen": str(organisation.version), "reason": "No."}
            status = await browser.sends(f"{HOME}/{organisation.id.hex()}/{way}", None, **form)
            assert status == 403
        assert await browser.opens(f"{HOME}/00") == 404
        assert await browser.opens(f"{HOME}/0") == 404
    assert (await found(town, "Housing <Now>")).state == "waiting"
