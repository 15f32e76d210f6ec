"""One tap stops everything under way, wherever it stands; what was sent until then is said below it."""

from handlers.announcements.steering import everything_stopped
from handlers.turn import Turn
from storage.changes import Changes


async def everything(turn: Turn) -> Changes:
    """Nothing more goes out, of any consultation, for who may stop it."""
    view = turn.view
    outcome = await everything_stopped(turn.store, turn.place, view.person.id)
    if outcome.said != "done":
        return turn.to(view.moved())
    said = view.moved(over="news_stopped", notice=view.words.say("Everything under way is stopped."))
    return turn.to(said, then=outcome.changes)
