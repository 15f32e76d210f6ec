"""What the demo shows as coming up: its association's events, always some days ahead."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from handlers import approval, deciding_events, event_file
from handlers.view import Fresh
from storage import approvals, events
from storage.changes import Changes
from storage.store import Store

FOLDER = Path(__file__).parent.parent / "demo" / "events"
AHEAD, EVENING, LASTS = timedelta(days=9), 18, timedelta(hours=2)
"""How far ahead an event is, at which hour it begins, how long it takes."""


async def announce(store: Store, slug: str, organisation: bytes, now: datetime, fresh: Fresh) -> None:
    """Where nothing is coming, each event of the demo's folder is, in the name of `organisation`."""
    if await events.coming(store.database, int(now.timestamp())):
        return
    for number, file in enumerate(sorted(FOLDER.glob("*.toml")), 1):
        event = await _event(store, slug, file.read_text(encoding="utf-8"), now, AHEAD * number, fresh)
        event = replace(event, organisation=organisation)
        await store.apply(Changes((events.add(event), approvals.add(approval.by_hand(event)))))
        await store.apply(await deciding_events.approved(store, event, now))


async def _event(
    store: Store, slug: str, written: str, now: datetime, ahead: timedelta, fresh: Fresh
) -> events.Event:
    starts = (now + ahead).replace(hour=EVENING, minute=0, second=0, microsecond=0, tzinfo=None)
    content = written.format(starts=starts.isoformat(), ends=(starts + LASTS).isoformat())
    return await event_file.event(store, slug, content, fresh(16), now)
