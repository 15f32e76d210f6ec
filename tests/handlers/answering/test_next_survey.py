"""Who sent one survey is offered the next of the same consultation, without being asked to agree again."""

from storage import consultations
from storage.changes import Changes
from storage.consultations import Version
from storage.messages import Tap
from survey.importer import import_form
from tests.town import SLUG, Resident, Town

SURVEYS = [{"name": name, "audience": "residents", "form": f"{name}.md"} for name in ("residents", "more")]
SHORT = "| survey |\n| | type | name | label |\n| | text | {name} | {label} |\n"
GO_ON = "There are more questions for you, if you like."


async def two_surveys(town: Town) -> Resident:
    """Somebody who has sent the first."""
    await town.hold_again(surveys=SURVEYS)
    for name, number, label in (("residents", 2, "What do you need?"), ("more", 1, "And what else?")):
        xform = import_form(SHORT.format(name=name, label=label).encode(), ".md").xform
        version = Version(SLUG, name, number, "residents", f"{name} short", xform)
        await town.store.apply(Changes((consultations.publish(version),)))
    somebody = town.resident()
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]; [I agree]; Water.; [Send]")
    return somebody


async def test_the_next_survey_is_offered_and_asked_without_another_consent(town: Town) -> None:
    somebody = await two_surveys(town)
    assert GO_ON in await somebody.sees()
    await somebody.goes_through("[Go on]")
    assert "And what else?" in await somebody.sees()
    await somebody.goes_through("Light.; [Send]")
    assert "Thank you. Your answers are in." in await somebody.sees()
    assert GO_ON not in await somebody.sees()


async def test_who_began_the_next_goes_on_where_they_stopped(town: Town) -> None:
    somebody = await two_surveys(town)
    await somebody.goes_through("[Go on]; Light.; /start settat-2026")
    assert "Welcome back." in await somebody.sees()
    await somebody.goes_through("[Go on]; [Send]")
    assert GO_ON not in await somebody.sees()


async def test_a_button_of_an_old_card_leads_nowhere_once_all_is_sent(town: Town) -> None:
    somebody = await two_surveys(town)
    old = next(button for button in await somebody.buttons() if button.label == "Go on")
    await somebody.goes_through("[Go on]; Light.; [Send]")
    await somebody.does(Tap(old.data))
    assert "Thank you. Your answers are in." in await somebody.sees()
