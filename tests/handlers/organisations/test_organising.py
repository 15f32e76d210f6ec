"""Organisations: registered, verified, joined by one person at a time, answered for once and together."""

import base64
from datetime import timedelta

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.organisations import invitations, verifying
from storage import organisations, people, responses
from storage.changes import Changes
from storage.messages import Tap
from tests.looking import ask
from tests.organisations import (
    ANSWERING,
    REGISTERING,
    SURVEYS,
    ask_organisations,
    found,
    joined,
    member,
    registered,
    speakers,
    verify,
)
from tests.town import SLUG, Resident, Town

TO_THE_REVIEW = "[Housing]; [Skip]; Repair what is there; [Skip]"
AFTER_THAT = REGISTERING.removeprefix("/organisation; [Register]; ")
OTHER_WENT_ON = "Another member went on meanwhile."


async def answers_of(town: Town, name: str = "Housing Now") -> str:
    """The document that the organisation sent; empty if it sent none."""
    organisation, store = await found(town, name), town.store
    sent = await responses.sent_by(store.database, store.keys, organisation.id, SLUG, "organisations")
    return sent.document.submission if sent else ""


async def refuse(town: Town, reason: str, name: str = "Housing Now") -> None:
    now = int(town.now.timestamp())
    organisation = await found(town, name)
    await town.store.apply(await verifying.refused(town.store, organisation, reason, now, random_bytes))


async def person_of(resident: Resident) -> bytes:
    store = resident.town.store
    somebody = await people.find(store.database, store.keys, resident.channel, resident.address)
    assert somebody
    return somebody.id


async def test_what_was_registered_is_kept_and_waits(town: Town) -> None:
    somebody = await registered(town)
    assert "Housing Now is waiting to be verified." in await somebody.sees()
    organisation = await found(town)
    assert organisation.state == "waiting"
    assert (organisation.profile.about, organisation.profile.role) == ("Free advice on housing.", "works")


async def test_registering_can_be_left_and_gone_on_with(town: Town) -> None:
    somebody = await member(town)
    await somebody.goes_through(f"/organisation; [Register]; Housing Now; /start {SLUG}")
    assert "What matters most" in await somebody.sees()
    await somebody.goes_through("/organisation; [Register]; [Go on]")
    assert "2 of 4 · What does it do?" in await somebody.sees()
    await somebody.taps("Back")
    assert (await somebody.card()).written == "Housing Now"


async def test_registering_does_not_touch_the_survey_under_way(town: Town) -> None:
    somebody = await member(town)
    await somebody.goes_through("[Continue]; [No]; [I agree]; [Settat]")
    await somebody.goes_through(REGISTERING.format(name="Housing Now"))
    await somebody.goes_through(f"/start {SLUG}; [Go on]")
    assert "2 of 5" in await somebody.sees()


async def test_after_a_pause_registering_goes_on_where_it_was(town: Town) -> None:
    somebody = await member(town)
    await somebody.goes_through("/organisation; [Register]; Housing Now")
    town.later(hours=7)
    await somebody.writes("hello?")
    assert "We were at question 2 of 4." in await somebody.sees()
    assert [button.label for button in await somebody.buttons()] == ["Go on", "Start again"]
    await somebody.taps("Go on")
    assert "2 of 4" in await somebody.sees()


async def test_without_a_name_that_can_be_seen_nothing_is_registered(town: Town) -> None:
    somebody = await member(town)
    await somebody.goes_through(REGISTERING.format(name="\u200b\u202e"))
    assert "1 of 4 · What is the organisation called?" in await somebody.sees()
    assert await organisations.every(town.store.database, town.store.keys) == []


async def test_signs_that_are_not_seen_are_left_out_of_a_name(town: Town) -> None:
    await registered(town, "Hou\u202esing\u200b\x07  Now")
    assert (await found(town)).name == "Housing Now"


async def test_nobody_registers_two(town: Town) -> None:
    somebody = await registered(town)
    await somebody.taps("Go on")
    await somebody.writes("/organisation")
    assert "Register" not in " ".join(button.label for button in await somebody.buttons())


async def test_members_are_told_that_it_was_decided_without_its_name(town: Town) -> None:
    somebody = await registered(town)
    await verify(town)
    told = ask(town.store.database, "SELECT person, state FROM delivery")
    assert told == [(await person_of(somebody), "waiting")]
    web = await joined(town, channel="web")
    await verify(town)
    news = await town.desk.news(web.address)
    assert [each.text for each in news] == [
        "What you registered was looked at. To see what was decided: /organisation"
    ]


