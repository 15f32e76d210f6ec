"""Followers for tests, made without a conversation."""

from collections.abc import Sequence
from itertools import count

from sqlalchemy import update

from storage import interests, people
from storage.changes import Changes, Write
from storage.people import Somebody
from storage.schema.people import PERSON, Person
from tests.town import SLUG, Town

THIRTY_ZONES = (
    "Pacific/Kiritimati", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Tokyo", "Asia/Jakarta",
    "Asia/Kathmandu", "Asia/Kolkata", "Asia/Karachi", "Asia/Dubai", "Asia/Tehran", "Asia/Beirut",
    "Africa/Nairobi", "Africa/Cairo", "Europe/Helsinki", "Europe/Paris", "Africa/Tunis", "Africa/Lagos",
    "Africa/Casablanca", "Europe/Lisbon", "Africa/Dakar", "Atlantic/Azores", "America/Noronha",
    "America/Sao_Paulo", "America/St_Johns", "America/New_York", "America/Mexico_City", "America/Denver",
    "America/Los_Angeles", "Pacific/Honolulu", "Pacific/Pago_Pago",
)  # fmt: skip
_numbers = count(1)


async def follower(
    town: Town,
    *regions: str,
    zone: str = "",
    language: str = "en",
    channel: str = "telegram",
    beside: Sequence[Write] = (),
) -> bytes:
    """Somebody who follows these regions ("" or none: the consultation)."""
    number = next(_numbers)
    somebody = Somebody(number.to_bytes(16, "big"), channel, language)
    lives = update(Person).where(PERSON.id == somebody.id).values(zone=zone)
    follows = [interests.follow(somebody.id, SLUG, region) for region in regions or [""]]
    added = people.add(town.store.keys, somebody, chat(somebody.id))
    await town.store.apply(Changes((*added, Write(lives, {}), *follows, *beside)))
    return somebody.id


def chat(person: bytes) -> str:
    """Where a follower is written to."""
    return str(int.from_bytes(person, "big"))
