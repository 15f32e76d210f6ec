"""What somebody is told of an announcement, and whether this is the time for it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers import event_news
from handlers.links import quiet
from handlers.timing import after_quiet
from handlers.words import LANGUAGES, Words
from storage import announcements, approvals, deliveries, media
from storage.announcements import BULK, Announcement
from storage.consultations import Consultation
from storage.messages import Button, Medium, News
from storage.people import Somebody
from storage.store import Store

WEEK = 7


async def wait_until(store: Store, announcement: bytes, person: Somebody, now: datetime) -> datetime | None:
    """When to try again, where it must not go out just now; None if it may.

    In bulk nobody is written to in their quiet hours, nor more often in a week than the consultation says.
    """
    found = await announcements.get(store.database, announcement)
    consultation = await store.consultation(found.consultation) if found else None
    if found is None or consultation is None or found.kind not in BULK:
        return None
    terms = consultation.terms
    zone = ZoneInfo(person.zone) if person.zone else terms.zone
    turn = await _next_turn(store, person, terms.weekly_limit, now)
    goes = after_quiet(max(now, turn), terms.quiet, zone)
    return goes if goes > now else None


async def _next_turn(store: Store, person: Somebody, limit: int, now: datetime) -> datetime:
    """The day on which so few of the last seven days' messages count still that there may be one more."""
    today = int(now.timestamp()) // deliveries.DAY
    days = await deliveries.days_heard(store.database, person.id, today - WEEK)
    if len(days) < limit:
        return now
    return datetime.fromtimestamp(0, UTC) + timedelta(days=days[len(days) - limit] + WEEK)


async def news(store: Store, announcement: bytes, person: Somebody) -> News | None:
    """What this person is told; None if the announcement is gone."""
    found = await announcements.get(store.database, announcement)
    if found and found.kind in {"verified", "refused"}:
        return _of_organisation(found, Words(person.language or LANGUAGES[0]))
    if found and found.event:
        return await event_news.news(store, found, person)
    consultation = await store.consultation(found.consultation) if found else None
    if found is None or consultation is None:
        return None
    terms = consultation.terms
    language = terms.spoken(person.language)
    return News(
        key=announcement.hex(),
        language=language,
        text=_text(found, consultation, Words(language)) + await _alone(store, found, Words(language)),
        buttons=_buttons(consultation, Words(language)),
        medium=await _medium(store, found, terms.say(terms.title, language)),
    )


async def _alone(store: Store, announcement: Announcement, words: Words) -> str:
    """Everybody sees it where nobody else looked at it before it went out."""
    found = await approvals.of(store.database, announcement.series or announcement.id)
    said = words.say("One person approved this.")
    return f"\n\n{said}" if found and found.alone else ""


async def _medium(store: Store, announcement: Announcement, title: str) -> Medium | None:
    if not announcement.medium:
        return None
    kind = await media.type_of(store.database, announcement.medium)
    return Medium("image" if kind.startswith("image/") else "file", announcement.medium, title)


def _of_organisation(announcement: Announcement, words: Words) -> News:
    """Names nobody: others may read the notification on a locked phone."""
    text = words.say("What you registered was looked at. To see what was decided: /organisation")
    return News(announcement.id.hex(), words.language, text)


def _text(announcement: Announcement, consultation: Consultation, words: Words) -> str:
    terms = consultation.terms
    title = terms.say(terms.title, words.language)
    if announcement.kind == "written":
        said = terms.say(announcement.texts, words.language)
        return quiet(said) if announcement.organisation else said
    if announcement.kind == "opened":
        return words.say("The consultation “%(title)s” is open.", title=title)
    ended = words.say("The consultation “%(title)s” has ended. Thank you to all who took part.", title=title)
    if not terms.results_on:
        return ended
    day = words.day(terms.results_on)
    return f"{ended}\n{words.say('Results will be published on %(day)s.', day=day)}"


def _buttons(consultation: Consultation, words: Words) -> tuple[tuple[Button, ...], ...]:
    stop = Button(words.say("No more news of this"), f"mute:{consultation.slug}")
    if consultation.state != "open":
        return ((stop,),)
    return ((Button(words.say("Take the survey"), f"start:{consultation.slug}", "main"),), (stop,))