async def test_who_is_refused_reads_why_and_can_register_again(town: Town) -> None:
    somebody = await registered(town, "Housing")
    await refuse(town, "Another one has this name.", "Housing")
    await somebody.writes("/organisation")
    assert "Housing was not verified." in await somebody.sees()
    assert "Another one has this name." in await somebody.sees()
    await somebody.goes_through(f"[Register]; {AFTER_THAT.format(name='New')}")
    assert [each.name for each in await organisations.every(town.store.database, town.store.keys)] == ["New"]


async def test_what_is_withdrawn_is_gone(town: Town) -> None:
    somebody = await registered(town)
    await somebody.goes_through("[Withdraw]")
    assert "What you registered is erased." in await somebody.sees()
    await somebody.taps("Leave")
    assert await organisations.every(town.store.database, town.store.keys) == []


async def test_before_it_is_verified_nobody_answers_for_it(town: Town) -> None:
    await ask_organisations(town)
    somebody = await registered(town)
    await somebody.writes(f"/start {SLUG}")
    assert "The commission asks" in await somebody.sees(), "the survey for residents"


async def test_a_survey_for_organisations_alone_says_so_to_others(town: Town) -> None:
    await ask_organisations(town)
    await town.hold_again(surveys=[{"name": "organisations", "audience": "organisations", "form": "o.md"}])
    somebody = await member(town)
    assert "This survey is for organisations." in await somebody.sees()


async def test_one_answers_and_another_goes_on_and_sends(town: Town) -> None:
    first, second = await speakers(town)
    await first.goes_through(f"{ANSWERING}; [Housing]; [Skip]")
    await second.goes_through(ANSWERING)
    assert "3 of 4" in await second.sees()
    await second.goes_through("Repair what is there; [Skip]; [Send]")
    assert "The answers of Housing Now are in." in await second.sees()
    assert "The answers of Housing Now are in." in await first.sees()
    assert "Repair what is there" in await answers_of(town)


async def test_members_answer_for_themselves_too_and_the_two_never_mix(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through(
        f"/start {SLUG}; [For myself]; [Continue]; [No]; [I agree]; [Settat]; [Skip]; [Skip]"
    )
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]")
    await first.goes_through(f"/start {SLUG}; [For myself]; [Go on]; [Skip]; My own wish; [Send]")
    rows = ask(town.store.database, "SELECT survey FROM response ORDER BY survey")
    assert rows == [("organisations",), ("residents",)]
    assert "My own wish" not in await answers_of(town)
    await first.writes("/mydata")
    seen = await first.sees()
    assert "Answers you sent:" in seen
    assert "Answers of Housing Now, sent:" in seen


async def test_a_stale_tap_shows_the_card_as_it_is_now(town: Town) -> None:
    first, second = await speakers(town)
    for each in (first, second):
        await each.goes_through(ANSWERING)
    water = await second.button("Water")
    await first.goes_through("[Housing]; [Skip]")
    await second.does(Tap(water.data))
    assert OTHER_WENT_ON in await second.sees()
    assert "3 of 4" in await second.sees()
    await second.goes_through("More water; [Skip]; [Back]")
    assert OTHER_WENT_ON not in await second.sees()


async def test_what_is_written_to_a_question_that_went_on_is_not_taken(town: Town) -> None:
    first, second = await speakers(town)
    for each in (first, second):
        await each.goes_through(ANSWERING)
    await second.goes_through("[Housing]; [Skip]")
    await first.writes("Housing")
    assert OTHER_WENT_ON in await first.sees()
    await first.writes("Repair what is there")
    assert "4 of 4" in await first.sees()


async def test_two_taps_on_one_question_hold_both(town: Town) -> None:
    first, second = await speakers(town)
    for each in (first, second):
        await each.goes_through(ANSWERING)
    await first.taps("Housing")
    await second.writes("/help")
    await second.taps("Go on")
    health, water = await first.button("Health"), await second.button("Water")
    await first.does(Tap(health.data))
    await second.does(Tap(water.data))
    chosen = [button.label for button in await first.buttons() if button.chosen]
    assert chosen == ["Health", "Water"]


async def test_it_is_sent_once(town: Town) -> None:
    first, second = await speakers(town)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}")
    await second.goes_through(f"{ANSWERING}")
    send = await second.button("Send")
    await first.taps("Send")
    await second.does(Tap(send.data))
    assert "The answers of Housing Now are in." in await second.sees()
    count = ask(town.store.database, "SELECT count(*) FROM response")[0]
    assert count == (1,)


