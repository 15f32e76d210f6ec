"""An owner invites, gives another role and removes, on the dashboard."""

import re

from storage import audit, staff
from storage.staff import Colleague
from tests.bot.dashboard.office import Office, hired
from tests.looking import ask
from tests.town import Town


async def one(town: Town, name: str) -> Colleague:
    return next(each for each in await staff.every(town.store.database, town.store.keys) if each.name == name)


async def test_who_is_invited_joins_by_the_link(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town, "owner")) as owner, office.browser() as newcomer:
        await owner.sends("/admin/staff/invite", name=" ", role="reader")
        assert "Please write a name by which the others know them." in owner.page
        await owner.sends("/admin/staff/invite", name="Driss", role="reader")
        found = re.search(r"/admin/join#in=([\w-]+)", owner.page)
        assert found
        assert await newcomer.enters(found[1], "join") == 200
        assert await owner.sends("/admin/staff/invite", name="Nadia", role="king") == 400
    assert (await one(town, "Driss")).role == "reader"


async def test_another_role_counts_at_once_and_asks_to_sign_in_anew(town: Town, office: Office) -> None:
    person = await hired(town, "administrator", "Driss")
    code = (await one(town, "Driss")).code
    async with office.signed_in(await hired(town, "owner")) as owner, office.signed_in(person) as driss:
        assert await owner.opens(f"/admin/staff/{code}") == 200
        assert "They are signed out, and sign in anew." in owner.page
        await owner.sends(f"/admin/staff/{code}/role", role="reader")
        assert "It is done." in owner.page
        await driss.opens("/admin")
        assert driss.path == "/admin/enter"
    assert (await one(town, "Driss")).role == "reader"
    assert ask(town.store.database, "SELECT count(*) FROM staff_session") == [(1,)]


async def test_who_is_removed_is_gone_from_every_page(town: Town, office: Office) -> None:
    person = await hired(town, "owner", "Driss")
    code = (await one(town, "Driss")).code
    async with office.signed_in(await hired(town, "owner")) as owner, office.signed_in(person) as driss:
        await owner.sends(f"/admin/staff/{code}/remove")
        assert "It is done." in owner.page
        await driss.sends(f"/admin/staff/{(await one(town, 'Amina')).code}/remove")
        assert driss.path == "/admin/enter"
        assert await owner.opens(f"/admin/staff/{code}") == 404
    (left,) = await staff.every(town.store.database, town.store.keys)
    assert left.name == "Amina"
    last = (await audit.every(town.store.database, town.store.keys))[-1]
    assert (last.what, last.on) == ("removed", code)


async def test_nobody_changes_themselves_so_that_an_owner_is_left(town: Town, office: Office) -> None:
    async with office.signed_in(await hired(town, "owner")) as owner:
        code = (await one(town, "Amina")).code
        for way in ("role", "remove"):
            await owner.sends(f"/admin/staff/{code}/{way}", role="reader")
            assert "Please ask another owner." in owner.page
    assert (await one(town, "Amina")).role == "owner"
