"""An announcement is begun, in the name of who asks or of an organisation; one that was refused, anew."""

from dataclasses import replace

from handlers.announcements.wording import answers_of
from handlers.approvals.actions import ANNOUNCE, SPEAK, Actor, actor, may
from handlers.guided import ANNOUNCEMENT, announcement_form, answered, begun, entered
from handlers.loading import at
from handlers.turn import Turn
from storage import announcements
from storage.announcements import Announcement
from storage.changes import Changes, Write
from survey import engine


def may_write(who: Actor, organisation: bytes | None) -> bool:
    """Whether they announce in the name of this organisation, or (None) of who runs the consultation."""
    return may(who, ANNOUNCE) if organisation is None else may(who, SPEAK, organisation)


async def draft_at_hand(turn: Turn) -> Announcement | None:
    """What they are writing, if they still may."""
    draft = await announcements.draft_by(turn.store.database, turn.view.person.id)
    who = await actor(turn.store, turn.view.person.id)
    return draft if draft and may_write(who, draft.organisation) else None


async def begin(turn: Turn, slug: str, organisation: bytes | None = None) -> Changes:
    """The form at its first question, or at what they are writing already."""
    view, form = turn.view, announcement_form(slug, organisation)
    if under_way := await _first_things_first(turn, form):
        return under_way
    return turn.to(entered(view, form))


async def _first_things_first(turn: Turn, form: str) -> Changes | None:
    """To what they are writing, which would be lost; None where they are not."""
    view, drafts = turn.view, turn.view.conversation.drafts
    said = view.words.say("You are writing an announcement already. Send it or drop it first.")
    if await announcements.draft_by(turn.store.database, view.person.id):
        return turn.to(view.moved(over="news_draft", notice=said))
    other = begun(ANNOUNCEMENT, drafts)
    if other and other != form:
        return turn.to(entered(view, other).but(notice=said))
    return None


async def suggested(turn: Turn, draft: Announcement, *writes: Write) -> Changes:
    """A text that was suggested becomes their draft, and its form says what it says."""
    if not may_write(await actor(turn.store, turn.view.person.id), draft.organisation):
        return turn.to(turn.view.moved())
    if under_way := await _first_things_first(turn, ""):
        return under_way
    return await changing(turn, draft, announcements.add(draft), *writes)


async def anew(turn: Turn, refused: Announcement) -> Changes:
    """What was refused becomes a draft of who takes it up, and its form says what it said."""
    if not may_write(await actor(turn.store, turn.view.person.id), refused.organisation):
        return turn.to(turn.view.moved())
    if under_way := await _first_things_first(turn, ""):
        return under_way
    draft = replace(
        refused, id=turn.place.fresh(16), state="draft", author=turn.view.person.id, due=turn.now, reason=""
    )
    return await changing(turn, draft, announcements.drop(refused), announcements.add(draft))


async def changing(turn: Turn, draft: Announcement, *writes: Write, question: str = "") -> Changes:
    """The form of a draft, with what it says, at its end or at this question."""
    survey = announcement_form(draft.consultation, draft.organisation)
    there = await at(turn.store, turn.view, "", survey)
    consultation = await turn.store.consultation(draft.consultation)
    if consultation is None:
        return turn.to(turn.view.moved())
    given = answers_of(draft, consultation)
    form, blank = there.answering.form, there.answering.state
    state = answered(form, blank, given, there.moment, turn.view.language)
    if ref := next((each.ref for each in form.questions if each.name == question), ""):
        state = engine.go_to(form, state, ref, there.moment)
    moved = there.moved(scene="question" if state.position else "review")
    return turn.to(there.keeping(state, moved), *writes)
