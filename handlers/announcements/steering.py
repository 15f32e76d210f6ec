"""How far an announcement is, and what is done with it: in the chat and on the dashboard the same."""

from typing import Literal, get_args

from handlers.announcements import halting
from handlers.announcements.announcing import BEFORE_SENDING
from handlers.announcements.checking import AnnouncementRefused
from handlers.approvals.actions import RESUME, SEE, SPEAK, STOP, Actor, actor, may
from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.rounded import about, adding_up
from handlers.view import Place
from handlers.words import Words
from storage import announcements
from storage.announcements import Announcement
from storage.changes import Changes
from storage.store import Store

Way = Literal["pause", "resume", "cancel"]
WAYS: tuple[Way, ...] = get_args(Way)
DONE: dict[Way, str] = {"pause": "paused", "resume": "resumed", "cancel": "cancelled"}
"""What the log says of each."""
EVERYTHING = "everything"


def may_see(who: Actor, found: Announcement) -> bool:
    """Staff all of them, organisations their own."""
    return may(who, SEE) or _is_theirs(who, found)


def ways(who: Actor, found: Announcement) -> list[Way]:
    """What they can do with it now.

    An organisation calls its own off for good as well; halting is for those who can let it go on.
    """
    on_its_way = found.state in {"waiting", "sending"}
    can: dict[Way, bool] = {
        "pause": may(who, STOP) and on_its_way,
        "resume": may(who, RESUME) and found.state == "paused",
        "cancel": (may(who, STOP) or _is_theirs(who, found))
        and (on_its_way or found.state in BEFORE_SENDING),
    }
    return [way for way in WAYS if can[way]]


def _is_theirs(who: Actor, found: Announcement) -> bool:
    """Whether it was written in the name of their organisation."""
    return found.organisation is not None and may(who, SPEAK, found.organisation)


async def became(store: Store, words: Words, found: Announcement) -> list[str]:
    """What became of it, in numbers that add up."""
    if found.state in {"asked", "refused"}:
        return []
    say, report = words.say, adding_up(await halting.report(store, found))
    if not report["sent"]:
        return [say("Nothing of it was sent yet.")]
    told = {name: about(words, people) for name, people in report.items() if people}
    lines = {
        "sent": say("Sent: %(people)s", people=told.get("sent", "")),
        "waiting": say("Still to be sent: %(people)s", people=told.get("waiting", "")),
        "uncertain": say("Perhaps not arrived: %(people)s", people=told.get("uncertain", "")),
        "blocked": say("Blocked the bot: %(people)s", people=told.get("blocked", "")),
        "failed": say("Could not be sent: %(people)s", people=told.get("failed", "")),
        "expired": say("Too late: %(people)s", people=told.get("expired", "")),
        "cancelled": say("Called off: %(people)s", people=told.get("cancelled", "")),
    }
    return [line for name, line in lines.items() if name in told]


async def went(store: Store, place: Place, person: bytes, found: Announcement, way: Way) -> Outcome:
    """Halted, let go on or called off; nothing where it has gone another way meanwhile."""
    if way not in ways(await actor(store, person), found):
        return Outcome("late")
    try:
        if way == "resume":
            changes = await halting.resumed(store, [found], place.now)
        else:
            changes = halting.paused(found) if way == "pause" else halting.cancelled(found)
    except AnnouncementRefused:
        return Outcome("late")
    return await _noted(store, place, person, changes, DONE[way], found.id)


async def everything_stopped(store: Store, place: Place, person: bytes) -> Outcome:
    """Nothing more goes out, of any consultation."""
    if not may(await actor(store, person), STOP):
        return Outcome("late")
    return await _noted(store, place, person, halting.stopped(), "stopped", EVERYTHING)


async def everything_resumed(store: Store, place: Place, person: bytes) -> Outcome:
    """All that is stopped goes on."""
    if not may(await actor(store, person), RESUME):
        return Outcome("late")
    changes = await halting.resumed(store, await announcements.paused(store.database), place.now)
    return await _noted(store, place, person, changes, "resumed", EVERYTHING)


async def _noted(
    store: Store, place: Place, person: bytes, changes: Changes, what: str, on: str | bytes
) -> Outcome:
    return Outcome("done", changes.also(await note(store, place, person, what, on)))
