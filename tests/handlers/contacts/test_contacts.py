"""Questions to the contact of a region: they reach somebody, are answered, and go when they shall."""

import os
from datetime import timedelta

import pytest

from bot.clock import due_now
from handlers.arriving.codes import make
from handlers.contacts import asking
from handlers.contacts.waiting import by_region
from storage import audit, codes, inquiries, staff
from storage.changes import Changes
from storage.erasure_keys import NO_KEY
from storage.inquiries import LONGEST, Inquiry
from storage.messages import Reachable
from tests.dialogues import held
from tests.events import hears, told
from tests.looking import ask, values
from tests.privacy.search import everything
from tests.staff import colleague
from tests.town import SLUG, Resident, Town

ASKED = "Somebody asks you something as the contact of a region. To read it: /admin"
STILL = "Questions of people still wait for your answer. To read them: /admin"
LOOKED_AT = "Your question was looked at. To read what was said: /contact"
SECRET = "Is the steep street lit"


async def visitor(town: Town) -> Resident:
    somebody = town.resident("web")
    await somebody.goes_through(f"/start {SLUG}; [English]; [Continue]; [No]")
    return somebody


async def asks(somebody: Resident, text: str = SECRET, region: str = "El Jadida") -> None:
    await somebody.goes_through(f"/contact; [{region}]; [Ask a question]; {text}")


async def waiting(town: Town) -> list[Inquiry]:
    return await inquiries.waiting(town.store.database, town.store.keys)


async def with_contact(town: Town) -> tuple[Resident, Resident]:
    """The contact of El Jadida, who may only look, and somebody who runs the consultation."""
    amina, driss = await colleague(town, "reader"), await colleague(town, "owner", "Driss")
    await held(town, contact=amina)
    return amina, driss


async def test_only_the_contact_reads_it_and_only_who_asked_reads_the_answer(town: Town) -> None:
    amina, driss = await with_contact(town)
    somebody = await visitor(town)
    await asks(somebody)
    assert await told(town, amina) == [ASKED]
    assert await told(town, driss) == []
    await driss.writes("/admin")
    assert "Questions for you" not in await driss.sees()
    assert "El Jadida: 1" in await driss.sees()
    (asked,) = await waiting(town)
    driss_tries = await driss.button("Go on")
    assert asked.id.hex() not in driss_tries.data
    await amina.goes_through("/admin; [Questions for you: 1]; [1. El Jadida]")
    assert SECRET in await amina.sees()
    await amina.writes("No, it is not.")
    assert await hears(town, somebody) == [LOOKED_AT]
    await somebody.goes_through("/contact; [Is the steep]")
    assert "No, it is not." in await somebody.sees()
    entries = await audit.every(town.store.database, town.store.keys)
    assert (entries[-1].what, entries[-1].on) == ("answered a question", f"{SLUG} jadida")


async def test_what_cannot_be_answered_is_said_too(town: Town) -> None:
    amina, _ = await with_contact(town)
    somebody = await visitor(town)
    await asks(somebody)
    await amina.goes_through("/admin; [Questions for you]; [1. ]; [I cannot answer this]")
    assert await hears(town, somebody) == [LOOKED_AT]
    await somebody.goes_through("/contact; [Is the steep]")
    assert "Your contact cannot answer this" in await somebody.sees()


async def test_an_answer_with_a_link_that_misleads_is_not_sent(town: Town) -> None:
    amina, _ = await with_contact(town)
    await asks(await visitor(town))
    await amina.goes_through("/admin; [Questions for you]; [1. ]; See http://192.168.0.1/")
    assert "must hold the name of a site" in await amina.sees()
    assert len(await waiting(town)) == 1


async def test_where_a_code_is_needed_only_who_has_one_asks(town: Town) -> None:
    await town.hold_again(access="code")
    await with_contact(town)
    somebody, code = await visitor(town), make(os.urandom)
    await somebody.goes_through("/contact; [El Jadida]")
    assert "To ask, please write /code and then your code." in await somebody.sees()
    assert "Ask a question" not in [each.label for each in await somebody.buttons()]
    await town.store.apply(Changes(codes.add(town.store.keys, SLUG, [code])))
    await somebody.writes(f"/code {code}")
    await asks(somebody)
    assert len(await waiting(town)) == 1


