"""Consultations for those who were given a code, and codes for one that is open to everybody."""

import asyncio
import os
from datetime import timedelta

import pytest

from handlers.arriving.codes import make
from storage import codes
from storage.changes import Changes
from tests.released import read, release
from tests.town import SLUG, Resident, Town

TO_THE_CODE = f"/start {SLUG}; [English]; [Continue]; [No]"
SENT = "[I agree]; [Settat]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]"


async def given_out(town: Town, count: int = 1) -> list[str]:
    made = [make(os.urandom) for _ in range(count)]
    await town.store.apply(Changes(codes.add(town.store.keys, SLUG, made)))
    return made


@pytest.fixture
async def closed_shop(town: Town) -> Town:
    """A town whose consultation asks for a code."""
    await town.hold_again(access="code")
    return town


async def enters(resident: Resident, code: str) -> str:
    await resident.writes(code)
    return await resident.sees()


async def test_a_code_is_asked_for_before_the_consent(closed_shop: Town) -> None:
    [code] = await given_out(closed_shop)
    resident = closed_shop.resident()
    await resident.goes_through(TO_THE_CODE)
    assert "Your code" in await resident.sees()
    assert "Before you begin" in await enters(resident, code.lower().replace("-", " "))
    await resident.goes_through(SENT)
    assert "Your answers are in." in await resident.sees()
    assert await codes.counts(closed_shop.store.database, SLUG) == codes.Counts(made=1, used=1)


async def test_in_the_link_it_lets_in_at_once(closed_shop: Town) -> None:
    [code] = await given_out(closed_shop)
    resident = closed_shop.resident("web")
    await resident.goes_through(f"/start {SLUG}_{code}; [English]; [Continue]; [No]")
    assert "Before you begin" in await resident.sees()
    await resident.writes(f"/start {SLUG}_{code}")
    assert "used already" not in await resident.sees(), "their own code, tapped twice"


async def test_a_code_lets_one_person_in(closed_shop: Town) -> None:
    [code] = await given_out(closed_shop)
    first, second = closed_shop.resident(), closed_shop.resident()
    for each in (first, second):
        await each.goes_through(TO_THE_CODE)
    await enters(first, code)
    assert "I do not know this code, or it was used already." in await enters(second, code)


async def test_of_two_who_enter_it_at_once_one_comes_in(closed_shop: Town) -> None:
    [code] = await given_out(closed_shop)
    residents = [closed_shop.resident() for _ in range(5)]
    for each in residents:
        await each.goes_through(TO_THE_CODE)
    await asyncio.gather(*(each.writes(code) for each in residents))
    seen = [await each.sees() for each in residents]
    assert sum("Before you begin" in card for card in seen) == 1
    assert sum("used already" in card for card in seen) == 4
    assert (await codes.counts(closed_shop.store.database, SLUG)).used == 1


async def test_without_a_code_nobody_answers(closed_shop: Town) -> None:
    resident = closed_shop.resident()
    await resident.goes_through(TO_THE_CODE)
    assert "not a whole code" in await enters(resident, "please")
    await resident.writes("/start")
    await resident.goes_through("[Continue]; [No]")
    assert "Your code" in await resident.sees()


async def test_a_code_of_another_consultation_lets_nobody_in(closed_shop: Town) -> None:
    other = make(os.urandom)
    await closed_shop.store.apply(Changes(codes.add(closed_shop.store.keys, "other", [other])))
    resident = closed_shop.resident()
    await resident.goes_through(TO_THE_CODE)
    assert "I do not know this code" in await enters(resident, other)


async def test_a_slip_is_no_guess(closed_shop: Town) -> None:
    [code] = await given_out(closed_shop)
    resident = closed_shop.resident()
    await resident.goes_through(TO_THE_CODE)
    for _ in range(9):
        await resident.writes(code[:-1])
    assert len(closed_shop.desk.guesses) == 0
    assert "Before you begin" in await enters(resident, code)


async def test_makers_need_no_code_before_it_opens(town: Town) -> None:
    later = town.now + timedelta(days=2)
    await town.hold(slug="later", state="scheduled", access="code", opens=later)
    maker = town.resident()
    await maker.goes_through(
        f"/start later_{town.store.keys.trial_token('later')}; [English]; [Continue]; [No]"
    )
    assert "Before you begin" in await maker.sees()


async def test_a_code_is_not_used_up_before_it_opens(town: Town) -> None:
    await town.hold(slug="later", state="scheduled", access="code", opens=town.now + timedelta(days=2))
    code = make(os.urandom)
    await town.store.apply(Changes(codes.add(town.store.keys, "later", [code])))
    resident = town.resident()
    await resident.goes_through(f"/start later_{code}")
    assert "It opens on" in await resident.sees()
    assert (await codes.counts(town.store.database, "later")).used == 0


async def test_where_everybody_may_answer_codes_are_counted_apart(town: Town) -> None:
    given = await given_out(town, 60)
    for number, code in enumerate([*given, "", "", ""]):
        resident = town.resident()
        there = SENT if number % 2 else SENT.replace("Settat", "El Jadida")
        await resident.goes_through(
            f"/start {SLUG}{'_' if code else ''}{code}; [English]; [Continue]; [No]; {there}"
        )
    apart = {
        survey["access"]: survey["questions"][0]["blocks"][0]["base"]
        for survey in read(await release(town))["surveys"]
    }
    assert apart == {"open": None, "code": 60}


async def test_somebody_who_came_without_may_still_enter_one(town: Town) -> None:
    [code] = await given_out(town)
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_CODE}; /code")
    assert "Write /code and then your code." in await resident.sees()
    await resident.writes(f"/code {code}")
    assert "Your code is taken." in await resident.sees()
    assert "Before you begin" in await resident.sees()


async def test_an_old_installation_has_no_codes_and_one_table(town: Town) -> None:
    assert [survey["access"] for survey in read(await release(town))["surveys"]] == ["open"]


async def test_mydata_says_that_a_code_was_used_and_not_which(closed_shop: Town) -> None:
    [code] = await given_out(closed_shop)
    resident = closed_shop.resident()
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; /mydata")
    assert "code" not in await resident.sees()
    await resident.goes_through(f"[Go on]; {code}; /mydata")
    seen = await resident.sees()
    assert "You came in with a code. Which one is not kept." in seen
    assert code not in seen
