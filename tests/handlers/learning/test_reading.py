"""Learning cards in the chat: how they are found, that they need no code, that each reader counts once."""

from random import Random

from bot.clock import due_now
from handlers.announcements.announcing import Plan
from handlers.consultations import counting, simulating
from storage.messages import Tap
from tests.announcing import announced
from tests.cards import SET, SURVEYS, offer_cards
from tests.handlers.staff.test_administering import AT_ONCE
from tests.looking import ask
from tests.staff import colleague
from tests.town import SLUG, Resident, Town

TITLE = "What is the Universal Periodic Review?"
READ = "; ".join(["[Continue]"] * 6)
ANSWERED = "[Other countries]; [Continue]; [About every]; [Continue]; [Yes]; [Continue]; [El Jadida]; [Send]"
COMES = f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; /learn; [What is]"


async def reader(town: Town) -> Resident:
    somebody = town.resident()
    await somebody.goes_through(f"{COMES}; {READ}; {ANSWERED}")
    return somebody


async def test_somebody_new_chooses_a_language_and_agrees_before_the_first_card(town: Town) -> None:
    await offer_cards(town)
    somebody = town.resident()
    await somebody.goes_through("/learn; [What is]; [English]")
    assert "Some short cards, then three questions about them." in await somebody.sees()
    await somebody.goes_through("[Continue]; [No]; [I agree]")
    assert (await somebody.card()).title == TITLE


async def test_who_has_agreed_is_at_the_first_card_at_once_in_their_language(town: Town) -> None:
    await offer_cards(town)
    somebody = town.resident()
    await somebody.goes_through(
        f"/start {SLUG}; [العربية]; [متابعة]; [لا]; [أوافق، لنبدأ]; /learn; [ما هو الاستعراض]"
    )
    assert (await somebody.card()).title == "ما هو الاستعراض الدوري الشامل؟"


async def test_where_there_are_none_it_says_so(town: Town) -> None:
    somebody = town.resident()
    await somebody.goes_through(f"/start {SLUG}; [English]; /learn")
    assert "There are no learning cards just now." in await somebody.sees()


async def test_after_a_survey_the_cards_are_offered(town: Town) -> None:
    await offer_cards(town)
    somebody = town.resident()
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; [Settat]")
    await somebody.goes_through("[Housing]; [Done]; [Skip]; [Skip]; [Skip]; [Send]; [Learning cards]")
    assert TITLE in await somebody.sees()


async def test_whose_consultation_has_cards_alone_comes_to_their_list(town: Town) -> None:
    await offer_cards(town)
    await town.hold_again(surveys=SURVEYS[1:])
    somebody = town.resident()
    await somebody.writes(f"/start {SLUG}")
    assert TITLE in await somebody.sees()


async def test_a_stopped_reader_goes_on_where_they_were(town: Town) -> None:
    await offer_cards(town)
    somebody = town.resident()
    await somebody.goes_through(f"{COMES}; [Continue]; [Continue]")
    card = await somebody.card()
    await somebody.goes_through(f"/start {SLUG}; /learn; [What is]; [Go on]")
    assert (await somebody.card()).title == card.title == "Three papers"


async def test_a_reader_counts_once_however_often_they_read(town: Town) -> None:
    await offer_cards(town)
    somebody = await reader(town)
    await somebody.goes_through(f"[Read them again]; {READ}; {ANSWERED}")
    assert ask(town.store.database, "SELECT survey FROM response") == [(SET,)]
    await somebody.goes_through("/forget; [Erase everything]")
    assert ask(town.store.database, "SELECT survey FROM response") == []


async def test_many_who_know_the_cards_do_not_look_made_by_a_machine(town: Town) -> None:
    await offer_cards(town)
    for _ in range(12):
        await reader(town)
    assert ask(town.store.database, "SELECT sign FROM arrival_sign") == []


async def test_nobody_needs_a_code_for_them(town: Town) -> None:
    await offer_cards(town)
    await town.hold_again(surveys=SURVEYS, access="code")
    somebody = town.resident()
    await somebody.goes_through("/learn; [What is]; [English]; [Continue]; [No]; [I agree]")
    assert (await somebody.card()).title == TITLE


async def test_who_came_by_a_code_is_counted_with_all_other_readers(town: Town) -> None:
    await offer_cards(town)
    await town.hold_again(surveys=SURVEYS, access="code")
    here = await town.consultation()
    await simulating.simulate(town.store, here, 30, Random(1), town.desk.place(), "learners")
    section = await counting.section(town.store, here, "en", town.now.date())
    assert [(each["name"], each["access"]) for each in section["surveys"]] == [
        ("residents", "code"),
        (SET, "open"),
    ]


async def test_readers_are_counted_by_region_and_by_nothing_else(town: Town) -> None:
    await offer_cards(town)
    here = await town.consultation()
    await simulating.simulate(town.store, here, 120, Random(1), town.desk.place(), "learners")
    section = await counting.section(town.store, here, "en", town.now.date())
    found = next(each for each in section["surveys"] if each["name"] == SET)
    regions, *_ = found["dimensions"]
    assert set(regions["counts"]) == {"jadida", "settat"}
    assert found["title"] == TITLE
    assert found["responses"] == 120


async def test_an_announcement_carries_a_set_that_its_button_opens(town: Town) -> None:
    await offer_cards(town)
    somebody = town.resident()
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [Yes]; [I agree]")
    found = await announced(town, Plan(cards=SET))
    await somebody.does(Tap(f"learn:{found.id.hex()}"))
    assert (await somebody.card()).title == TITLE


async def test_a_button_of_an_announcement_that_is_gone_leads_to_the_list(town: Town) -> None:
    await offer_cards(town)
    somebody = town.resident()
    await somebody.goes_through(f"/start {SLUG}; [English]")
    for code in ("00" * 16, "none", ""):
        await somebody.does(Tap(f"learn:{code}"))
        assert TITLE in await somebody.sees()


async def test_in_the_chat_an_announcement_is_given_its_cards(town: Town) -> None:
    await offer_cards(town)
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; [Next]; [Learning cards]; [What is]")
    assert f"With learning cards: {TITLE}" in await somebody.sees()
    await somebody.goes_through("[Learning cards]; [No cards]")
    assert "With learning cards" not in await somebody.sees()
    await somebody.goes_through("[Learning cards]; [What is]; [Send it]")
    await due_now(town.store, town.now)
    assert ask(town.store.database, "SELECT cards, state FROM announcement WHERE cards != ''") == [
        (SET, "done")
    ]