async def test_without_a_contact_it_reaches_who_runs_it_and_they_are_told_so(town: Town) -> None:
    amina, driss = await with_contact(town)
    await asks(await visitor(town), region="Settat")
    assert await told(town, driss) == [ASKED]
    assert await told(town, amina) == []
    await driss.writes("/admin")
    assert "No contact answers in: Casablanca-Settat, Settat. Questions go to you." in await driss.sees()
    await driss.goes_through("[Questions for you: 1]; [1. Settat]; On Friday.")
    assert await waiting(town) == []


@pytest.mark.parametrize("how", ["removed", "blocked", "forgotten"])
async def test_where_the_contact_is_gone_what_waits_goes_to_who_runs_it(town: Town, how: str) -> None:
    amina, driss = await with_contact(town)
    await asks(await visitor(town))
    person = await town.desk.whose(amina.channel, amina.address)
    assert person
    if how == "removed":
        await town.store.apply(Changes(staff.remove(person, NO_KEY)))
    elif how == "blocked":
        await amina.does(Reachable(False))
    else:
        await amina.goes_through("/forget; [Erase everything]")
    await driss.writes("/admin")
    assert "Questions for you: 1" in await driss.sees()
    town.later(days=1, hours=12)
    await due_now(town.store, town.now)
    assert STILL in await told(town, driss)


async def test_while_it_waits_the_contact_is_told_again_once_in_an_evening_however_many_wait(
    town: Town,
) -> None:
    amina, _ = await with_contact(town)
    for _ in range(4):
        await asks(await visitor(town))
    assert await told(town, amina) == [ASKED]
    heard = []
    for _ in range(5):
        town.later(days=1)
        town.now = town.now.replace(hour=19)
        for _ in range(2):
            await due_now(town.store, town.now)
        heard.append((await told(town, amina)).count(STILL))
    assert heard == [1, 1, 2, 2, 3], "in all, until then: on every second evening"