async def test_any_member_changes_it_until_the_close(town: Town) -> None:
    first, second = await speakers(town)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]")
    await second.goes_through(
        f"/start {SLUG}; [For Housing]; [Change our]; [I agree]; [Change one]; [3. ]; New ones"
    )
    await first.taps("Change our")
    assert "New ones" in await first.sees(), "they go on with what the other began"
    await first.taps("Send the changes")
    assert "New ones" in await answers_of(town)
    town.later(days=30)
    await due_now(town.store, town.now)
    await second.writes("/start")
    assert "Change our" not in await second.sees()
    left = ask(town.store.database, "SELECT count(*) FROM shared_draft")[0]
    assert left == (0,)


async def test_a_new_consent_text_asks_each_member_again(town: Town) -> None:
    first, second = await speakers(town)
    await first.goes_through(f"{ANSWERING}; [Housing]")
    await second.goes_through(ANSWERING)
    own = dict.fromkeys(("en", "fr", "ar"), "The council reads it aloud.")
    await town.hold_again(consent_version="2", consent_organisations=own, surveys=SURVEYS)
    for each in (first, second):
        assert "The council reads it aloud." in await each.sees()
        await each.taps("I agree")
        assert "2 of 4" in await each.sees()


async def test_an_invitation_is_a_link_where_it_is_known_what_the_bot_is_called(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through("/organisation; [Invite]")
    seen = await first.sees()
    assert "In this chat: /start _" in seen
    assert "t.me" not in seen
    town.desk.bot_name = lambda: "town_bot"
    token = seen.partition("/start _")[2].split()[0]
    seen = await first.sees()
    assert f"https://t.me/town_bot?start=_{token}" in seen
    assert f"In this chat: /start _{token}" in seen


async def test_an_invitation_takes_one_person_once(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through("/organisation; [Invite]")
    token = (await first.sees()).split("#join=")[1].split("\n")[0]
    assert len(base64.urlsafe_b64decode(f"{token}==")) == 16
    second, third = await member(town), await member(town)
    for each in (second, third):
        await each.writes(f"/start _{token}")
        assert "Join Housing Now?" in await each.sees()
    late = await third.button("Join")
    await second.taps("Join")
    assert "You speak for Housing Now." in await second.sees()
    await third.does(Tap(late.data))
    assert (await found(town)).members == 2
    await third.writes(f"/start _{token}")
    assert "This invitation does not hold any more." in await third.sees()


async def test_an_invitation_ends_after_some_days_and_is_swept(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through("/organisation; [Invite]")
    token = (await first.sees()).split("#join=")[1].split("\n")[0]
    second = await member(town)
    await second.writes(f"/start _{token}")
    town.later(days=invitations.DAYS)
    assert "does not hold any more" in await second.sees()
    await town.store.apply(Changes((organisations.sweep_invitations(int(town.now.timestamp())),)))
    assert ask(town.store.database, "SELECT count(*) FROM invitation")[0] == (0,)


async def test_somebody_new_can_come_by_an_invitation(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through("/organisation; [Invite]")
    token = (await first.sees()).split("#join=")[1].split("\n")[0]
    second = town.resident()
    await second.writes(f"/start _{token}")
    await second.taps("Join")
    assert "You speak for Housing Now." in await second.sees()


async def test_from_the_organisation_they_come_to_its_survey_and_are_not_asked_for_whom(town: Town) -> None:
    first, second = await speakers(town)
    await first.goes_through("/organisation; [What matters]")
    assert "4 questions" in await first.sees(), "the survey for organisations"
    await first.goes_through("[Continue]; [No]; [I agree]; [Housing]")
    await second.goes_through("/organisation; [What matters]; [Continue]; [No]; [I agree]")
    assert "2 of 4" in await second.sees()


async def test_who_may_not_speak_for_it_any_more_comes_to_what_they_may_answer(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.writes("/organisation")
    its_survey = await first.button("What matters")
    await refuse(town, "It does not exist any more.")
    await first.does(Tap(its_survey.data))
    assert "5 questions" in await first.sees(), "the survey for residents"


async def test_who_leaves_answers_no_more_and_the_answers_stay(town: Town) -> None:
    first, second = await speakers(town)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]")
    await first.goes_through("/organisation; [Leave]; [Leave]")
    assert "You have left it." in await first.sees()
    assert "Change our" not in await first.sees()
    assert "Repair what is there" in await answers_of(town)
    await second.goes_through(f"/start {SLUG}; [For Housing]; [Change our]; [I agree]; [Send]")


async def test_the_last_member_who_leaves_leaves_a_verified_one_behind(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]; /organisation; [Leave]")
    assert "You are its last member. Its answers stay." in await first.sees()
    await first.taps("Leave")
    assert "Repair what is there" in await answers_of(town)
    again = await joined(town)
    await again.goes_through(f"/start {SLUG}; [For Housing]")
    assert "The answers of Housing Now are in." in await again.sees()


async def test_forgetting_a_member_keeps_the_answers_and_says_so(town: Town) -> None:
    first, second = await speakers(town)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]; /mydata")
    assert "Erase our answers" not in await first.sees()
    await first.writes("/forget")
    assert "You leave Housing Now. Its answers stay; its other members can change them." in await first.sees()
    await first.taps("Erase everything")
    assert "Repair what is there" in await answers_of(town)
    assert (await found(town)).members == 1
    await second.writes("/forget")
    assert "You are the last member of Housing Now. It is erased too" in await second.sees()
    await second.taps("Erase everything")
    for table in ("organisation", "member", "response", "link", "shared_draft", "invitation"):
        assert ask(town.store.database, f"SELECT count(*) FROM {table}")[0] == (0,)


async def test_the_last_member_can_erase_the_answers_and_answer_again(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]; /mydata; [Erase our]")
    assert await answers_of(town) == ""
    assert "There are no answers of yours here." in await first.sees()
    await first.goes_through("[Answer the survey]; [I agree]")
    assert "1 of 4" in await first.sees()
    await first.goes_through(f"{TO_THE_REVIEW}; [Send]")
    assert "Repair what is there" in await answers_of(town)


async def test_one_that_is_refused_later_answers_no_more(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through(f"{ANSWERING}; [Housing]")
    await refuse(town, "It does not exist any more.")
    assert "For whom do you want to answer?" in await first.sees()
    assert "For Housing Now" not in await first.sees()


async def test_what_one_sent_before_it_was_refused_is_shown_and_can_be_erased_not_changed(town: Town) -> None:
    (first,) = await speakers(town, 1)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]")
    await refuse(town, "It does not exist any more.")
    await first.writes("/mydata")
    seen = await first.sees()
    assert "It may not answer. What it sent before stays counted until it is erased." in seen
    assert "Answers of Housing Now, sent:" in seen
    assert "Repair what is there" in seen
    assert "Change our answers" not in seen
    await first.taps("Erase our answers")
    assert await answers_of(town) == ""
    await first.writes("/mydata")
    assert "Repair what is there" not in await first.sees()


async def test_one_of_several_members_of_a_refused_one_sees_what_is_kept_and_erases_nothing(
    town: Town,
) -> None:
    first, second = await speakers(town, 2)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]")
    await second.writes("/mydata")
    change = (await second.button("Change our")).data
    await refuse(town, "It does not exist any more.")
    await second.does(Tap(change))
    await second.writes("/mydata")
    assert "Repair what is there" in await second.sees()
    assert "our answers]" not in await second.sees()


async def test_one_that_registers_again_is_the_same_and_still_answers_once(town: Town) -> None:
    first, second = await speakers(town, 2)
    await first.goes_through(f"{ANSWERING}; {TO_THE_REVIEW}; [Send]")
    await refuse(town, "Write the whole name.")
    await first.goes_through(f"/organisation; [Register]; {AFTER_THAT.format(name='Housing Now!')}")
    await verify(town, "Housing Now!")
    assert (await found(town, "Housing Now!")).members == 2
    assert "Repair what is there" in await answers_of(town, "Housing Now!")
    await second.goes_through("/mydata; [Change our]; [I agree]; [Change one]; [3.]; Build more; [Send]")
    assert "Build more" in await answers_of(town, "Housing Now!")
    assert ask(town.store.database, "SELECT count(*) FROM response") == [(1,)]


async def test_makers_try_the_survey_for_organisations_too(town: Town) -> None:
    await ask_organisations(town)
    opens = town.now + timedelta(days=2)
    await town.hold(slug="later", state="scheduled", opens=opens, surveys=SURVEYS)
    maker = await member(town)
    await maker.writes(f"/start later_{town.store.keys.trial_token('later')}")
    assert "For an organisation" in await maker.sees()
