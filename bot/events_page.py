"""The public events: those that are open, of consultations that are open, as a page and as a calendar."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.pages.events import Invitation
from handlers.events.notices import organiser
from handlers.events.readable import MAP, spoken
from handlers.words import Words
from reports.calendars.entry import Entry
from reports.calendars.write import calendar
from storage import consultations, events
from storage.consultations import Consultation
from storage.events import Event
from storage.store import Store


async def invitations(store: Store, language: str, now: datetime) -> Sequence[Invitation]:
    """What is coming, the earliest first, in this language or in that of its consultation."""
    return [await _invitation(store, *each, language) for each in await _coming(store, now)]


async def feed(store: Store, language: str, now: datetime, code: str = "") -> bytes:
    """The same as an iCalendar file; `code`: only this event, also where it is cancelled or over.

    Empty where there is no such event.
    """
    found = await _one(store, code) if code else await _coming(store, now)
    entries = tuple(_entry(event, language) for event, _ in found)
    if code and not entries:
        return b""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    return _written(entries, this_hour, language, "" if code else Words(language).say("Events"))


@lru_cache(maxsize=16)
def _written(entries: tuple[Entry, ...], stamp: datetime, language: str, name: str) -> bytes:
    """The file is kept while it says the same: anybody may ask for it, and a thousand events take a while."""
    return calendar(entries, stamp, language, name)


async def _one(store: Store, code: str) -> list[tuple[Event, Consultation]]:
    """The event of this id that people were told of."""
    try:
        event = await events.get(store.database, bytes.fromhex(code))
    except ValueError:
        return []
    if event is None or event.state not in {"open", "cancelled", "over"}:
        return []
    of = await consultations.get(store.database, event.consultation)
    return [(event, of)] if of else []


async def _coming(store: Store, now: datetime) -> list[tuple[Event, Consultation]]:
    open_now = {each.slug: each for each in await consultations.every(store.database) if each.state == "open"}
    found = await events.coming(store.database, int(now.timestamp()))
    return [(event, open_now[event.consultation]) for event in found if event.consultation in open_now]


async def _invitation(store: Store, event: Event, of: Consultation, language: str) -> Invitation:
    starts = datetime.fromtimestamp(event.starts, ZoneInfo(event.zone))
    in_title, in_about = spoken(event.title, language), spoken(event.about, language)
    return Invitation(
        title=event.title.get(in_title, ""),
        in_title=in_title,
        about=event.about.get(in_about, ""),
        in_about=in_about,
        starts=starts.isoformat(),
        when=Words(language).moment(starts, event.zone),
        place=event.place,
        map=MAP.format(*event.point.split(" ")[:2]) if event.point else "",
        link=event.link,
        organiser=await organiser(store, event) or of.terms.say(of.terms.organiser, language),
        consultation=of.terms.say(of.terms.title, language),
        slug=of.slug,
    )


def _entry(event: Event, language: str) -> Entry:
    return Entry(
        uid=f"{event.id.hex()}@mushawara",
        title=event.title.get(spoken(event.title, language), ""),
        what=event.about.get(spoken(event.about, language), ""),
        starts=event.starts,
        ends=event.ends,
        zone=event.zone,
        place=event.place,
        point=event.point,
        link=event.link,
        sequence=event.sequence,
        cancelled=event.state == "cancelled",
    )
