"""The round of dialogues on the dashboard: what each region has, who answers there, and what waits."""

import re
from typing import Any

from storage import contacts, staff
from tests.bot.dashboard.office import Office, done, hired
from tests.dialogues import held
from tests.organisations import member
from tests.staff import colleague
from tests.town import SLUG, Town

ROUND = f"/admin/consultations/{SLUG}/round"
QUESTION = "Is the steep street lit?"


def boxes(page: str) -> dict[str, str]:
    """The text of each region's box, by its heading."""
    found = re.findall(r"<h2><bdi>(.*?)</bdi></h2>(.*?)</section>", page, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in found}


async def test_each_region_stands_with_its_date_its_contact_and_how_many_wait_not_what(
    town: Town, office: Office
) -> None:
    amina = await colleague(town, "reader")
    await held(town, contact=amina)
    somebody = await member(town)
    await somebody.goes_through(f"/contact; [El Jadida]; [Ask a question]; {QUESTION}")
    async with office.signed_in(await hired(town, "administrator", "Driss")) as browser:
        assert await browser.opens(ROUND) == 200
        found = boxes(browser.page)
        assert (
            "Friday 4 December 2026, 18:30 (Casablanca) · waits for approval · Town hall"
            in found["El Jadida"]
        )
        assert "Regional office · Amina" in found["El Jadida"]
        assert "Questions that wait for an answer 1" in found["El Jadida"]
        assert "questions go to those who run the consultation" not in found["El Jadida"]
        assert "questions go to those who run the consultation" in found["Settat"]
        assert "no date so far" in found["Casablanca-Settat"]
        assert QUESTION not in browser.page
        await browser.opens("/admin")
        assert "Questions of people that wait for an answer: El Jadida: 1" in browser.page


async def test_a_contact_is_named_and_taken_away_there_and_the_log_says_so(
    town: Town, office: Office
) -> None:
    amina = await colleague(town, "reader")
    person = await town.desk.whose(amina.channel, amina.address)
    assert person
    code = staff.code(town.store.keys, person)
    offices: Any = {f"office.{each}": "Regional office" for each in ("en", "fr", "ar")}
    async with office.signed_in(await hired(town, "administrator", "Driss")) as browser:
        await browser.opens(f"{ROUND}/settat")
        assert f'value="{code}"' in browser.page
        await browser.sends(f"{ROUND}/settat", staff=code, **offices)
        assert "It is done." in browser.page
        kept = (await contacts.of(town.store.database, SLUG))["settat"]
        assert (kept.office["ar"], kept.person) == ("Regional office", person)
        await browser.sends(f"{ROUND}/settat", staff=code, **{**offices, "office.ar": " "})
        assert "Please write the office in every language." in browser.page
        await browser.sends(f"{ROUND}/settat", staff="ffffff", **offices)
        assert (await contacts.of(town.store.database, SLUG))["settat"] == kept
        await browser.sends(f"{ROUND}/settat", away="yes")
        assert await contacts.of(town.store.database, SLUG) == {}
        assert await browser.opens(f"{ROUND}/nowhere") == 404
    assert (await done(town))[-2:] == [f"named a contact {SLUG} settat", f"took a contact away {SLUG} settat"]
