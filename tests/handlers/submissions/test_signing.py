"""Organisations sign a paper in the chat: for one text, once, in nobody's name but their own."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.channels.telegram.parts import BODY, part_of
from bot.channels.telegram.text import units
from bot.settings import random_bytes
from handlers.organisations import verifying
from handlers.submissions import keeping, signing
from handlers.submissions.drafts import draft_of
from handlers.submissions.holding import Held
from handlers.words import Words
from reports.submission.draft import Paragraph, Section
from storage import audit, organisations, papers, signatures, staff
from storage.changes import Stale
from storage.messages import Tap
from storage.papers import Paper
from tests.events import hears, told
from tests.looking import ask
from tests.organisations import ask_organisations, found, joined, member, verify
from tests.papers import (
    DECLINES,
    DRAFT,
    OFFICE,
    OPENS,
    SIGNS,
    TEXT,
    asks,
    coalition,
    paper_of,
    rewritten,
    written,
)
from tests.town import Resident, Town

ASKED = "Your organisation is asked to sign a paper. To read it: /organisation"
AGAIN = "A paper that your organisation signed has changed. To read it again: /organisation"
ANSWERED = "Somebody of your organisation answered about a paper. To see it: /organisation"
Coalition = tuple[Resident, Resident, Resident]


@pytest.fixture
async def asked(town: Town) -> Coalition:
    """Two members of Housing Now, which is asked to sign, and one of Water For All, which is too."""
    await ask_organisations(town)
    await written(town)
    three = await coalition(town)
    assert await asks(town, "Housing Now", "Water For All") == "done"
    return three


async def answers(town: Town) -> dict[str, str]:
    those = await signing.asked(town.store, await paper_of(town))
    return {each.organisation.name: each.answer for each in those}


async def test_one_organisation_signs_once_whoever_of_it_is_first(town: Town, asked: Coalition) -> None:
    first, second, _ = asked
    for each in (first, second):
        await each.goes_through(f"{OPENS}; [We sign]")
    await first.taps("Yes, we sign")
    await second.taps("Yes, we sign")
    assert "Somebody of your organisation was first." in await second.sees()
    assert await answers(town) == {"Housing Now": "signed", "Water For All": "asked"}
    assert ANSWERED in await hears(town, second)
    assert ANSWERED in await told(town, first), "who alone is not told would be who did it"
    await second.goes_through(f"{OPENS}; [Take the signature back]; [No, leave it]")
    assert (await answers(town))["Housing Now"] == "signed", "it is asked once more"
    await second.goes_through("[Take the signature back]; [Yes]")
    assert (await answers(town))["Housing Now"] == "asked"


async def test_two_members_at_the_same_moment_give_one_signature(town: Town, asked: Coalition) -> None:
    first, second, _ = asked
    for each in (first, second):
        await each.goes_through(f"{OPENS}; [We sign]")
    await asyncio.gather(first.taps("Yes, we sign"), second.taps("Yes, we sign"))
    said = [await each.sees() for each in (first, second)]
    assert sum("Somebody of your organisation was first." in each for each in said) == 1
    entries = await audit.every(town.store.database, town.store.keys)
    assert [each.what for each in entries].count("signed a paper") == 1


async def test_a_text_that_changes_at_the_same_moment_is_not_signed(town: Town, asked: Coalition) -> None:
    first, *_ = asked
    await first.goes_through(f"{OPENS}; [We sign]")

    async def changes() -> None:
        for _ in range(9):
            with suppress(Stale):
                return await rewritten(town, "Other words.")

    await asyncio.gather(first.taps("Yes, we sign"), changes())
    assert draft_of(await paper_of(town)).sections[0].paragraphs[0].text == "Other words."
    assert (await answers(town))["Housing Now"] in {"asked", "again"}


async def test_another_text_is_another_signature_and_they_are_asked_again(
    town: Town, asked: Coalition
) -> None:
    first, second, other = asked
    await first.goes_through(SIGNS)
    await other.goes_through(DECLINES)
    assert ASKED in await told(town, first)
    await rewritten(town, TEXT, "source Census")
    assert (await answers(town))["Housing Now"] == "signed", "what a paragraph rests on is not in the file"
    await rewritten(town, "Some homes are damp.")
    await rewritten(town, "Few homes are damp.")
    assert await answers(town) == {"Housing Now": "again", "Water For All": "declined"}
    assert (await hears(town, second)).count(AGAIN) == 1
    await second.goes_through(OPENS)
    assert "It has changed since your organisation signed." in await second.sees()
    await second.goes_through("[We sign]; [Yes, we sign]")
    assert (await answers(town))["Housing Now"] == "signed"


async def test_what_was_asked_once_more_is_not_what_stands_there_now(town: Town, asked: Coalition) -> None:
    first, *_ = asked
    await first.goes_through(f"{OPENS}; [We sign]")
    await rewritten(town, "Other words.")
    await first.taps("Yes, we sign")
    assert "It was changed meanwhile." in await first.sees()
    assert (await answers(town))["Housing Now"] == "asked"


async def test_who_takes_back_what_was_changed_meanwhile_is_told_that(town: Town, asked: Coalition) -> None:
    first, *_ = asked
    await first.goes_through(f"{SIGNS}; [Take the signature back]")
    await rewritten(town, "Other words.")
    await first.taps("Yes, take it back")
    assert "It was changed meanwhile." in await first.sees()


async def test_who_is_verified_again_is_not_asked_once_more(town: Town, asked: Coalition) -> None:
    await asked[0].goes_through(SIGNS)
    await rewritten(town, "Other words.")
    refused = await verifying.refused(town.store, await found(town), "Not you.", 0, random_bytes)
    await town.store.apply(refused)
    await verify(town)
    assert (await answers(town))["Housing Now"] == "asked"


async def test_what_is_decided_while_somebody_signs_is_decided_again(town: Town, asked: Coalition) -> None:
    before = await drawn(town)
    await asked[0].goes_through(SIGNS)
    assert await takes(town, *before) == "changed", "the file that was drawn does not name who signed since"


async def test_a_file_that_names_who_signs_no_more_is_not_taken(town: Town, asked: Coalition) -> None:
    first, _, other = asked
    await first.goes_through(SIGNS)
    await other.goes_through(SIGNS)
    before = await drawn(town)
    refused = await verifying.refused(town.store, await found(town), "Not you.", 0, random_bytes)
    place = town.desk.place()
    decided = await keeping.written(town.store, place, OFFICE, *before)
    await town.store.apply(refused)
    with pytest.raises(Stale):
        await town.store.apply(decided.changes)
    assert await takes(town, *before) == "changed"
    before = await drawn(town)
    await other.goes_through("/forget; [Erase everything]")
    assert await takes(town, *before) == "changed"
    assert await takes(town, *await drawn(town)) == "done"


async def drawn(town: Town) -> tuple[Paper, Held]:
    """A paper, and what its file says."""
    paper = await paper_of(town)
    held = await keeping.held(town.store, town.desk.place(), paper)
    assert held
    return paper, held


async def takes(town: Town, paper: Paper, held: Held) -> str:
    outcome = await keeping.written(town.store, town.desk.place(), OFFICE, paper, held)
    await town.store.apply(outcome.changes)
    return outcome.said


async def test_a_signature_is_taken_back_until_the_file_is_taken(town: Town, asked: Coalition) -> None:
    first, _, other = asked
    await first.goes_through(SIGNS)
    await first.goes_through(f"{OPENS}; [Take the signature back]")
    assert await takes(town, *await drawn(town)) == "done"
    await first.taps("Yes, take it back")
    assert "The paper was taken as a file." in await first.sees()
    assert (await answers(town))["Housing Now"] == "signed"
    assert "[Take the signature back]" not in await first.sees(), "what would be refused is not offered"
    await first.goes_through("[Read the text]")
    assert "[Take the signature back]" not in await first.sees()
    await other.goes_through(f"{DECLINES}; [We sign]; [Yes, we sign]")
    assert (await answers(town))["Water For All"] == "signed"


async def test_nobody_else_reads_or_signs_it(town: Town, asked: Coalition) -> None:
    first, *_ = asked
    assert await asks(town, "Water For All", sign=False) == "done"
    stranger, other = await member(town), asked[2]
    for each in (stranger, other):
        await each.writes("/organisation")
        assert "Papers to sign" not in await each.sees()
    await first.goes_through(f"{OPENS}; [Read the text]")
    button = await first.button("We sign")
    assert await asks(town, "Housing Now", sign=False) == "done"
    await first.does(Tap(button.data))
    assert "This is not there any more." in await first.sees()
    assert await signatures.of(town.store.database, (await paper_of(town)).id) == []


async def test_one_that_is_not_verified_any_more_does_not_count(town: Town, asked: Coalition) -> None:
    await asked[0].goes_through(SIGNS)
    refused = await verifying.refused(town.store, await found(town), "Not you.", 0, random_bytes)
    await town.store.apply(refused)
    assert (await answers(town))["Housing Now"] == "asked"
    assert await asks(town, "Housing Now") == "changed", "nobody asks who could not answer"
    await verify(town)
    assert (await answers(town))["Housing Now"] == "asked", "what it signed before, it signs anew"
    assert await asks(town, "Housing Now", sign=False) == "done"


async def test_nothing_is_left_of_who_is_erased(town: Town, asked: Coalition) -> None:
    first, second, other = asked
    await first.goes_through(SIGNS)
    await first.goes_through("/forget; [Erase everything]")
    assert (await answers(town))["Housing Now"] == "signed", "somebody can still speak for it"
    await second.goes_through("/forget; [Erase everything]")
    await other.goes_through("/forget; [Erase everything]")
    assert await signatures.of(town.store.database, (await paper_of(town)).id) == []


async def test_a_paper_that_is_removed_takes_its_signatures_along(town: Town, asked: Coalition) -> None:
    first, *_ = asked
    await first.goes_through(f"{SIGNS}; [Read the text]")
    paper = await paper_of(town)
    place = town.desk.place()
    assert (await keeping.removed(town.store, place, b"o" * 16, paper.id, 7)).said == "changed"
    gone = await keeping.removed(town.store, place, b"o" * 16, paper.id, paper.version)
    await town.store.apply(gone.changes)
    assert await papers.every(town.store.database) == []
    assert await signatures.of(town.store.database, paper.id) == []
    assert "This is not there any more." in await first.sees()


async def test_the_log_names_the_organisation_and_none_of_its_members(town: Town, asked: Coalition) -> None:
    first, second, _ = asked
    await first.goes_through(f"{SIGNS}; [Take the signature back]; [Yes]")
    await second.goes_through(DECLINES)
    keys, code = town.store.keys, (await found(town)).code
    entries = await audit.every(town.store.database, keys)
    ours = [each.what for each in entries if each.who == f"organisation {code}"]
    assert ours == ["signed a paper", "took a signature back", "did not sign a paper"]
    people = [await town.desk.whose(each.channel, each.address) for each in (first, second)]
    codes = {staff.code(keys, each) for each in people if each}
    assert not codes & {each.who for each in entries}


async def test_no_row_says_who_of_them_signed(town: Town, asked: Coalition) -> None:
    await asked[0].goes_through(SIGNS)
    query = "SELECT d.person FROM delivery d JOIN announcement a ON a.id = d.announcement WHERE a.kind = ?"
    members = await organisations.members(town.store.database, (await found(town)).id)
    assert sorted(each for (each,) in ask(town.store.database, query, "sign_said")) == sorted(members)
    assert len(members) == 2
    await asked[2].goes_through(SIGNS)
    assert len(ask(town.store.database, query, "sign_said")) == 2, "who is alone knows"


async def test_a_long_paper_is_read_whole_in_the_parts_of_a_chat(town: Town) -> None:
    await ask_organisations(town)
    those = tuple(Paragraph("word " * 1_000 + f"end{number}.") for number in "123")
    await written(town, replace(DRAFT, sections=(Section("Homes", those),)))
    first, second, _ = await coalition(town)
    await asks(town, "Housing Now")
    for each in (first, second):
        await each.goes_through(f"{OPENS}; [Read the text]")
    card = await first.card()
    parts = [part_of(replace(card, part=number), Words("en").say).body for number in range(9)]
    assert max(map(units, parts)) <= BODY
    for number in "123":
        assert f"end{number}." in (await second.card()).body
        assert any(f"end{number}." in each for each in parts)


async def test_only_a_coalition_is_signed(town: Town) -> None:
    await ask_organisations(town)
    await written(town, replace(DRAFT, form="organisation"))
    await coalition(town)
    assert await asks(town, "Housing Now") == "late"


async def test_a_new_member_finds_what_is_to_be_signed(town: Town, asked: Coalition) -> None:
    late = await joined(town)
    await late.goes_through(SIGNS)
    assert (await answers(town))["Housing Now"] == "signed"
