"""An announcement as it will be seen: the text in each language, whom it goes to, about how many, when."""

from collections.abc import Mapping
from datetime import UTC, datetime

from handlers.announcements.audience import audience
from handlers.announcements.reading import read_as
from handlers.links import quiet
from handlers.rounded import about
from handlers.view import View
from handlers.words import name_of
from storage import consultations, events
from storage.announcements import Announcement, Audience
from storage.consultations import Consultation
from storage.store import Store

LONGEST_LABEL = 40


async def preview(store: Store, view: View, announcement: Announcement) -> str:
    """All that decides whether it may go out, for who decides it."""
    consultation = await consultations.get(store.database, announcement.consultation)
    if consultation is None:
        return ""
    whom = await _whom(store, view, consultation, announcement)
    people = about(view.words, len(await audience(store, announcement)))
    say = view.words.say
    parts = await _texts(store, consultation, announcement)
    parts.append(say("To: %(whom)s, %(people)s", whom=whom, people=people))
    if announcement.medium:
        parts.append(say("With a picture or a document."))
    return "\n\n".join([*parts, when(view, consultation, announcement)])


async def _texts(store: Store, consultation: Consultation, announcement: Announcement) -> list[str]:
    languages = (announcement.language,) if announcement.language else consultation.terms.languages
    seen = {each: await read_as(store, announcement, each) for each in languages}
    return [f"{name_of(each)}:\n{text or '–'}" for each, text in seen.items()]


async def _whom(store: Store, view: View, consultation: Consultation, announcement: Announcement) -> str:
    """The conditions that all must hold, in words."""
    terms = consultation.terms
    nodes = await consultations.regions(store.database, consultation.slug)
    regions = [terms.say(each.names, view.language) for each in nodes if each.code in announcement.regions]
    language = [name_of(announcement.language)] if announcement.language else []
    listed = (view.words.listed(each) for each in (regions, announcement.topics))
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
        again = words.say("And again by this rule: %(rule)s", rule=announcement.rule)
        return f"{said}\n{again}" if announcement.rule else said
    due = datetime.fromtimestamp(announcement.due, UTC)
    if due <= view.place.now:
        return words.say("When: as soon as it is approved")
    time = words.value("datetime", due.astimezone(zone).isoformat(timespec="minutes"))
    return words.say("When: %(time)s", time=time)


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
