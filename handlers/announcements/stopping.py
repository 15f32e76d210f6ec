"""One tap stops everything under way, wherever it stands; what was sent until then is said below it."""

from handlers.announcements import halting
from handlers.approvals.actions import STOP, actor, may
from handlers.approvals.noting import noted
from handlers.turn import Turn
from storage.changes import Changes


async def everything(turn: Turn) -> Changes:
    """Nothing more goes out, of any consultation, for who may stop it."""
    view = turn.view
    if not may(await actor(turn.store, view.person.id), STOP):
        return turn.to(view.moved())
    said = view.moved(over="news_stopped", notice=view.words.say("Everything under way is stopped."))
    return turn.to(said, await noted(turn, "stopped", "everything"), then=halting.stopped())
