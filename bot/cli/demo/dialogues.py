"""The demo's round of dialogues: twelve regions, always with dates to come, one a week."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from handlers.approvals import approval
from handlers.consultations.folder import Folder
from handlers.dialogues import holding_round
from handlers.events import going_out
from storage import approvals, contacts, events
from storage.changes import Changes
from storage.store import Store

FILE = Path(__file__).parents[2] / "demo" / "round.csv"
WEEKS = 12
"""So many have a place for a date in the file."""


async def hold(store: Store, folder: Folder, staff: Mapping[str, str], now: datetime) -> None:
    """Where no dialogue is to come, the round of the file is there, and approved. `staff`: by region."""
    slug = folder.terms.slug
    ours = {contacts.dialogue(slug, each.code) for each in folder.regions}
    if any(each.id in ours for each in await events.coming(store.database, int(now.timestamp()))):
        return
    days = [f"{now + timedelta(weeks=week):%Y-%m-%d}" for week in range(1, WEEKS + 1)]
    written = FILE.read_text(encoding="utf-8").format(*days, **staff)
    found = await holding_round.read(store, folder, written.encode(), now, ())
    held = await holding_round.held(store, slug, found, now)
    await store.apply(held.changes)
    for each in held.taken:
        if each.event.state == "asked":
            await store.apply(Changes((approvals.add(approval.by_hand(each.event)),)))
            await store.apply(await going_out.approved(store, each.event, now))
