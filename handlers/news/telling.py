"""What somebody is told of an announcement, and whether this is the time for it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from handlers.announcements.reading import language_for, media_of, read_as
from handlers.events import notices
from handlers.timing import after_quiet, instant
from handlers.words import LANGUAGES, Words
from storage import announcements, approvals, deliveries
from storage.announcements import BULK, OF_ORGANISATIONS, TO_AUTHORS, Announcement
from storage.consultations import Consultation
from storage.deliveries import DueDelivery
from storage.messages import Button, News
from storage.people import Somebody
from storage.store import Store
from storage.terms import Terms

WEEK = 7
FIRST_DAY = date(1970, 1, 1).toordinal()
"""Days of deliveries are counted from it."""


async def wait_until(store: Store, announcement: bytes, person: Somebody, now: datetime) -> datetime | None:
    """When to try again, where it must not go out just now; None if it may.

    In bulk nobody is written to in their quiet hours, nor more often in a week than the consultation says.
    """
    limits = await _limits(store, announcement)
    if limits is None:
        found = await announcements.get(store.database, announcement)
        return await notices.wait_until(store, found, person, now) if found else None
    zone = _zone(person, limits.terms)
    turn = await _next_turn(store, person, limits, now, zone)
    goes = after_quiet(max(now, turn), limits.terms.quiet, zone)
    return goes if goes > now else None


async def for_who_comes(store: Store, person: Somebody, now: datetime) -> list[DueDelivery]:
    """What waits for a person who comes to us, as in the web chat: no more than the limit of a week leaves.

    Quiet hours are not looked at once more: nobody is woken by what they come to see.
    """
    found, in_bulk = [], list[Limits]()
    for delivery in await deliveries.unseen_by(store.database, person.id, int(now.timestamp())):
        if limits := await _limits(store, delivery.announcement):
            heard = await _heard(store, person, limits, now, _zone(person, limits.terms))
            beside = [each for each in in_bulk if limits.count_all or not each.count_all]
            if len(heard) + len(beside) >= limits.terms.weekly_limit:
                continue
            in_bulk.append(limits)
        found.append(delivery)
    return found


async def day_there(store: Store, announcement: bytes, person: Somebody, now: datetime) -> int:
    """The day it is where somebody is, as a delivery keeps it: a week is a week of theirs."""
    limits = await _limits(store, announcement)
    return _day(now, _zone(person, limits.terms) if limits else UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the consultation says of how often and when.

    `count_all`: for what only those are told who have not answered, all counts that they were told. For what
    others are told too, that does not: when it came to somebody would tell that they had not answered.
    """

    terms: Terms
    count_all: bool


async def _limits(store: Store, announcement: bytes) -> Limits | None:
    """None for what is exempt from them."""
    found = await announcements.get(store.database, announcement)
    consultation = await store.consultation(found.consultation) if found else None
    if found is None or consultation is None or found.kind not in BULK:
        return None
    return Limits(consultation.terms, found.audience == "unanswered")


def _zone(person: Somebody, terms: Terms) -> ZoneInfo:
    return ZoneInfo(person.zone) if person.zone else terms.zone


def _day(now: datetime, zone: tzinfo) -> int:
    return now.astimezone(zone).toordinal() - FIRST_DAY


async def _next_turn(
    store: Store, person: Somebody, limits: Limits, now: datetime, zone: ZoneInfo
) -> datetime:
    """The day on which so few of the last seven days' messages count still that there may be one more."""
    days, limit = await _heard(store, person, limits, now, zone), limits.terms.weekly_limit
    if len(days) < limit:
        return now
    free = date.fromordinal(FIRST_DAY + days[len(days) - limit] + WEEK)
    return instant(datetime.combine(free, time.min), zone)


async def _heard(store: Store, person: Somebody, limits: Limits, now: datetime, zone: ZoneInfo) -> list[int]:
    """The days of what they were told in bulk within a week, and counts here."""
    return await deliveries.days_heard(store.database, person.id, _day(now, zone) - WEEK, limits.count_all)


