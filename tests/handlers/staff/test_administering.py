"""/admin in the chat: what it shows to whom, announcing, approval by a second person, the stop."""

from dataclasses import replace
from random import Random

from bot.clock import due_now
from handlers.consultations import simulating
from storage import announcements, approvals, audit, consultations, publications, staff
from storage.announcements import Announcement
from storage.changes import Changes
from storage.erasure_keys import NO_KEY
from storage.messages import Tap
from storage.publications import Publication
from storage.staff import Role
from tests.events import told
from tests.handlers.news.test_following import follower, heard
from tests.looking import ask
from tests.organisations import speakers
from tests.staff import colleague
from tests.town import SLUG, Resident, Town, words

WRITING = "/admin; [Announce]; The hall is open.; La salle est ouverte.; القاعة مفتوحة."
LATER = WRITING + "; [At a time]; {time} 14:30; [No, it comes once]; [Skip]; [Send]"
AT_ONCE = f"{WRITING}; [As soon as]; [Skip]; [Send]"


def changed(before: Announcement, text: str) -> Changes:
    """Somebody else says something else in it."""
    return Changes((announcements.change(before, replace(before, texts=words(text))),))


async def removed(somebody: Resident) -> None:
    person = await somebody.town.desk.whose(somebody.channel, somebody.address)
    assert person
    await somebody.town.store.apply(Changes(staff.remove(person, NO_KEY)))


async def labels(somebody: Resident) -> list[str]:
    return [button.label for button in await somebody.buttons()]


async def states(town: Town) -> list[str]:
    return [each.state for each in await announcements.of(town.store.database, SLUG)]


async def test_for_others_it_is_no_command(town: Town) -> None:
    resident = await follower(town, "[Continue]; [No]")
    await resident.writes("/admin")
    assert "I do not know that command." in await resident.sees()


