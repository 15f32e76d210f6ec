"""What the demo shows as coming up: its association's events, always some days ahead."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from handlers.approvals import approval
from handlers.events import going_out, toml_file
from handlers.events.sheet import around
from handlers.view import Fresh
from storage import approvals, events
from storage.changes import Changes
from storage.store import Store

FOLDER = Path(__file__).parents[2] / "demo" / "events"
AHEAD, EVENING, LASTS = timedelta(days=9), 18, timedelta(hours=2)
"""How far ahead an event is, at which hour it begins, how long it takes."""


async def announce(store: Store, slug: str, organisation: bytes, now: datetime, fresh: Fresh) -> None:
    """Where nothing of it is coming, each event of the demo's folder is, in the name of `organisation`."""
    coming = await events.coming(store.database, int(now.timestamp()))
    if any(each.organisation == organisation for each in coming):
        return
    there = await around(store, slug, now, ())
    for number, file in enumerate(sorted(FOLDER.glob("*.toml")), 1):
        written = _dated(file.read_text(encoding="utf-8"), now + AHEAD * number)
        event = replace(toml_file.read(written, there, fresh(16)), organisation=organisation)
        await store.apply(Changes((events.add(event), approvals.add(approval.by_hand(event)))))
        await store.apply(await going_out.approved(store, event, now))


def _dated(written: str, day: datetime) -> str:
    starts = day.replace(hour=EVENING, minute=0, second=0, microsecond=0, tzinfo=None)
    return written.format(starts=starts.isoformat(), ends=(starts + LASTS).isoformat())
