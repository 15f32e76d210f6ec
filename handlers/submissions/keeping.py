"""A paper is begun, changed, looked at, written as a file or removed; and held against what is known now."""

from dataclasses import replace

from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome, Said
from handlers.submissions import gathering, holding, signing
from handlers.submissions.drafts import draft_of, mark
from handlers.submissions.holding import Held
from handlers.view import Place
from reports.submission import reading
from reports.submission.draft import Draft
from reports.submission.signing import with_signatories
from storage import consultations, organisations, papers, signatures, staff
from storage.changes import Changes, Write
from storage.papers import Paper
from storage.store import Store

BEGAN, CHANGED, SAW, WROTE = "began a paper", "changed a paper", "saw warnings of", "wrote a paper"
REMOVED = "removed a paper"
"""What the log says."""


async def held(store: Store, place: Place, paper: Paper, most: int = 0) -> Held | None:
    """It against what is known now; None where its consultation is gone."""
    draft = draft_of(paper)
    consultation = await consultations.get(store.database, draft.consultation)
    if consultation is None:
        return None
    of = await gathering.material(store, consultation, draft.simulated, place.now.date())
    asked = [each.signatory for each in await signing.asked(store, paper)]
    return await holding.held(store, of, draft, place.fresh, most, asked)


def new(store: Store, place: Place, person: bytes, draft: Draft) -> Paper:
    """To be kept as it was begun."""
    content, who = reading.write(draft).decode(), staff.code(store.keys, person)
    now = int(place.now.timestamp())
    return Paper(place.fresh(16), draft.consultation, draft.language, draft.form, now, content, (who,))


async def begun(store: Store, place: Place, person: bytes, paper: Paper) -> Outcome:
    """It is there from now on, unless it is longer than what can be read again."""
    if is_long(paper.content):
        return Outcome("long")
    return Outcome("done", Changes((papers.add(paper), await note(store, place, person, BEGAN, paper.id))))


def is_long(content: str) -> bool:
    """Whether nobody could read it any more: thousands of recommendations, for instance."""
    return len(content.encode()) > reading.LARGEST


async def changed(
    store: Store, place: Place, person: bytes, paper: Paper, version: int, draft: Draft
) -> Outcome:
    """Something else stands in it, if nobody changed it since this version. Who looked before looks again."""
    content = reading.write(draft).decode()
    if version != paper.version:
        return Outcome("changed")
    if is_long(content):
        return Outcome("long")
    if content == paper.content:
        return Outcome("same")
    writers = tuple(dict.fromkeys((*paper.writers, staff.code(store.keys, person))))
    after = replace(paper, version=version + 1, content=content, writers=writers, seen_by="", seen_what="")
    noted = await note(store, place, person, CHANGED, paper.id)
    again = await signing.asked_again(store, place, paper, after)
    return Outcome("done", again.also(papers.change(paper, after), noted))


async def seen(
    store: Store, place: Place, person: bytes, paper: Paper, held: Held, version: int, warnings: str
) -> Outcome:
    """Somebody who wrote nothing of it looked at all these warnings."""
    who = staff.code(store.keys, person)
    if version != paper.version or not warnings or warnings != held.warnings:
        return Outcome("changed")
    if who in paper.writers:
        return Outcome("wrote")
    after = replace(paper, seen_by=who, seen_what=warnings)
    noted = await note(store, place, person, SAW, paper.id)
    return Outcome("done", Changes((papers.change(paper, after), noted)))


def refused(paper: Paper, held: Held) -> Said | None:
    """Why it cannot be written as a file."""
    if held.is_wrong:
        return "mend"
    return "unseen" if held.warnings and held.warnings != paper.seen_what else None


async def written(store: Store, place: Place, person: bytes, drawn: Paper, held: Held) -> Outcome:
    """It is taken away as a file, if nothing happened to it since that was drawn. Who signed it stays so."""
    writes = await taken(store, drawn, held)
    if not writes:
        return Outcome("changed")
    noted = await note(store, place, person, WROTE, drawn.id)
    return Outcome("done", Changes((*writes, noted)))


async def taken(store: Store, drawn: Paper, held: Held) -> tuple[Write, ...]:
    """What was drawn is what stands in it now; nothing where it is another, or others sign it by now."""
    now, asked = await papers.get(store.database, drawn.id), await signing.asked(store, drawn)
    named = with_signatories(draft_of(drawn), [each.signatory for each in asked])
    if now is None or now.step != drawn.step or named != held.draft:
        return ()
    signed = (each.organisation for each in asked if each.answer == "signed")
    still = (organisations.touch(store.keys, each) for each in signed)
    return papers.change(drawn, replace(drawn, taken=mark(drawn))), *still


async def removed(store: Store, place: Place, person: bytes, which: bytes, version: int) -> Outcome:
    """It and its signatures are gone for good; the log keeps that. Not if somebody wrote in it meanwhile."""
    paper = await papers.get(store.database, which)
    if paper is None:
        return Outcome("gone")
    if paper.version != version:
        return Outcome("changed")
    noted = await note(store, place, person, REMOVED, paper.id)
    return Outcome("done", Changes((papers.remove(paper), signatures.drop_all(paper.id), noted)))