async def news(store: Store, announcement: bytes, person: Somebody) -> News | None:
    """What this person is told; None if the announcement is gone."""
    found = await announcements.get(store.database, announcement)
    if found and found.kind in OF_ORGANISATIONS:
        return _of_organisation(found, Words(person.language or LANGUAGES[0]))
    if found and found.kind == "going_out":
        return _to_staff(found, Words(person.language or LANGUAGES[0]))
    if found and found.kind in TO_AUTHORS:
        return _to_author(found, Words(person.language or LANGUAGES[0]))
    if found and found.event:
        return await notices.news(store, found, person)
    consultation = await store.consultation(found.consultation) if found else None
    if found is None or consultation is None:
        return None
    terms = consultation.terms
    language = terms.spoken(person.language)
    if found.kind == "written":
        language = language_for(found, consultation, person.language)
        text = await read_as(store, found, language)
    else:
        text = _text(found, consultation, Words(language))
    if not text:
        return None
    return News(
        key=announcement.hex(),
        language=language,
        text=text + await _alone(store, found, Words(language)),
        buttons=_buttons(found, consultation, Words(language)),
        medium=next(iter(await media_of(store, found, terms.say(terms.title, language))), None),
    )


async def _alone(store: Store, announcement: Announcement, words: Words) -> str:
    """Everybody sees it where nobody else looked at it before it went out."""
    found = await approvals.of(store.database, announcement.series or announcement.id)
    said = words.say("One person approved this.")
    return f"\n\n{said}" if found and found.alone else ""


def _to_staff(note: Announcement, words: Words) -> News:
    """Names nothing either. One tap here stops everything."""
    text = words.say("An announcement is going out now. If it is wrong, stop it here.")
    code = note.series.hex() if note.series else ""
    rows = (
        (Button(words.say("Stop everything under way"), "halt", "main"),),
        (Button(words.say("See how far it is"), f"news:{code}"),),
    )
    return News(note.id.hex(), words.language, text, rows)


def _to_author(decided: Announcement, words: Words) -> News:
    """Names nothing either; where they read on is a command of those who may write."""
    said = {
        ("news_approved", True): words.say("Your announcement was approved. How it stands: /organisation"),
        ("news_approved", False): words.say("Your announcement was approved. How it stands: /admin"),
        ("news_refused", True): words.say("Your announcement was not approved. Why: /organisation"),
        ("news_refused", False): words.say("Your announcement was not approved. Why: /admin"),
    }
    text = said[decided.kind, decided.organisation is not None]
    return News(decided.id.hex(), words.language, text)


def _of_organisation(announcement: Announcement, words: Words) -> News:
    """Names nobody: others may read the notification on a locked phone."""
    say = words.say
    match announcement.kind:
        case "removed":
            text = say("You are not a member any more: the contact removed you. How it stands: /organisation")
        case "handed":
            text = say("What you handed over was taken, and you have left. How it stands: /organisation")
        case "contact":
            text = say("It was handed over to you: you are the contact now. What you can do: /organisation")
        case _:
            text = say("What you registered was looked at. To see what was decided: /organisation")
    return News(announcement.id.hex(), words.language, text)


def _text(announcement: Announcement, consultation: Consultation, words: Words) -> str:
    terms = consultation.terms
    title = terms.say(terms.title, words.language)
    if announcement.kind == "opened":
        return words.say("The consultation “%(title)s” is open.", title=title)
    ended = words.say("The consultation “%(title)s” has ended. Thank you to all who took part.", title=title)
    if not terms.results_on:
        return ended
    day = words.day(terms.results_on)
    return f"{ended}\n{words.say('Results will be published on %(day)s.', day=day)}"


def _buttons(
    announcement: Announcement, consultation: Consultation, words: Words
) -> tuple[tuple[Button, ...], ...]:
    rows = [(Button(words.say("No more news of this"), f"mute:{consultation.slug}"),)]
    if consultation.state == "open":
        rows.insert(0, (Button(words.say("Take the survey"), f"start:{consultation.slug}", "main"),))
    if announcement.organisation:
        hush = f"hush:{announcement.organisation.hex()}"
        rows.append((Button(words.say("Nothing more of this organisation"), hush),))
    return tuple(rows)
