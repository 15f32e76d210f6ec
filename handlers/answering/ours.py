"""What is particular to forms of our own: what becomes of them, and which answers cannot stand."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.announcements import wording
from handlers.consultations import reporting
from handlers.events import inviting
from handlers.guided import ANNOUNCEMENT, DID, EVENT, ORGANISATION, kind_of, without_form, written_in
from handlers.organisations import registering
from handlers.turn import Turn
from storage import announcements, events
from storage.changes import Changes, Write

FILLED_IN: Mapping[str, Callable[[Turn, Mapping[str, str]], Awaitable[Changes]]] = {
    ORGANISATION: registering.registered,
    EVENT: inviting.written,
    ANNOUNCEMENT: wording.worded,
    DID: reporting.reported,
}
"""What becomes of one that was filled in."""
UNFIT: Mapping[str, Callable[[Turn, str, str], Awaitable[str]]] = {
    EVENT: inviting.unfit,
    ANNOUNCEMENT: wording.unfit,
    DID: reporting.unfit,
}
"""Why an answer (name of the question, value) cannot stand: told at once, and weighed again at the end."""
FROM = {ORGANISATION: "organisation", EVENT: "event_of_ours", ANNOUNCEMENT: "admin", DID: "admin"}
"""The page from which one is begun."""


async def unfit(turn: Turn, name: str, value: str) -> str:
    """A sentence if this answer cannot stand in the form of ours at hand."""
    if turn.view.consultation is not None or not value:
        return ""
    weigh = UNFIT.get(kind_of(turn.view.conversation.survey))
    return await weigh(turn, name, value) if weigh else ""


async def drop(turn: Turn) -> Changes:
    """Asked once more, unless nothing was written yet."""
    view = turn.view
    return turn.to(view.moved(scene="dropping")) if view.conversation.draft else await dropped(turn)


async def dropped(turn: Turn) -> Changes:
    """The form at hand is gone, with what was made of it before; on to where it was begun."""
    survey, person = turn.view.conversation.survey, turn.view.person.id
    kind = kind_of(survey)
    writes: tuple[Write, ...] = ()
    if kind == EVENT and (event := await events.draft_by(turn.store.database, person)):
        writes = (events.drop(event),)
    if kind == ANNOUNCEMENT and (draft := await announcements.draft_by(turn.store.database, person)):
        writes = (announcements.drop(draft),)
    over = "news_home" if kind == ANNOUNCEMENT and written_in(survey) else FROM[kind]
    return turn.to(without_form(turn.view, kind, over), *writes)
