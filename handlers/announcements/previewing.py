"""An announcement as it will be seen: the text in each language, whom it goes to, about how many, when."""

from collections.abc import Mapping
from datetime import UTC, datetime

from handlers.announcements.audience import MOST, size
from handlers.announcements.reading import read_as
from handlers.card_sets import sets_of
from handlers.links import quiet
from handlers.rounded import about
from handlers.timing import occurrences
from handlers.view import View
from handlers.words import Words, name_of
from storage import consultations, events
from storage.announcements import Announcement
from storage.consultations import Consultation
from storage.kinds import Audience
from storage.store import Store

LONGEST_LABEL = 40
SHOWN_DAYS = 3


async def preview(store: Store, view: View, announcement: Announcement) -> str:
    """All that decides whether it may go out, for who decides it."""
    consultation = await consultations.get(store.database, announcement.consultation)
    if consultation is None:
        return ""
    say = view.words.say
    parts = await _texts(store, view, consultation, announcement)
    parts.append(await addressed_to(store, view, consultation, announcement))
    if announcement.medium:
        parts.append(say("With a picture or a document."))
    sets = await sets_of(store, consultation, view.language) if announcement.cards else []
    parts += [
        say("With learning cards: %(name)s", name=each.title)
        for each in sets
        if each.survey == announcement.cards
    ]
    return "\n\n".join([*parts, when(view, consultation, announcement)])


async def addressed_to(
    store: Store, view: View, consultation: Consultation, announcement: Announcement
) -> str:
    """Whom it goes to, and about how many they are now."""
    whom = await _whom(store, view, consultation, announcement)
    people = told(view.words, await size(store, announcement))
    return view.words.say("To: %(whom)s, %(people)s", whom=whom, people=people)


def told(words: Words, people: int) -> str:
    """How many an audience is, in words."""
    if people < MOST:
        return about(words, people)
    return words.many("more than %(count)d person", "more than %(count)d people", MOST)


async def _texts(
    store: Store, view: View, consultation: Consultation, announcement: Announcement
) -> list[str]:
    nothing = view.words.say("Nothing is written here yet.")
    languages = (announcement.language,) if announcement.language else consultation.terms.languages
    seen = {each: await read_as(store, announcement, each) for each in languages}
    return [f"{name_of(each)}:\n{text or nothing}" for each, text in seen.items()]


async def _whom(store: Store, view: View, consultation: Consultation, announcement: Announcement) -> str:
    """The conditions that all must hold, in words."""
    terms = consultation.terms
    nodes = await consultations.regions(store.database, consultation.slug)
    regions = [terms.say(each.names, view.language) for each in nodes if each.code in announcement.regions]
    language = [name_of(announcement.language)] if announcement.language else []
    topics = [terms.say(terms.topics.get(each, {}), view.language) or each for each in announcement.topics]
    listed = (view.words.listed(each) for each in (regions, topics))
    named = (audience_name(view, announcement.audience), *listed)
    return " · ".join(filter(None, (*named, *language)))


def audience_name(view: View, audience: Audience) -> str:
    """Whom of those who follow."""
    say = view.words.say
    match audience:
        case "residents":
            return say("followers who speak for no organisation")
        case "organisations":
            return say("members of organisations who follow")
        case "unanswered":
            return say("followers who have not answered yet")
        case "invited":
            return say("those who answered the invitation")
    return say("all who follow")


def when(view: View, consultation: Consultation, announcement: Announcement) -> str:
    """When it goes out, in words."""
    words, zone = view.words, consultation.terms.zone
    if announcement.local:
        time = words.value("datetime", announcement.local)
        said = words.say("When: %(time)s, in each one's own time", time=time)
        return "\n".join(
            filter(None, (said, _again(view, announcement), _expires(view, consultation, announcement)))
        )
    due = datetime.fromtimestamp(announcement.due, UTC)
    time = words.value("datetime", due.astimezone(zone).isoformat(timespec="minutes"))
    said = words.say("When: %(time)s", time=time)
    if due <= view.place.now:
        said = words.say("When: as soon as it is approved")
    return "\n".join(filter(None, (said, _expires(view, consultation, announcement))))


def _again(view: View, announcement: Announcement) -> str:
    """How often it comes, by which days that is told; nothing where it comes once."""
    if not announcement.rule:
        return ""
    words, comes = view.words, occurrences(announcement.rule, datetime.fromisoformat(announcement.local))
    days = words.listed([words.day(each) for each in comes[:SHOWN_DAYS]])
    if len(comes) <= SHOWN_DAYS:
        return words.say("It comes on: %(days)s", days=days)
    last = words.day(comes[-1])
    return words.many(
        "It comes %(count)d time, first on %(days)s, and last on %(last)s.",
        "It comes %(count)d times, first on %(days)s, and last on %(last)s.",
        len(comes),
        days=days,
        last=last,
    )


def _expires(view: View, consultation: Consultation, announcement: Announcement) -> str:
    """From when on it is not sent any more; nothing where that is never."""
    if not announcement.expires:
        return ""
    until = datetime.fromtimestamp(announcement.expires, UTC).astimezone(consultation.terms.zone)
    time = view.words.value("datetime", until.isoformat(timespec="minutes"))
    if announcement.rule:
        return view.words.say(
            "Not sent any more after: %(time)s. Each of the next: as long after its own time.", time=time
        )
    return view.words.say("Not sent any more after: %(time)s", time=time)


def beginning(texts: Mapping[str, str], language: str) -> str:
    """How a text begins, short enough for a button."""
    line = (texts.get(language) or next(iter(texts.values()), "")).partition("\n")[0]
    return line if len(line) <= LONGEST_LABEL else f"{line[:LONGEST_LABEL]}…"


async def labelled(store: Store, view: View, announcement: Announcement) -> str:
    """What tells an announcement from others. A link that is cut short is none."""
    if announcement.kind == "written":
        return quiet(beginning(announcement.texts, view.language), links=False)
    if announcement.kind == "opened":
        return view.words.say("News that a consultation is open")
    if announcement.kind == "closed":
        return view.words.say("News that a consultation has ended")
    event = await events.get(store.database, announcement.event) if announcement.event else None
    return quiet(beginning(event.title, view.language), links=False) if event else "…"


def state(view: View, announcement: Announcement) -> str:
    """How it stands, in a word or two."""
    say = view.words.say
    return {
        "asked": say("not approved yet"),
        "waiting": say("waits for its time"),
        "paused": say("stopped"),
        "sending": say("is going out"),
        "cancelled": say("called off"),
        "refused": say("not approved"),
    }.get(announcement.state, say("sent"))
