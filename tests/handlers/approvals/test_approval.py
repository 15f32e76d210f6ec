"""Approval: exactly what was seen goes out, and nobody approves what is their own where there is another."""

from dataclasses import fields, replace
from typing import Any, get_args

import pytest

from handlers.approvals.approval import Subject, approved, by_hand, can_approve, digest, may_go_out
from storage import announcements, approvals, events, kinds, people, proposals
from storage.announcements import Announcement
from storage.changes import Changes
from storage.events import Event
from storage.proposals import Proposal, proposal
from tests.organisations import found, joined, registered, speakers, verify
from tests.staff import colleague, invited
from tests.town import SLUG, Resident, Town, words

NEWS = Announcement(bytes(16), SLUG, "written", 0, words("A meeting on Thursday."))
EVENING = Event(bytes(16), SLUG, words("Open evening"), words("About rents."), 0, 7_200, "Africa/Casablanca")
CLOSING = proposal("close", SLUG)
STATES = sorted({*kinds.STATES, *events.STATES, *get_args(proposals.State)})
OTHERWISE: dict[type, Any] = {
    bytes: b"else",
    str: "else",
    int: 4711,
    dict: words("else"),
    tuple: ("else",),
    type(None): b"else",
}


async def person_of(somebody: Resident) -> bytes:
    person = await somebody.town.desk.whose(somebody.channel, somebody.address)
    assert person
    return person


def changed(subject: Subject) -> dict[str, bytes]:
    """The digest with one thing after the other otherwise."""
    found = {}
    for each in fields(subject):
        value = getattr(subject, each.name)
        found[each.name] = digest(replace(subject, **{each.name: OTHERWISE[type(value)]}))
    return found


@pytest.mark.parametrize("subject", [NEWS, EVENING, CLOSING], ids=["announcement", "event", "proposal"])
def test_whatever_decides_what_goes_out_is_in_the_digest(subject: Subject) -> None:
    found = changed(subject)
    same = {name for name, each in found.items() if each == digest(subject)}
    assert same == {"state", "author", "sequence", "changes", "reason"} & set(found)
    assert len(set(found.values()) - {digest(subject)}) == len(found) - len(same)


async def test_the_only_one_of_the_staff_approves_alone(town: Town) -> None:
    only = await person_of(await colleague(town, "owner"))
    await colleague(town, "reader")
    assert await can_approve(town.store, only, replace(NEWS, author=only)) == "alone"


async def test_where_there_are_two_it_is_the_other(town: Town) -> None:
    one, two = [await person_of(await colleague(town, role)) for role in ("owner", "administrator")]
    reader = await person_of(await colleague(town, "reader"))
    news = replace(NEWS, author=one)
    assert await can_approve(town.store, one, news) == ""
    assert await can_approve(town.store, two, news) == "second"
    assert await can_approve(town.store, reader, news) == ""


async def test_an_organisations_is_approved_by_staff_or_by_another_organisation(town: Town) -> None:
    first, second = [await person_of(each) for each in await speakers(town)]
    ours = replace(EVENING, organisation=(await found(town)).id, author=first)
    await registered(town, "Water for all")
    waiting = await person_of(await registered(town, "Not yet"))
    await verify(town, "Water for all")
    other = await person_of(await joined(town, "Water for all"))
    only = await person_of(await colleague(town))
    assert await can_approve(town.store, first, ours) == ""
    assert await can_approve(town.store, second, ours) == "", "they are of the same organisation"
    assert await can_approve(town.store, waiting, ours) == "", "nobody verified theirs"
    assert await can_approve(town.store, other, ours) == "second"
    assert await can_approve(town.store, only, ours) == "second"
    assert await can_approve(town.store, other, NEWS) == "", "that is the staff's"


async def test_who_works_here_does_not_approve_what_their_own_organisation_wrote(town: Town) -> None:
    first, second = await speakers(town)
    ours = replace(NEWS, organisation=(await found(town)).id, author=await person_of(first))
    await second.goes_through(f"{await invited(town, 'owner', 'Driss')}; [Accept]")
    assert await can_approve(town.store, await person_of(second), ours) == ""


async def test_what_was_changed_after_its_approval_does_not_go_out(town: Town) -> None:
    only = await person_of(await colleague(town))
    news = replace(NEWS, author=only)
    assert not await may_go_out(town.store, news)
    await town.store.apply(Changes((approvals.add(approved(news, only, "alone")),)))
    assert await may_go_out(town.store, news)
    assert await may_go_out(town.store, replace(news, state="waiting", author=None))
    assert not await may_go_out(town.store, replace(news, texts=words("Another meeting.")))


