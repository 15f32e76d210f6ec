"""A paper is begun, changed, looked at or written as a file: decided on the dashboard."""

from dataclasses import replace

from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome, Said
from handlers.submissions.holding import Held
from handlers.view import Place
from reports.submission import reading
from reports.submission.draft import Draft
from storage import papers, staff
from storage.changes import Changes
from storage.papers import Paper
from storage.store import Store

BEGAN, CHANGED, SAW, WROTE = "began a paper", "changed a paper", "saw warnings of", "wrote a paper"
"""What the log says."""


def draft_of(paper: Paper) -> Draft:
    """What stands in it."""
    return reading.read(paper.content.encode())


def new(store: Store, place: Place, person: bytes, draft: Draft) -> Paper:
    """To be kept as it was begun."""
    content, who = reading.write(draft).decode(), staff.code(store.keys, person)
    now = int(place.now.timestamp())
    return Paper(place.fresh(16), draft.consultation, draft.language, draft.form, now, content, (who,))


async def begun(store: Store, place: Place, person: bytes, paper: Paper) -> Outcome:
    """It is there from now on."""
    return Outcome("done", Changes((papers.add(paper), await note(store, place, person, BEGAN, paper.id))))


async def changed(
    store: Store, place: Place, person: bytes, paper: Paper, version: int, draft: Draft
) -> Outcome:
    """Something else stands in it, if nobody changed it since this version. Who looked before looks again."""
    content = reading.write(draft)
    if version != paper.version:
        return Outcome("changed")
    if len(content) > reading.LARGEST:
        return Outcome("long")
    if content.decode() == paper.content:
        return Outcome("same")
    writers = tuple(dict.fromkeys((*paper.writers, staff.code(store.keys, person))))
    after = replace(
        paper, version=version + 1, content=content.decode(), writers=writers, seen_by="", seen_what=""
    )
    noted = await note(store, place, person, CHANGED, paper.id)
    return Outcome("done", Changes((papers.change(paper, after), noted)))


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


async def written(store: Store, place: Place, person: bytes, paper: Paper) -> Outcome:
    """It is taken away as a file, which is the last that is known of it here."""
    return Outcome("done", Changes((await note(store, place, person, WROTE, paper.id),)))
