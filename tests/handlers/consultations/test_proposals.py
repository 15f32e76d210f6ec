"""A consultation, its close, its results: what happens is, to the letter, what a second person approved."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import due_now
from bot.results_page import published_page
from handlers.approvals.approval import can_approve, is_approved
from handlers.consultations import applying, holding, opening, publishing
from handlers.consultations.carrying_out import CannotBeDone, carried_out
from handlers.consultations.folder import Folder
from handlers.consultations.packing import files, packed, unpacked
from storage import audit, consultations, proposals, publications
from storage.approvals import COMMAND_LINE
from storage.changes import Changes, NotOpen, Stale
from storage.messages import Tap
from storage.proposals import Kind, Proposal, proposal
from storage.staff import Role
from tests.released import release
from tests.staff import invited
from tests.town import SLUG, START, Resident, Town, folder, open_town, plain, words

OPENS = START + timedelta(days=1)
CLOSES = START + timedelta(days=26)
URL = "https://settat.example"


@pytest.fixture
async def soon(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    """A town whose consultation opens tomorrow, and was applied by a command."""
    async with open_town(tmp_path, url) as town:
        town.store.keys.create(SLUG)
        await applied(town)
        yield town


async def applied(town: Town, **changed: object) -> None:
    before = await consultations.get(town.store.database, SLUG)
    found = await applying.apply(town.store, folder(**{"opens": OPENS, **changed}), before, town.now)
    await town.store.apply(found.changes)


async def opens(town: Town) -> str:
    """What becomes of it when its time comes."""
    town.later(days=1)
    await due_now(town.store, town.now)
    return (await town.consultation()).state


async def asked(town: Town, kind: Kind) -> Proposal | None:
    found = await proposals.get(town.store.database, proposals.identity(kind, SLUG))
    return found if found and found.state == "asked" else None


async def person_of(somebody: Resident) -> bytes:
    person = await somebody.town.desk.whose(somebody.channel, somebody.address)
    assert person
    return person


async def two(town: Town) -> tuple[Resident, Resident]:
    """Two who can approve, and one who only reads."""
    await enlisted(town, "reader", "Hiba")
    return await enlisted(town, "administrator", "Amina"), await enlisted(town, "owner", "Driss")


async def enlisted(town: Town, role: Role, name: str) -> Resident:
    """Somebody who joined the staff, also where nothing is open yet."""
    somebody = town.resident()
    await somebody.goes_through(f"{await invited(town, role, name)}; [Accept]")
    return somebody


async def looks(somebody: Resident) -> None:
    """They look at the one thing that waits for them."""
    await somebody.goes_through("/admin; [Waiting for you: 1]")
    await somebody.does(Tap((await somebody.buttons())[0].data))


async def test_a_name_is_taken_once_and_keeps_what_the_first_wrote(tmp_path: Path, url: str) -> None:
    async with open_town(tmp_path, url) as town:
        town.store.keys.create(SLUG)
        first, at_once = [
            await applying.apply(town.store, folder(closes=day), None, town.now) for day in (CLOSES, OPENS)
        ]
        await town.store.apply(first.changes)
        after = await applying.apply(town.store, folder(closes=OPENS), None, town.now)
        for late in (at_once, after):
            with pytest.raises(Stale):
                await town.store.apply(late.changes)
        assert (await town.consultation()).closes == CLOSES


async def test_of_two_who_change_it_at_once_the_second_overwrites_nothing(soon: Town) -> None:
    before = await soon.consultation()
    wishes = [
        await applying.apply(soon.store, folder(opens=OPENS, title=words(title)), before, soon.now)
        for title in ("What comes first?", "What comes next?")
    ]
    await soon.store.apply(wishes[0].changes)
    with pytest.raises(NotOpen):
        await soon.store.apply(wishes[1].changes)
    assert (await soon.consultation()).terms.title["en"] == "What comes first?"


async def test_where_nobody_else_could_it_opens_and_everybody_reads_that_one_person_approved_it(
    soon: Town,
) -> None:
    await enlisted(soon, "owner", "Driss")
    assert await opens(soon) == "open"
    resident = soon.resident()
    await resident.goes_through(f"/start {SLUG}; [English]")
    assert "Only one person looked at this consultation before it opened." in await resident.sees()
    await resident.taps("Who is asking")
    assert "Only one person looked at this consultation before it opened." in await resident.sees()


async def test_what_was_approved_before_there_was_a_second_stays_approved_and_is_still_said(
    soon: Town,
) -> None:
    await two(soon)
    assert await opens(soon) == "open"
    assert await holding.by_one_person(soon.store, SLUG) == ["consultation"]


async def test_where_there_are_two_it_does_not_open_before_one_of_them_looked_at_it(soon: Town) -> None:
    _, other = await two(soon)
    await applied(soon, title=words("What comes first?"))
    assert await opens(soon) == "scheduled"
    await looks(other)
    seen = await other.sees()
    assert "English:\nWhat comes first?" in seen
    assert "It opens on 25 November 2026, 10:00 and closes on 20 December 2026, 10:00." in seen
    assert "Counted apart by" not in seen
    await other.taps("Approve")
    await due_now(soon.store, soon.now)
    assert (await soon.consultation()).state == "open"
    resident = soon.resident()
    await resident.goes_through(f"/start {SLUG}; [English]")
    assert "approved" not in await resident.sees()
    noted = [(each.what, each.on) for each in await audit.every(soon.store.database, soon.store.keys)]
    assert noted[-1] == ("approved", f"consultation {SLUG}")


@pytest.mark.parametrize(
    "changed",
    [
        {"closes": CLOSES - timedelta(days=1)},
        {"consent": words("Other words."), "consent_version": "2"},
        {"raw_export": True},
    ],
    ids=["close", "consent", "export"],
)
async def test_what_was_changed_after_its_approval_waits_again(
    soon: Town, changed: dict[str, object]
) -> None:
    _, other = await two(soon)
    await applied(soon, title=words("What comes first?"))
    await looks(other)
    await other.taps("Approve")
    before = await soon.consultation()
    await soon.store.apply(Changes((consultations.put(before.terms.model_copy(update=changed), before),)))
    assert await opens(soon) == "scheduled", "even where nobody asked for it anew"
    assert await asked(soon, "consultation")
    await looks(other)
    await other.taps("Approve")
    await due_now(soon.store, soon.now)
    assert (await soon.consultation()).state == "open"


async def test_another_form_or_other_regions_are_another_consultation(soon: Town) -> None:
    base = folder(opens=OPENS)
    (survey,) = base.surveys
    others = [
        replace(base, surveys=(replace(survey, digest="another"),)),
        replace(base, regions=base.regions[:2]),
        folder(opens=OPENS, closes=CLOSES + timedelta(seconds=1)),
    ]
    wholes = [(await applying.apply(soon.store, each, None, soon.now)).whole for each in (base, *others)]
    assert await is_approved(soon.store, wholes[0])
    assert [await is_approved(soon.store, each) for each in wholes[1:]] == [False] * 3


async def test_what_is_changed_while_it_opens_is_not_opened(soon: Town) -> None:
    soon.later(days=1)
    decided = await opening.opened(soon.store, await soon.consultation(), soon.now, bytes)
    await two(soon)
    await applied(soon, title=words("What comes first?"))
    with pytest.raises(NotOpen):
        await soon.store.apply(decided)


async def test_what_was_refused_says_why_and_does_not_wait_any_more(soon: Town) -> None:
    _, other = await two(soon)
    await applied(soon, title=words("What comes first?"))
    await looks(other)
    await other.taps("Refuse")
    assert "Please write the reason" in await other.sees()
    await other.writes("The close is on a holiday.")
    assert "It is refused." in await other.sees()
    assert await opens(soon) == "scheduled"
    assert await asked(soon, "consultation") is None
    await other.writes("/admin")
    assert "Begin the consultation: not approved. The close is on a holiday." in await other.sees()
    await applied(soon, title=words("What comes first?"), closes=CLOSES + timedelta(days=1))
    assert await asked(soon, "consultation")


async def test_a_tap_on_what_was_changed_meanwhile_shows_it_anew(soon: Town) -> None:
    _, other = await two(soon)
    await applied(soon, title=words("What comes first?"))
    await looks(other)
    approve = await other.button("Approve")
    await applied(soon, title=words("Something else?"))
    await other.does(Tap(approve.data))
    seen = await other.sees()
    assert "It was changed meanwhile." in seen
    assert "Something else?" in seen
    assert await opens(soon) == "scheduled"


async def test_two_who_decide_at_once_decide_once(soon: Town) -> None:
    _, other = await two(soon)
    await applied(soon, title=words("What comes first?"))
    found = await asked(soon, "consultation")
    assert found
    person = await person_of(other)
    late = await carried_out(soon.store, found, person, "second", soon.desk.place())
    await soon.store.apply(Changes((proposals.decide(found, "refused", "No."),)))
    with pytest.raises(Stale):
        await soon.store.apply(Changes((proposals.decide(found, "done"), *late.writes)))
    assert await opens(soon) == "scheduled"


async def changing(town: Town, changed: Folder) -> Proposal:
    """Somebody on the server wants another folder, while people are answering."""
    proposed = proposal("change", SLUG, packed(changed))
    await town.store.apply(Changes((*files(*changed.surveys), proposals.ask(proposed))))
    return proposed


async def test_a_folder_comes_back_as_it_was_packed(town: Town) -> None:
    assert await unpacked(town.store, packed(folder())) == folder()


async def test_while_it_is_open_nothing_changes_before_the_second_person(town: Town) -> None:
    _, other = await two(town)
    later = folder(closes=CLOSES + timedelta(days=7), title=words("What comes first?"))
    await changing(town, later)
    assert (await town.consultation()).terms.title["en"].startswith("What matters")
    await looks(other)
    await other.taps("Approve")
    now = await town.consultation()
    assert (now.terms.title["en"], now.closes) == ("What comes first?", CLOSES + timedelta(days=7))
    assert await is_approved(town.store, await holding.as_it_is(town.store, now))
    town.later(days=27)
    await due_now(town.store, town.now)
    assert (await town.consultation()).state == "open"


async def test_what_comes_too_late_is_not_done(town: Town) -> None:
    _, other = await two(town)
    await changing(town, folder(closes=CLOSES + timedelta(days=7)))
    town.later(days=27)
    await due_now(town.store, town.now)
    await looks(other)
    await other.taps("Approve")
    assert "It cannot be done any more." in await other.sees()
    assert (await town.consultation()).state == "closed"


async def test_an_early_close_needs_the_second_person_too(town: Town) -> None:
    _, other = await two(town)
    await town.store.apply(Changes((proposals.ask(proposal("close", SLUG)),)))
    assert (town.store.keys.folder / f"{SLUG}.link").exists()
    await looks(other)
    await other.taps("Approve")
    assert (await town.consultation()).state == "closed"
    assert not (town.store.keys.folder / f"{SLUG}.link").exists(), "the key is destroyed"


async def closed(town: Town) -> None:
    town.later(days=30)
    for _ in range(2):
        await due_now(town.store, town.now)


async def test_the_results_that_are_published_are_those_that_were_approved(town: Town) -> None:
    _, other = await two(town)
    await closed(town)
    made = await release(town)
    proposed = await publishing.to_publish(town.store, await town.consultation(), URL)
    await town.store.apply(Changes((proposals.ask(proposed),)))
    page = published_page(town.store)
    assert await page(SLUG, "en") == ()
    await looks(other)
    assert "Fewer than 20 sent their answers" in await other.sees()
    await other.taps("Approve")
    shown = await page(SLUG, "en")
    kept = await publications.get(town.store.database, SLUG, "en")
    assert kept
    assert kept.results.encode() == made.release.document
    assert shown[0]["alone"] == []


async def alone(town: Town, proposed: Proposal) -> None:
    """Done by one person."""
    place = town.desk.place()
    await town.store.apply(await carried_out(town.store, proposed, COMMAND_LINE, "alone", place))


async def test_what_one_person_published_says_so(town: Town) -> None:
    resident = town.resident("web")
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [Yes]")
    await closed(town)
    await release(town)
    await alone(town, await publishing.to_publish(town.store, await town.consultation(), URL))
    await alone(town, await publishing.to_say(town.store, await town.consultation(), words("Done."), URL))
    await due_now(town.store, town.now)
    told = [plain(each.text) for each in await town.desk.news(resident.address)]
    assert sum("One person approved this." in each for each in told) == 2
    (shown,) = await published_page(town.store)(SLUG, "en")
    assert shown["alone"] == ["publish", "did"]


async def test_nobody_approves_what_they_asked_for(town: Town) -> None:
    author, other = [await person_of(each) for each in await two(town)]
    mine = proposal("close", SLUG, author=author)
    assert await can_approve(town.store, author, mine) == ""
    assert await can_approve(town.store, other, mine) == "second"


async def test_it_is_not_done_twice(town: Town) -> None:
    place = town.desk.place()
    await closed(town)
    with pytest.raises(CannotBeDone):
        await carried_out(town.store, proposal("close", SLUG), COMMAND_LINE, "alone", place)


async def test_the_log_of_all_this_is_whole(soon: Town) -> None:
    _, other = await two(soon)
    await applied(soon, title=words("What comes first?"))
    await looks(other)
    await other.goes_through("[Refuse]; Not yet.")
    entries = await audit.every(soon.store.database, soon.store.keys)
    assert all(each.true for each in entries)
    assert entries[-1].what == "refused"


async def test_who_is_forgotten_is_no_longer_named_by_what_they_asked_for(town: Town) -> None:
    author, _ = await two(town)
    person = await person_of(author)
    await town.store.apply(
        Changes((proposals.ask(replace(proposal("close", SLUG, author=person), state="done")),))
    )
    await author.goes_through("/forget; [Erase everything]")
    found = await proposals.get(town.store.database, proposals.identity("close", SLUG))
    assert found
    assert found.author is None


def test_each_kind_of_each_consultation_has_one_id() -> None:
    kinds: tuple[Kind, ...] = ("close", "publish", "did")
    found = {proposals.identity(kind, slug) for kind in kinds for slug in (SLUG, "other")}
    assert len(found) == 6
