"""Coming to a consultation: in time, too early, too late, by a maker's link, or to one that is not there."""

from datetime import timedelta

from bot.clock import due_now
from storage import interests, people
from storage.messages import Command
from tests.town import SLUG, START, Town

TO_THE_QUESTIONS = f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]"


async def test_the_only_open_consultation_needs_no_name(town: Town) -> None:
    resident = town.resident()
    await resident.writes("/start")
    assert "Choose your language" in await resident.sees()


async def test_somebody_who_just_writes_is_welcomed_too(town: Town) -> None:
    resident = town.resident()
    await resident.writes("Hello?")
    assert "Choose your language" in await resident.sees()


async def test_of_several_consultations_one_is_chosen(town: Town) -> None:
    await town.hold(slug="other", title={"en": "The other one", "fr": "L'autre", "ar": "الأخرى"})
    resident = town.resident()
    await resident.goes_through("/start; [The other one]; [English]")
    assert (await resident.card()).title == "The other one"


async def test_an_unknown_consultation_is_said_to_be_unknown(town: Town) -> None:
    resident = town.resident()
    await resident.writes("/start nowhere")
    assert "I do not know that consultation." in await resident.sees()
    assert [button.label for button in await resident.buttons()] == ["What matters most where you live?"]


async def test_too_early_one_can_ask_to_be_told(town: Town) -> None:
    await town.hold(slug="later", state="scheduled", opens=START + timedelta(days=2))
    resident = town.resident()
    await resident.writes("/start later")
    assert "It opens on 26 November 2026." in await resident.sees()
    await resident.taps("Yes")
    assert "Thank you." in await resident.sees()
    person = await people.find(town.store.database, town.store.keys, "telegram", resident.address)
    assert person is not None
    assert await interests.follows(town.store.database, person.id, "later") == {""}


async def test_makers_try_it_before_it_opens_and_it_is_wiped(town: Town) -> None:
    await town.hold(slug="later", state="scheduled", opens=START + timedelta(days=2))
    maker = town.resident()
    token = town.store.keys.trial_token("later")
    await maker.goes_through(f"/start later_{token}; [English]")
    assert "deleted when it opens" in await maker.sees()
    await maker.goes_through("[Continue]; [No]; [I agree]; [Settat]; [Skip]")
    town.later(days=2)
    await due_now(town.store, town.now)
    assert "1 of 5" in await maker.sees()


async def test_a_wrong_token_opens_nothing(town: Town) -> None:
    await town.hold(slug="later", state="scheduled", opens=START + timedelta(days=2))
    resident = town.resident()
    await resident.writes("/start later_0123456789abcdef012345")
    assert "It opens on" in await resident.sees()


async def test_too_late_the_end_is_said(town: Town) -> None:
    town.later(days=30)
    await due_now(town.store, town.now)
    resident = town.resident()
    await resident.writes(f"/start {SLUG}")
    assert "This consultation ended on 20 December 2026." in await resident.sees()


async def test_the_close_reaches_somebody_in_the_middle(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_QUESTIONS}; [Settat]")
    skip = await resident.button("Skip")
    town.later(days=30)
    await due_now(town.store, town.now)
    assert "This consultation ended" in await resident.sees()
    await resident.writes(skip.label)
    assert "This consultation ended" in await resident.sees()


async def test_coming_back_by_the_link_goes_on_where_it_was(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_QUESTIONS}; [Settat]; /start {SLUG}")
    assert "We were at question 2 of 5." in await resident.sees()
    await resident.taps("Go on")
    assert "2 of 5" in await resident.sees()


async def test_starting_again_forgets_the_answers_so_far(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_QUESTIONS}; [Settat]; /start {SLUG}; [Start again]")
    assert "1 of 5" in await resident.sees()
    assert not any(button.chosen for button in await resident.buttons())


SHUFFLED = """
| survey |
| | type         | name | label::English (en) | parameters     |
| | select_one l | a    | Which?              | randomize=true |
| choices |
| | list_name | name | label::English (en) |
""" + "".join(f"| | l | c{number} | Choice {number} |\n" for number in range(12))


async def test_starting_again_does_not_shuffle_the_choices_again(town: Town) -> None:
    await town.hold(SHUFFLED, slug="shuffled", languages=("en",))
    resident = town.resident()
    await resident.goes_through("/start shuffled; [Continue]; [No]; [I agree]")
    before = [button.label for button in await resident.buttons()]
    await resident.goes_through(f"[{before[0]}]; /start shuffled; [Start again]")
    assert [button.label for button in await resident.buttons()][:12] == before[:12]


async def test_stopping_keeps_the_answers(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_QUESTIONS}; [Settat]; /start {SLUG}; [Stop]")
    assert "kept until 20 December 2026" in await resident.sees()
    await resident.taps("Go on")
    assert "2 of 5" in await resident.sees()


async def test_a_new_consent_text_asks_again(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_QUESTIONS}; [Settat]")
    await town.hold_again(consent_version="2")
    assert "Before you begin" in await resident.sees()
    await resident.taps("I agree")
    assert "2 of 5" in await resident.sees()


async def test_no_thank_you_is_all_right(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [No, thank you]")
    assert "No answer was kept." in await resident.sees()
    await resident.taps("Back")
    assert "Before you begin" in await resident.sees()


async def test_the_first_sentence_is_in_the_language_of_the_device(town: Town) -> None:
    resident = town.resident()
    await resident.does(Command("start", "nowhere"), language="fr-MA")
    assert "I do not know" not in await resident.sees()
    assert (await resident.card()).language == "fr"


async def test_a_consent_version_may_be_several_words(town: Town) -> None:
    await town.hold_again(consent_version="1 of November")
    resident = town.resident()
    await resident.goes_through(TO_THE_QUESTIONS)
    assert "1 of 5" in await resident.sees()


async def test_an_address_that_names_nothing_leads_from_a_survey_to_the_choice(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"{TO_THE_QUESTIONS}; /start nowhere")
    assert "I do not know that consultation." in await resident.sees()
    await resident.taps("What matters most where you live?")
    assert "Welcome back." in await resident.sees()
