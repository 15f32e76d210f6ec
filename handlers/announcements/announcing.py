"""Announcements: written, and changed until the first of them is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from handlers.announcements.checking import AnnouncementRefused, check
from handlers.contents import checked
from handlers.refused import ContentRefused
from handlers.timing import RuleRefused, first_anywhere, first_in, instant, occurrences
from handlers.view import Fresh
from storage import announcements, audiences, consultations, deliveries
from storage.announcements import Announcement
from storage.changes import Changes
from storage.consultations import Consultation
from storage.kinds import Audience, State
from storage.store import Store
from survey.importer.media import MediaFile
from survey.wall_times import comes_once, explain_unclear_time

LARGEST_MEDIUM = 10_000_000
MEDIA = {"jpg": "image/jpeg", "pdf": "application/pdf"}
"""What can go along, by how its name ends once it was checked: pictures are drawn anew."""
UNANSWERED_DAYS = 3
"""After so many days who has not answered is not told so any more, unless it is said otherwise."""
BEFORE_SENDING: tuple[State, ...] = ("draft", "asked", "waiting", "paused")


@dataclass(frozen=True, slots=True)
class Plan:
    """To whom of those it concerns an announcement goes, and when.

    `own_time`: at the wall time of each recipient. `rule`: an RRULE by which it comes again, at their wall
    time as well. `until`: when it is too late; by a rule, as long after each time as after the first.
    `sites`: names of our own that no link may only look like.
    """

    topics: tuple[str, ...] = ()
    language: str = ""
    audience: Audience = "everybody"
    own_time: bool = False
    rule: str = ""
    until: datetime | None = None
    medium: str = ""
    cards: str = ""
    author: bytes | None = None
    organisation: bytes | None = None
    state: State = "waiting"
    sites: tuple[str, ...] = ()


NO_PLAN = Plan()


async def write(
    store: Store,
    slug: str,
    texts: Mapping[str, str],
    at: datetime | None,
    regions: tuple[str, ...],
    now: datetime,
    fresh: Fresh,
    plan: Plan = NO_PLAN,
) -> Announcement:
    """An announcement ready to be kept. Raises `AnnouncementRefused`."""
    consultation = await consultation_of(store, slug)
    zones = await audiences.zones(store.database, slug)
    local, due = _times(consultation, at, now, plan, zones)
    found = Announcement(
        id=fresh(16),
        consultation=slug,
        kind="written",
        due=due,
        texts=dict(texts),
        regions=regions,
        state=plan.state,
        topics=plan.topics,
        language=plan.language,
        audience=plan.audience,
        local=local,
        rule=plan.rule,
        expires=_expires(consultation, plan, due, now),
        medium=plan.medium,
        cards=plan.cards,
        author=plan.author,
        organisation=plan.organisation,
    )
    check(consultation, await consultations.regions(store.database, slug), found, plan.sites)
    return found


async def medium_of(content: bytes) -> MediaFile:
    """A picture or a PDF as it is sent with an announcement. Raises `AnnouncementRefused`."""
    if len(content) > LARGEST_MEDIUM:
        raise AnnouncementRefused(
            f"The file is larger than {LARGEST_MEDIUM // 1_000_000} MB. Make it smaller."
        )
    try:
        kept = await checked("file", content)
    except ContentRefused as error:
        raise AnnouncementRefused(
            "The file cannot be read. Send a picture (.jpg, .png) or a .pdf."
        ) from error
    if kept.ending not in MEDIA:
        raise AnnouncementRefused("Only a picture (.jpg, .png, .webp) or a .pdf can go along.")
    return MediaFile(MEDIA[kept.ending], kept.content)


async def changed(
    store: Store, before: Announcement, after: Announcement, sites: tuple[str, ...] = ()
) -> Changes:
    """Another text or audience. Raises `AnnouncementRefused`; once some of it was sent, always."""
    if before.state not in BEFORE_SENDING or await deliveries.counts(store.database, before.id):
        raise AnnouncementRefused(
            f"It is {before.state} and cannot be changed any more. Cancel it if need be."
        )
    consultation = await consultation_of(store, before.consultation)
    check(consultation, await consultations.regions(store.database, before.consultation), after, sites)
    writes = [announcements.change(before, after)]
    for came in await _not_begun(store, before):
        same = {
            name: getattr(after, name)
            for name in ("texts", "regions", "topics", "language", "medium", "cards")
        }
        writes.append(announcements.change(came, replace(came, **same)))
    return Changes(tuple(writes))


async def _not_begun(store: Store, series: Announcement) -> list[Announcement]:
    """What was made by its rule already, and none of it was sent."""
    every = await announcements.of(store.database, series.consultation)
    return [
        each
        for each in every
        if each.series == series.id
        and each.state in BEFORE_SENDING
        and not await deliveries.counts(store.database, each.id)
    ]


async def consultation_of(store: Store, slug: str) -> Consultation:
    """What it is announced in. Raises `AnnouncementRefused` if there is none."""
    consultation = await consultations.get(store.database, slug)
    if consultation is None:
        raise AnnouncementRefused(
            f"There is no consultation '{slug}'. `mushawara consultation list` shows them."
        )
    return consultation


def _times(
    consultation: Consultation, at: datetime | None, now: datetime, plan: Plan, zones: Iterable[str]
) -> tuple[str, int]:
    """The wall time where it counts in each recipient's zone, and when to begin (UTC seconds)."""
    if plan.own_time or plan.rule:
        if plan.rule:
            _first_of(plan.rule, at or now.replace(tzinfo=None))
        if at is None or at.tzinfo is not None:
            how = "By a rule it comes" if plan.rule else "In each one's own zone it comes"
            raise AnnouncementRefused(
                f'{how} at one time of the day: write --at, without a zone, such as --at "2026-12-01 09:00".'
            )
        first = first_in(at, consultation.terms.zone, zones)
        _check_future(at, first, now)
        begins = first_anywhere(_first_of(plan.rule, at)) if plan.rule else first
        return f"{at:%Y-%m-%dT%H:%M}", int(begins.timestamp())
    if at is None:
        return "", int(now.timestamp())
    moment = _moment("--at", at, consultation)
    _check_future(at, moment, now)
    return "", int(moment.timestamp())


def _moment(option: str, time: datetime, consultation: Consultation) -> datetime:
    zone = consultation.terms.zone
    if time.tzinfo is not None:
        return time
    if not comes_once(time, zone):
        raise AnnouncementRefused(f"{option} {time:%Y-%m-%d %H:%M} {explain_unclear_time(time, zone)}")
    return instant(time, zone)


def _check_future(at: datetime, moment: datetime, now: datetime) -> None:
    if moment < now:
        raise AnnouncementRefused(
            f"{at:%Y-%m-%d %H:%M} is past. Write a later time, or leave --at out for now."
        )


def _first_of(rule: str, at: datetime) -> datetime:
    try:
        return occurrences(rule, at)[0]
    except RuleRefused as error:
        raise AnnouncementRefused(str(error)) from error


def _expires(consultation: Consultation, plan: Plan, due: int, now: datetime) -> int:
    until = _moment("--until", plan.until, consultation) if plan.until else None
    if until and (until <= now or until.timestamp() <= due):
        raise AnnouncementRefused(f"{until:%Y-%m-%d %H:%M} is too early: it could not be sent before.")
    if plan.audience == "unanswered":
        latest = until or datetime.fromtimestamp(due, UTC) + timedelta(days=UNANSWERED_DAYS)
        until = min(latest, consultation.closes)
    return int(until.timestamp()) if until else 0