async def test_what_comes_by_an_approved_rule_goes_out(town: Town) -> None:
    only = await person_of(await colleague(town))
    weekly = replace(NEWS, author=only, rule="FREQ=WEEKLY", local="2026-12-01T09:00", expires=100)
    writes = announcements.add(weekly), approvals.add(approved(weekly, only, "alone"))
    await town.store.apply(Changes(writes))
    second = replace(
        weekly, id=b"2" * 16, series=weekly.id, rule="", local="2026-12-08T09:00", due=7, expires=107
    )
    assert await may_go_out(town.store, replace(weekly, due=7))
    assert await may_go_out(town.store, second)
    assert not await may_go_out(town.store, replace(second, texts=words("Another meeting.")))
    assert not await may_go_out(town.store, replace(second, series=b"3" * 16))


async def test_what_our_own_code_says_needs_no_approval(town: Town) -> None:
    assert await may_go_out(town.store, replace(NEWS, kind="opened"))
    assert await may_go_out(town.store, NEWS), "written on the server"
    await town.store.apply(Changes((approvals.add(by_hand(NEWS)),)))
    assert await may_go_out(town.store, NEWS)
    assert not await may_go_out(town.store, replace(NEWS, due=1))


async def test_people_are_invited_only_to_an_event_as_it_was_approved(town: Town) -> None:
    only = await person_of(await colleague(town))
    evening = replace(EVENING, state="open", author=only)
    invitation = replace(NEWS, id=b"i" * 16, kind="event", event=evening.id)
    await town.store.apply(Changes((events.add(evening),)))
    assert not await may_go_out(town.store, invitation)
    await town.store.apply(Changes((approvals.add(approved(evening, only, "alone")),)))
    assert await may_go_out(town.store, invitation)
    await town.store.apply(Changes((events.change(evening, replace(evening, place="elsewhere")),)))
    assert not await may_go_out(town.store, invitation)


async def test_what_nobody_approved_goes_with_who_wrote_it_and_what_was_approved_stays(town: Town) -> None:
    author, other = [await person_of(await colleague(town, role)) for role in ("owner", "administrator")]
    for number, state in enumerate(STATES):
        await wrote(town, bytes([number]) * 16, state, author)
        await wrote(town, bytes([100 + number]) * 16, state, other)
    before = await written(town, other)
    await town.store.apply(Changes(people.forget(author)))
    after = await written(town, other)
    assert before - after == {
        (kind, state, theirs)
        for kind, state, theirs in before
        if not theirs and state in {"draft", "asked", "refused"}
    }


async def test_what_was_approved_goes_out_without_the_name_of_who_is_gone(town: Town) -> None:
    only = await person_of(await colleague(town))
    waiting = replace(NEWS, author=only)
    await town.store.apply(Changes((announcements.add(waiting), approvals.add(by_hand(waiting)))))
    await town.store.apply(Changes(people.forget(only)))
    (left,) = await announcements.of(town.store.database, SLUG)
    assert (left.id, left.author) == (waiting.id, None)
    assert await may_go_out(town.store, left)


async def written(town: Town, by: bytes) -> set[tuple[str, str, bool]]:
    """What is there: its kind, how it stands, and whether it is that person's."""
    database = town.store.database
    found: tuple[Announcement | Event | Proposal, ...] = (
        *await announcements.of(database, SLUG),
        *await events.every(database),
        *await proposals.of(database, SLUG),
    )
    return {(type(each).__name__, each.state, each.author == by) for each in found}


async def wrote(town: Town, identity: bytes, state: Any, author: bytes) -> None:
    """Somebody wrote an announcement, an event and a proposal that stand like this, as far as they can."""
    writes = []
    if state in kinds.STATES:
        writes.append(announcements.add(replace(NEWS, id=identity, author=author, state=state)))
    if state in events.STATES:
        writes.append(events.add(replace(EVENING, id=identity, author=author, state=state)))
    if state in get_args(proposals.State):
        writes.append(proposals.ask(replace(CLOSING, id=identity, author=author, state=state)))
    await town.store.apply(Changes(tuple(writes)))


async def test_who_is_forgotten_is_no_longer_named_by_what_they_approved(town: Town) -> None:
    only = await person_of(await colleague(town))
    await town.store.apply(Changes((approvals.add(approved(NEWS, only, "alone")),)))
    await town.store.apply(Changes(people.forget(only)))
    left = await approvals.of(town.store.database, NEWS.id)
    assert left
    assert left.person == approvals.COMMAND_LINE
    assert await may_go_out(town.store, NEWS)