async def test_nobody_has_more_than_three_that_wait_and_no_region_more_than_it_can_read(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_contact(town)
    somebody = await visitor(town)
    for number in range(3):
        await asks(somebody, f"Question {number}?")
    await somebody.goes_through("/contact; [El Jadida]")
    assert "3 questions of yours wait for an answer" in await somebody.sees()
    assert not any(each.label == "Ask a question" for each in await somebody.buttons())
    monkeypatch.setattr(asking, "FULL", 3)
    other = await visitor(town)
    await asks(other)
    assert "Many questions wait here just now" in await other.sees()
    assert len(await waiting(town)) == 3
    await other.goes_through("/contact; [Settat]; [Ask a question]")
    await other.writes("x" * (LONGEST + 1))
    assert "at most 1000 letters" in await other.sees()
    await other.writes("\u202e \u200b")
    assert len(await waiting(town)) == 3


async def test_what_was_asked_is_deleted_by_who_asked_with_forget_and_at_the_close(town: Town) -> None:
    await with_contact(town)
    first, second, third = [await visitor(town) for _ in range(3)]
    for number, each in enumerate((first, second, third)):
        await asks(each, f"Word{number} about the street")
    await first.goes_through("/contact; [Word0]; [Delete it]")
    assert "Word0" not in await first.sees()
    await second.writes("/forget")
    assert "What you asked contacts, and what they answered, will be erased too." in await second.sees()
    await second.taps("Erase everything")
    found = everything(town.store)
    assert b"Word0" not in found
    assert b"Word1" not in found
    assert b"Word2" in found, "the same search finds what is there"
    town.later(days=30)
    for _ in range(2):
        await due_now(town.store, town.now)
    assert ask(town.store.database, "SELECT count(*) FROM inquiry") == [(0,)]
    assert b"Word2" not in everything(town.store)
    await third.writes("/contact")
    assert "No contact is named just now." in await third.sees()


async def test_the_disk_tells_no_word_and_no_row_leads_to_an_answer_of_the_survey(town: Town) -> None:
    amina, _ = await with_contact(town)
    somebody = await visitor(town)
    await asks(somebody)
    await amina.goes_through("/admin; [Questions for you]; [1. ]; The lamp is broken.")
    raw = b"".join(value for _, value in values(town.store.database))
    assert SECRET.encode() not in raw
    assert b"lamp" not in raw
    rows = ask(town.store.database, "SELECT due FROM inquiry")
    evening = town.now + timedelta(days=1)
    assert rows == [(int(evening.replace(hour=17, minute=30).timestamp()),)], "an evening, not a moment"


async def test_what_a_backup_brings_back_after_the_close_nobody_can_read(town: Town) -> None:
    amina, _ = await with_contact(town)
    await asks(await visitor(town))
    town.store.keys.destroy(SLUG, "link")
    assert [each.text for each in await waiting(town)] == [""]
    await amina.writes("/admin")
    assert "Questions for you" not in await amina.sees()


async def test_before_it_is_closed_staff_read_that_questions_wait(town: Town) -> None:
    _, driss = await with_contact(town)
    await asks(await visitor(town))
    await driss.goes_through("/admin; [Close it now]")
    assert "1 question that somebody asked a contact is not answered yet." in await driss.sees()


async def test_an_answer_to_who_is_forgotten_meanwhile_goes_nowhere(town: Town) -> None:
    amina, _ = await with_contact(town)
    somebody = await visitor(town)
    await asks(somebody)
    await amina.goes_through("/admin; [Questions for you]; [1. ]")
    await somebody.goes_through("/forget; [Erase everything]")
    await amina.writes("Yes.")
    assert "No question waits for you." in await amina.sees()
    assert ask(town.store.database, "SELECT count(*) FROM inquiry") == [(0,)]


async def test_what_they_follow_comes_first(town: Town) -> None:
    await with_contact(town)
    somebody = await visitor(town)
    await somebody.goes_through("/follow; [Inside]; [Settat]; [Done]; /contact")
    labels = [each.label for each in await somebody.buttons()]
    assert labels[:3] == ["Settat", "Casablanca-Settat", "El Jadida"]


async def test_to_ask_and_to_take_it_back_again_and_again_tells_the_contact_once(town: Town) -> None:
    amina, _ = await with_contact(town)
    somebody = await visitor(town)
    for _ in range(3):
        await asks(somebody)
        await somebody.goes_through("/contact; [Is the steep]; [Delete it]")
    await asks(somebody)
    assert await told(town, amina) == [ASKED]
    town.later(days=1)
    town.now = town.now.replace(hour=19)
    await due_now(town.store, town.now)
    assert (await told(town, amina)).count(STILL) == 1


@pytest.mark.parametrize("heard", [True, False])
async def test_no_row_says_who_was_told_of_an_answer(town: Town, heard: bool) -> None:
    """The log has the region and the day of each answer: who was told then would be who lives there."""
    amina, _ = await with_contact(town)
    somebody = await visitor(town)
    await asks(somebody)
    await amina.goes_through("/admin; [Questions for you]; [1. ]; On Friday.")
    if heard:
        assert await hears(town, somebody) == [LOOKED_AT]
    else:
        town.later(days=30)
    for _ in range(2):
        await due_now(town.store, town.now)
    query = "SELECT d.state FROM delivery d JOIN announcement a ON a.id = d.announcement WHERE a.kind = ?"
    assert ask(town.store.database, query, "inquiry_done") == []


async def test_who_asks_or_counts_opens_no_question_of_others(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_contact(town)
    somebody, other = await visitor(town), await visitor(town)
    await asks(somebody)
    await other.goes_through("/contact; [El Jadida]; [Ask a question]")

    def opened(*_: object) -> None:
        raise AssertionError("opened")

    with monkeypatch.context() as shut:
        shut.setattr(inquiries, "unseal_erasable", opened)
        assert await by_region(town.store, SLUG) == {"jadida": 1}
        shut.setattr(asking, "FULL", 1)
        await other.writes("Another one")
        assert "Many questions wait here just now" in await other.sees()
