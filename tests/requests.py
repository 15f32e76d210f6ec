"""Events of organisations that wait for approval."""

from datetime import timedelta

from storage import events
from storage.changes import Changes
from storage.events import Event
from tests.town import SLUG, Town, words


async def ask_for_events(town: Town, organisation: bytes, count: int, begin: int = 0) -> None:
    """So many of this organisation wait; `begin` tells them from those before."""
    starts = int((town.now + timedelta(days=9)).timestamp())
    for number in range(begin, begin + count):
        made = Event(
            organisation[:8] + number.to_bytes(8),
            SLUG,
            words(f"Evening {number}"),
            words("Ask about your lease."),
            starts,
            starts + 3_600,
            "Africa/Casablanca",
            place="Town hall",
            organisation=organisation,
            state="asked",
        )
        await town.store.apply(Changes((events.add(made),)))
