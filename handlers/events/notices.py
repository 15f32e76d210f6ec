"""What people are told of an event: invited, reminded, moved up, told of a change; each of them once."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from handlers import timing
from handlers.events import readable
from handlers.links import quiet
from handlers.organisations.verifying import is_verified
from handlers.words import Words
from storage import announcements, consultations, conversations, events, organisations, rsvps
from storage import told as deliveries
from storage.announcements import Announcement
from storage.changes import Write
from storage.events import Event
from storage.kinds import EventKind
from storage.messages import Button, News, Venue
from storage.people import Somebody
from storage.store import Store

QUIET = (21, 8)
BEFORE = timedelta(hours=2)
MORNING = time(9)
TACTFUL: frozenset[EventKind] = frozenset(
    {"event_evening", "event_map", "event_changed", "event_cancelled", "event_place"}
)
"""What wakes nobody, unless it would come too late in the morning."""
AWAKE = 3_600
"""For so many seconds after they did something, somebody is not asleep."""
_TO_AUTHOR = {"event_approved", "event_change_approved", "event_refused"}


def told(event: Event, kind: EventKind, due: int, expires: int = 0) -> Announcement:
    """The announcement of this kind about the event as it is now; its id says so, so that it is made once."""
    name = b"|".join((event.id, kind.encode(), str(event.sequence).encode()))
    return Announcement(
        blake2b(name, digest_size=16).digest(),
        event.consultation,
        kind,
        due,
        state="sending",
        audience="invited",
        expires=expires,
        organisation=event.organisation,
        event=event.id,
    )


def invitation(event: Event, now: datetime) -> Announcement:
    """To those it concerns, at 9:00 of the next day where they are; at once where that is too late."""
    zone = ZoneInfo(event.zone)
    wall = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), MORNING)
    late = timing.instant(wall, zone) >= datetime.fromtimestamp(event.starts, UTC) - BEFORE
    due = now if late else max(now, timing.first_anywhere(wall))
    return replace(
        told(event, "event", int(due.timestamp()), event.starts),
        state="waiting",
        audience="everybody",
        regions=event.regions,
        topics=event.topics,
        local="" if late else wall.isoformat(timespec="minutes"),
    )


def reminders(event: Event) -> tuple[Announcement, Announcement]:
    """The evening before, and two hours before."""
    before = event.starts - int(BEFORE.total_seconds())
    return (
        told(event, "event_evening", event.starts, before),
        told(event, "event_soon", event.starts, event.starts),
    )


def the_place(event: Event) -> Announcement:
    """The place on the map."""
    return told(event, "event_map", event.starts, event.ends)


def showing(event: Event, person: Somebody, due: int) -> tuple[Write, ...]:
    """Somebody who comes is shown the place once, where their chat can show it on a map."""
    if not event.point or person.channel != "telegram":
        return ()
    place = the_place(event)
    return (announcements.occur(place), deliveries.remind(place.id, event, person.id, due))


def reminded_at(event: Event, zone: ZoneInfo, now: int) -> dict[bytes, int]:
    """When somebody in a zone is reminded, by announcement; what would come too late is left out."""
    evening, soon = reminders(event)
    starts = datetime.fromtimestamp(event.starts, zone)
    due = {
        evening.id: timing.evening(starts.date() - timedelta(days=1), zone),
        soon.id: timing.after_quiet(starts.astimezone(UTC) - BEFORE, QUIET, zone),
    }
    return {
        announcement: int(moment.timestamp())
        for announcement, moment in due.items()
        if now < moment.timestamp() < event.starts
    }


def reminding(event: Event, person: Somebody, now: int) -> tuple[Write, ...]:
    """The reminders of somebody who comes."""
    at = reminded_at(event, zone_of(event, person), now)
    return tuple(deliveries.remind(announcement, event, person.id, due) for announcement, due in at.items())


def tactful(event: Event, zone: ZoneInfo, now: datetime) -> int:
    """When news of a change may wake somebody: outside quiet hours, or at once if that would be too late."""
    quiet = timing.after_quiet(now, QUIET, zone)
    return int((quiet if quiet.timestamp() < event.starts - BEFORE.total_seconds() else now).timestamp())


async def wait_until(
    store: Store, announcement: Announcement, person: Somebody, now: datetime
) -> datetime | None:
    """When to try again with what goes out so late that it is night there; None if it may go out.

    Who has just answered is shown the place at any hour.
    """
    event = await events.get(store.database, announcement.event) if announcement.event else None
    if event is None or announcement.kind not in TACTFUL:
        return None
    due = datetime.fromtimestamp(tactful(event, zone_of(event, person), now), UTC)
    if due <= now or (announcement.kind == "event_map" and await _awake(store, person, now)):
        return None
    return due


async def _awake(store: Store, person: Somebody, now: datetime) -> bool:
    loaded = await conversations.load(store.database, store.keys, person.id)
    return now.timestamp() - loaded.conversation.active < AWAKE


def zone_of(event: Event, person: Somebody) -> ZoneInfo:
    """Where somebody is, as far as they said so; else where the event is."""
    return ZoneInfo(person.zone or event.zone)


async def news(store: Store, announcement: Announcement, person: Somebody) -> News | None:
    """What this person is told; None if the event is gone, or it is not so for them any more."""
    event = await events.get(store.database, announcement.event) if announcement.event else None
    consultation = await consultations.get(store.database, event.consultation) if event else None
    if event is None or consultation is None or not await _holds(store, announcement.kind, event, person):
        return None
    known = person.language in consultation.terms.languages
    words = Words(person.language if known else consultation.terms.languages[0])
    zone = zone_of(event, person).key
    if announcement.kind == "event_cancelled" and await _is_disowned(store, event):
        text = _disowned(event, words, zone)
    else:
        text = _text(announcement.kind, event, words, zone, await organiser(store, event))
    told_of = News(announcement.id.hex(), words.language, text, _buttons(announcement, event, words))
    return replace(told_of, venue=_venue(event, words)) if announcement.kind == "event_map" else told_of


async def _holds(store: Store, kind: str, event: Event, person: Somebody) -> bool:
    """Whether it is still so: what waits for the morning, people may have answered to meanwhile."""
    answer = await rsvps.of(store.database, event.id, person.id)
    return answer is None if kind == "event" else kind != "event_changed" or answer != "no"


async def organiser(store: Store, event: Event) -> str:
    """The name of the organisation that invites; empty where it is who runs the consultation."""
    if event.organisation is None:
        return ""
    found = await organisations.get(store.database, store.keys, event.organisation)
    return found.name if found else ""


def _venue(event: Event, words: Words) -> Venue | None:
    if not event.point:
        return None
    latitude, longitude = map(float, event.point.split(" ")[:2])
    title = readable.title(event, words)
    return Venue(latitude, longitude, title, quiet(event.place, links=False) or title)


def _text(kind: str, event: Event, words: Words, zone: str, organisation: str) -> str:
    say, title = words.say, readable.title(event, words)
    begins = readable.begins(event, words, zone)
    match kind:
        case "event":
            head = say("You are invited: %(title)s", title=title)
        case "event_changed":
            head = say("This event has changed: %(title)s", title=title)
        case "event_cancelled":
            return say("Cancelled: %(title)s, %(time)s. It does not take place.", title=title, time=begins)
        case "event_place":
            head = say("A place is free, and it is yours: %(title)s", title=title)
        case "event_map":
            return "\n".join(filter(None, (title, quiet(event.place, links=False))))
        case "event_approved":
            return say("Your event was approved: %(title)s. To see who comes: /event", title=title)
        case "event_change_approved":
            return say("Your change was approved: %(title)s. All who answered are told.", title=title)
        case "event_refused":
            return readable.refused(event, words)
        case _:
            head = say("You said you are coming: %(title)s", title=title)
    return f"{head}\n{readable.about(event, words, zone, organisation)}"


async def _is_disowned(store: Store, event: Event) -> bool:
    return event.organisation is not None and not await is_verified(store, event.organisation)


def _disowned(event: Event, words: Words, zone: str) -> str:
    """Whether it takes place nobody can say; who invited to it is nobody we vouch for."""
    return words.say(
        "This invitation is taken back: %(title)s, %(time)s. Who invited is not a verified organisation any "
        "more.",
        title=readable.title(event, words),
        time=readable.begins(event, words, zone),
    )


def _buttons(announcement: Announcement, event: Event, words: Words) -> tuple[tuple[Button, ...], ...]:
    say, at = words.say, f"event:{event.id.hex()}"
    more = Button(say("More"), at)
    if announcement.kind in _TO_AUTHOR | {"event_cancelled", "event_map"}:
        return ()
    answers = {answer: Button(label, f"{at}:{answer}") for label, answer in readable.answers(words)}
    if announcement.kind != "event":
        return ((answers["no"], more),)
    stop = Button(say("No more news of this"), f"mute:{event.consultation}")
    rows = ((answers["coming"], answers["maybe"], answers["no"]), (more, stop))
    if not event.organisation:
        return rows
    return (*rows, (Button(say("Nothing more of this organisation"), f"hush:{event.organisation.hex()}"),))
