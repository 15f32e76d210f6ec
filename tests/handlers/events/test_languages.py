"""An event in the languages of its consultation: what is asked, what is missing, and what people read."""

import pytest

from bot.events_page import feed, invitations
from handlers.events.preview import as_seen
from tests.events import WRITING, approves, follower, hosts, only
from tests.organisations import joined
from tests.town import Resident, Town, plain

TRANSLATED = WRITING.format(room=2).replace(
    "[Skip]; [Skip]; [Send]", "Soirée ouverte; Parlez de votre bail.; [Skip]; [Send]"
)


@pytest.fixture
async def written(town: Town) -> tuple[Resident, Resident]:
    """Who wrote an event in English and French, and who can approve it."""
    writer, other = await hosts(town)
    await writer.goes_through(f"{TRANSLATED}; [Send for approval]")
    return writer, other


async def test_the_others_are_asked_for_by_name_and_each_can_be_skipped(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.goes_through(WRITING.format(room=2).partition("; [Skip]; [Skip]; [Send]")[0])
    assert "What is it called in this language: Français?" in await writer.sees()
    await writer.writes("Soirée ouverte")
    assert "What happens there, in this language: Français?" in await writer.sees()
    await writer.goes_through("[Skip]")
    assert "What is it called in this language: العربية?" in await writer.sees()
    await writer.goes_through("[Skip]")
    assert "Nothing is sent before you tap “Send”." in await writer.sees(), (
        "no text is asked for without a title"
    )


async def test_what_is_missing_is_shown_before_anybody_reads_it(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    event = await only(town)
    assert event.title == {"en": "Open evening", "fr": "Soirée ouverte"}
    english, french, arabic = map(plain, await as_seen(town.store, event, await town.consultation()))
    assert "written in" not in english
    assert "Soirée ouverte" in french
    assert "Parlez de votre bail." in french
    assert "écrit" not in french
    assert "(النص بهذه اللغة: English.)" in arabic
    assert "Open evening" in arabic


async def test_people_read_their_own_language_or_are_told_which(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    await approves(written[1])
    for language, title, note in (
        ("Français", "Soirée ouverte", ""),
        ("العربية", "Open evening", "(النص بهذه اللغة: English.)"),
    ):
        resident = await follower(town, language)
        await resident.writes("/events")
        await resident.taps(plain((await resident.card()).buttons[0][0].label))
        seen = await resident.sees()
        assert title in seen
        assert note in seen


async def test_the_page_and_the_calendar_say_it_in_the_language_there_is(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    await approves(written[1])
    (shown,) = await invitations(town.store, "ar", town.now)
    assert (shown.title, shown.in_title, shown.in_about) == ("Open evening", "en", "en")
    assert "Soirée ouverte".encode() in await feed(town.store, "fr", town.now)
    assert b"Open evening" in await feed(town.store, "ar", town.now)


async def test_who_changes_it_in_another_language_keeps_the_first(
    town: Town, written: tuple[Resident, Resident]
) -> None:
    await approves(written[1])
    second = await joined(town)
    await second.goes_through("/language; [العربية]; /event")
    await second.taps("Open evening")
    await second.taps("تغيير هذه الفعالية")
    assert "Soirée ouverte" in await second.sees()
    await second.taps("تغيير جواب")
    buttons = [plain(each.label) for each in await second.buttons()]
    (asked,) = [label for label in buttons if "العربية" in label]
    await second.taps(asked)
    await second.writes("أمسية مفتوحة")
    await second.taps("تجاوز")
    await second.taps("إرسال")
    await second.taps("إرسال للموافقة")
    await approves(written[1])
    event = await only(town)
    assert event.title == {"en": "Open evening", "fr": "Soirée ouverte", "ar": "أمسية مفتوحة"}
    assert event.about == {"en": "Ask about your lease.", "fr": "Parlez de votre bail."}


async def test_a_language_is_taken_out_again(town: Town, written: tuple[Resident, Resident]) -> None:
    writer, other = written
    await approves(other)
    await writer.goes_through(
        "/event; [Open evening]; [Change this event]; [Change one]; [10.]; [Skip]; [Send]"
    )
    await writer.taps("Send for approval")
    await approves(other)
    assert (await only(town)).title == {"en": "Open evening"}