async def test_it_tells_how_the_consultation_stands(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.writes("/admin")
    seen = await somebody.sees()
    assert "“What matters most where you live?” is open until 20 December 2026." in seen
    assert "Fewer than 20 people have answered." in seen


async def test_from_20_people_on_about_how_many_answered(town: Town) -> None:
    somebody = await colleague(town, "reader")
    consultation = await consultations.get(town.store.database, SLUG)
    assert consultation
    await simulating.simulate(town.store, consultation, 22, Random(1), town.desk.place(), "residents")
    await somebody.writes("/admin")
    assert "Fewer than 20 people have answered." in await somebody.sees(), "invented ones do not count"
    ask(town.store.database, "UPDATE response SET kind = 'real'")
    await somebody.writes("/admin")
    assert "About 20 people have answered." in await somebody.sees()


async def test_what_was_published_is_one_tap_away(town: Town) -> None:
    somebody = await colleague(town, "reader")
    await town.store.apply(Changes((publications.add(Publication(SLUG, "en", "{}")),)))
    await somebody.writes("/admin")
    results = await somebody.button("Results")
    assert (results.data, results.role) == (
        f"https://settat.example/results/{SLUG}?language=en",
        "link",
    )


async def test_who_may_only_look_is_offered_only_to_look(town: Town) -> None:
    reader = await colleague(town, "reader")
    await reader.writes("/admin")
    assert "is open until" in await reader.sees()
    assert await labels(reader) == ["Open the dashboard", "Go on"]


async def test_who_works_here_alone_sends_it_alone_and_knows_it(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; [Next]")
    seen = await somebody.sees()
    assert "English:\nThe hall is open." in seen
    assert "العربية:\nالقاعة مفتوحة." in seen
    assert "To: all who follow, fewer than 10 people" in seen
    assert "When: as soon as it is approved" in seen
    assert "below it stands that one person did" in seen
    await somebody.taps("Send it")
    await due_now(town.store, town.now)
    (news,) = await heard(town, resident)
    assert "The hall is open." in news
    assert "One person approved this." in news


async def test_where_there_are_two_the_other_approves_what_goes_out(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    author, other = await colleague(town), await colleague(town, "owner", "Driss")
    await author.goes_through(f"{AT_ONCE}; [Next]; [Send for approval]")
    await due_now(town.store, town.now)
    assert await heard(town, resident) == []
    await author.writes("/admin")
    assert not any("Waiting" in label for label in await labels(author)), "nobody approves their own"
    await other.goes_through("/admin; [Waiting for you: 1]; [The hall]")
    assert "العربية:\nالقاعة مفتوحة." in await other.sees()
    await other.taps("Approve")
    assert "It is approved and goes out." in await other.sees()
    await due_now(town.store, town.now)
    assert await heard(town, resident) == ["The hall is open."]
    done = [each.what for each in await audit.every(town.store.database, town.store.keys)]
    assert done == ["joined", "joined", "asked", "approved"]


async def test_what_is_refused_never_goes_out(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    author, other = await colleague(town), await colleague(town, "owner", "Driss")
    await author.goes_through(f"{AT_ONCE}; [Next]; [Send for approval]")
    await other.goes_through("/admin; [Waiting]; [The hall]; [Refuse]; It is shut on Fridays.")
    assert "Nothing waits for you." in await other.sees()
    assert await states(town) == ["refused"]
    await due_now(town.store, town.now)
    assert await heard(town, resident) == []


async def test_who_wrote_what_is_refused_reads_why_and_mends_it(town: Town) -> None:
    author, other = await colleague(town), await colleague(town, "owner", "Driss")
    await author.goes_through(f"{LATER.format(time='25/11/2026')}; [Next]; [Send for approval]")
    await other.goes_through("/admin; [Waiting]; [The hall]; [Refuse]")
    assert "not who you are" in await other.sees()
    await other.goes_through(f"{'x' * 301}")
    assert "at most 300 letters" in await other.sees()
    await other.writes("It is shut on Fridays.")
    assert await told(town, author) == ["Your announcement was not approved. Why: /admin"]
    await author.goes_through("/admin; [What was announced]; [The hall]")
    assert "The reason: It is shut on Fridays." in await author.sees()
    await author.goes_through("[Write it anew]; [Change one]; [1. ]; The hall is shut.; [Send]; [Next]")
    seen = await author.sees()
    assert "The hall is shut." in seen
    assert "When: 25 November 2026, 14:30" in seen
    await author.taps("Send for approval")
    assert await states(town) == ["asked"]
    await other.goes_through("/admin; [Waiting]; [The hall]; [Approve]")
    assert await states(town) == ["waiting"]
    assert "Your announcement was approved. How it stands: /admin" in await told(town, author)


async def test_what_was_changed_after_it_was_looked_at_is_not_approved(town: Town) -> None:
    author, other = await colleague(town), await colleague(town, "owner", "Driss")
    await author.goes_through(f"{AT_ONCE}; [Next]; [Send for approval]")
    await other.goes_through("/admin; [Waiting]; [The hall]")
    approve = await other.button("Approve")
    (asked,) = await announcements.of(town.store.database, SLUG)
    await town.store.apply(changed(asked, "Something else."))
    await other.does(Tap(approve.data))
    assert "It was changed meanwhile." in await other.sees()
    assert "Something else." in await other.sees()
    assert await states(town) == ["asked"]


async def test_what_was_changed_after_its_approval_waits_again(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    somebody = await colleague(town)
    await somebody.goes_through(f"{LATER.format(time='25/11/2026')}; [Next]; [Send it]")
    (waiting,) = await announcements.of(town.store.database, SLUG)
    assert await approvals.of(town.store.database, waiting.id)
    await town.store.apply(changed(waiting, "Something else."))
    town.later(days=2)
    await due_now(town.store, town.now)
    assert await heard(town, resident) == []
    assert await states(town) == ["asked"]


async def test_a_language_that_is_missing_is_asked_for(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Announce]; The hall is open.; [Skip]; القاعة مفتوحة.")
    await somebody.goes_through("[As soon as]; [Skip]; [Send]; [Next]")
    assert "Français:\nNothing is written here yet." in await somebody.sees()
    assert not any(label.startswith("Send") for label in await labels(somebody))
    here = (await somebody.card()).turns.removesuffix("part")
    await somebody.does(Tap(f"{here}sendalone"))
    assert await states(town) == ["draft"], "nothing is sent empty"
    await somebody.goes_through("[Write it in Français]; La salle est ouverte.; [Send]; [Next]; [Send it]")
    assert await states(town) == ["waiting"]


async def test_at_least_one_language_is_written(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Announce]; [Skip]; [Skip]; [Skip]; [As soon as]; [Skip]; [Send]")
    assert "Nobody can read it without this." in await somebody.sees()
    assert await states(town) == []


async def test_it_is_told_to_whom_by_taps(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; [Choose regions]; [Inside]; [El Jadida]; [Done]")
    await somebody.goes_through("[followers who speak for no]; [Next]")
    assert "To: followers who speak for no organisation · El Jadida" in await somebody.sees()
    await somebody.goes_through("[To whom]; [followers who have not]; [Next]")
    assert "To: followers who have not answered yet, fewer than 10" in await somebody.sees()


async def test_it_is_changed_and_dropped_before_it_is_sent(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(
        f"{AT_ONCE}; [Next]; [Change something]; [Change one]; [1. ]; The hall is shut."
    )
    await somebody.goes_through("[Send]; [Next]")
    assert "English:\nThe hall is shut." in await somebody.sees()
    await somebody.taps("Drop it")
    assert await states(town) == []


async def test_everything_under_way_is_stopped(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; [Next]; [Send it]; /admin; [Stop everything]")
    assert "Everything under way is stopped." in await somebody.sees()
    await due_now(town.store, town.now)
    assert await heard(town, resident) == []


async def test_a_member_of_an_organisation_sees_only_what_waits_for_them(town: Town) -> None:
    (speaker,) = await speakers(town, 1)
    await speaker.writes("/admin")
    assert "There is nothing to do for you just now." in await speaker.sees()


async def test_who_was_removed_can_do_nothing_with_the_buttons_left(town: Town) -> None:
    author, other = await colleague(town), await colleague(town, "owner", "Driss")
    await author.goes_through(f"{AT_ONCE}; [Next]; [Send for approval]")
    await other.goes_through("/admin; [Waiting]; [The hall]")
    approve = await other.button("Approve")
    await removed(other)
    await other.does(Tap(approve.data))
    assert await states(town) == ["asked"]


async def test_go_on_leads_back_to_the_conversation(town: Town) -> None:
    roles: tuple[Role, ...] = ("owner", "administrator", "reader")
    for role in roles:
        somebody = await colleague(town, role, role)
        await somebody.goes_through("/admin; [Go on]")
        seen = await somebody.sees()
        assert "This cannot be done now." not in seen
        assert "What matters most" in seen


async def test_what_was_said_of_something_written_does_not_stay(town: Town) -> None:
    somebody = await colleague(town)
    await somebody.goes_through(f"{AT_ONCE}; hello?")
    assert "Please tap one of the buttons." in await somebody.sees()
    await somebody.taps("followers who speak for no")
    assert "Please tap one of the buttons." not in await somebody.sees()
