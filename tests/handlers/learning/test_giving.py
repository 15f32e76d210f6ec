"""Learning cards of an organisation: sent in the chat, seen by nobody before somebody else approved them."""

import pytest

from bot.card_starter import card_starter
from bot.settings import random_bytes
from bot.starter import as_spreadsheet
from handlers.organisations import verifying
from survey.form import Form
from survey.importer import import_form
from tests.files import Pockets
from tests.looking import ask
from tests.organisations import found, speakers
from tests.staff import colleague
from tests.town import SURVEY, Resident, Town, plain, terms

TITLE = "The right to housing"
AT_HOME = "/organisation; [Learning cards]"


def form() -> bytes:
    return card_starter("housing", terms(), Form.load(import_form(SURVEY.encode(), ".md").xform))


async def sends(town: Town, somebody: Resident, content: bytes) -> str:
    pockets = Pockets()
    town.desk.fetchers["telegram"] = pockets.fetch
    await somebody.writes("/organisation")
    await somebody.taps("Learning cards")
    await somebody.does(pockets.file("file", content))
    return await somebody.sees()


def surveys(town: Town) -> list[str]:
    return [row[0] for row in ask(town.store.database, "SELECT survey FROM survey_version ORDER BY survey")]


async def offered(town: Town) -> list[str]:
    reader = town.resident()
    await reader.goes_through("/learn")
    return [plain(button.label) for button in await reader.buttons()]


async def test_people_read_them_once_somebody_else_has_approved(town: Town) -> None:
    member, other = await speakers(town)
    staff = await colleague(town)
    seen = await sends(town, member, form())
    assert "It waits for a second person now." in seen
    assert f"{TITLE}: waits for a second person." in seen
    assert surveys(town) == ["organisations", "residents"]
    assert await offered(town) == ["Go on"]
    for nobody in (member, other):
        await nobody.writes("/admin")
        assert "Add learning cards" not in await nobody.sees()
    await staff.goes_through("/admin; [Waiting]; [Add learning cards]")
    shown = await staff.sees()
    assert "Learning cards, written by Housing Now" in shown
    assert "Yes, that is so." in shown
    await staff.taps("Approve")
    assert await offered(town) == [TITLE, "Go on"]
    await member.goes_through(AT_HOME)
    assert f"{TITLE}: people can read it." in await member.sees()
    reader = town.resident()
    await reader.goes_through("/learn; [The right]; [English]")
    assert "Written by Housing Now" in await reader.sees()


async def test_its_members_are_told_why_it_was_refused(town: Town) -> None:
    member, _ = await speakers(town)
    staff = await colleague(town)
    await sends(town, member, form())
    await staff.goes_through("/admin; [Waiting]; [Add learning cards]; [Refuse]; Too long.")
    await member.goes_through(AT_HOME)
    assert f"{TITLE}: not approved. Too long." in await member.sees()
    assert await offered(town) == ["Go on"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"not a spreadsheet"])
async def test_what_is_no_form_is_refused_in_a_sentence(town: Town, content: bytes) -> None:
    member, _ = await speakers(town)
    seen = await sends(town, member, content)
    assert "waits for a second person" not in seen
    assert "file" in seen
    assert ask(town.store.database, "SELECT kind FROM proposal") == []


async def test_a_survey_is_no_set_of_cards(town: Town) -> None:
    member, _ = await speakers(town)
    head = ["type", "name", "label::English (en)", "label::Français (fr)", "label::العربية (ar)"]
    sheets = {"survey": [head, ["text", "name", "Your name?", "Votre nom ?", "اسمكم؟"]]}
    seen = await sends(town, member, as_spreadsheet(sheets))
    assert "has 0 cards" in seen
    assert "asks 'name' as well" in seen


async def test_who_is_verified_no_more_adds_nothing(town: Town) -> None:
    member, _ = await speakers(town)
    staff = await colleague(town)
    await sends(town, member, form())
    now, ours = int(town.now.timestamp()), await found(town)
    await town.store.apply(await verifying.refused(town.store, ours, "Not real.", now, random_bytes))
    await staff.goes_through("/admin; [Waiting]; [Add learning cards]; [Approve]")
    assert await offered(town) == ["Go on"]


async def test_who_speaks_for_nobody_sends_none(town: Town) -> None:
    await speakers(town)
    stranger = await colleague(town, "reader")
    pockets = Pockets()
    town.desk.fetchers["telegram"] = pockets.fetch
    await stranger.does(pockets.file("file", form()))
    assert ask(town.store.database, "SELECT kind FROM proposal") == []
