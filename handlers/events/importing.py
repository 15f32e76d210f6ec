"""Events out of a file of somebody else: new ones, and those that came before and say something else now."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from handlers.approvals.approval import by_hand, digest
from handlers.events import going_out
from storage import approvals, events
from storage.changes import Write
from storage.events import Event
from storage.store import Store

What = Literal["added", "changed", "as it was", "left alone", "cancelled"]
"""`left alone`: it was decided on already, so that the file changes nothing."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of one event of the file, and the rows for it."""

    event: Event
    what: What
    writes: tuple[Write, ...] = ()


async def taken(store: Store, event: Event, before: Event | None, now: datetime) -> Taken:
    """An event as the file has it; who answered to one that is announced is told of what is otherwise."""
    if before is None:
        return Taken(event, "added", (events.add(event),))
    if before.state not in {"asked", "open"}:
        return Taken(before, "left alone")
    same = replace(event, organisation=before.organisation, author=before.author, state=before.state)
    if digest(same) == digest(before):
        return Taken(before, "as it was")
    after = replace(same, sequence=before.sequence + 1)
    if before.state == "asked":
        return Taken(after, "changed", (events.change(before, after),))
    decided = await going_out.changed(store, before, same, now)
    return Taken(after, "changed", (*decided.writes, approvals.add(by_hand(after))))


async def called_off(store: Store, before: Event, now: datetime) -> Taken:
    """An event that does not take place any more, as the file has it."""
    if before.state == "open":
        return Taken(before, "cancelled", (await going_out.cancelled(store, before, now)).writes)
    if before.state == "asked":
        return Taken(before, "cancelled", (events.change(before, replace(before, state="cancelled")),))
    return Taken(before, "left alone")
