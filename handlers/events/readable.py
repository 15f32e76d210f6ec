"""An event as people read it: what, when in the event's zone and in theirs, where."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.links import named, quiet
from handlers.words import Words, name_of
from storage.events import Event
from storage.messages import Button
from storage.rsvps import Answer

MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}"


def spoken(texts: Mapping[str, str], language: str) -> str:
    """The language in which somebody reads a text: theirs, else the one it was written in first."""
    return language if texts.get(language) else next(iter(texts), language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text as somebody reads it; nothing in it is a link."""
    return quiet(texts.get(spoken(texts, language), ""), links=False)


def title(event: Event, words: Words) -> str:
    """What it is called."""
    return in_language(event.title, words.language)


def begins(event: Event, words: Words, zone: str = "") -> str:
    """When it begins in a zone, its own by default: "Thursday 24 December 2026, 18:30 (Casablanca)"."""
    there = ZoneInfo(zone or event.zone)
    return words.moment(datetime.fromtimestamp(event.starts, there), there.key)


def about(event: Event, words: Words, zone: str = "", organisation: str = "") -> str:
    """All that people are told of it, in lines; `zone`: theirs, `organisation`: who invites."""
    say = words.say
    lines = [begins(event, words)]
    if zone and _differ(event, zone):
        lines.append(say("Where you are: %(time)s", time=begins(event, words, zone)))
    if event.place:
        lines.append(say("Place: %(place)s", place=quiet(event.place, links=False)))
    if event.link:
        lines.append(say("Link: %(link)s", link=event.link))
    lines.append(in_language(event.about, words.language))
    if others := _other_languages(event, words.language):
        lines.append(say("(This is written in: %(languages)s.)", languages=words.listed(others)))
    if heard := [name_of(each) for each in event.languages if each != "other"]:
        lines.append(say("Spoken there: %(languages)s", languages=words.listed(heard)))
    if event.capacity:
        lines.append(
            words.many(
                "There is room for %(count)d person.",
                "There is room for %(count)d people.",
                event.capacity,
            )
        )
    if organisation:
        lines.append(say("Invited by: %(name)s", name=named(organisation)))
    return "\n".join(lines)


def _other_languages(event: Event, language: str) -> list[str]:
    """In which languages title and text are, where somebody reads them in another one than theirs."""
    read = [spoken(texts, language) for texts in (event.title, event.about)]
    return [name_of(each) for each in dict.fromkeys(read) if each != language]


def state(event: Event, words: Words) -> str:
    """How it stands, in a word or two."""
    say = words.say
    if event.changes:
        return {
            "draft": say("a change, not sent yet"),
            "asked": say("a change that waits for approval"),
        }.get(event.state, say("a change that was not approved"))
    return {
        "draft": say("not sent yet"),
        "asked": say("waits for approval"),
        "open": say("announced"),
        "cancelled": say("cancelled"),
        "refused": say("not approved"),
    }.get(event.state, say("over"))


def refused(event: Event, words: Words) -> str:
    """To who wrote it: it was not approved, and why."""
    say, named = words.say, title(event, words)
    if event.changes and not event.reason:
        return say("%(title)s: the event has changed before your change was approved. /event", title=named)
    told = (
        say("Your change was not approved: %(title)s. To write it anew: /event", title=named)
        if event.changes
        else say("Your event was not approved: %(title)s. To write it anew: /event", title=named)
    )
    return "\n".join(filter(None, (told, why(event, words))))


def why(event: Event, words: Words) -> str:
    """Why it was refused, in the words of who did it; empty if they gave none."""
    return (
        words.say("The reason: %(reason)s", reason=quiet(event.reason, links=False)) if event.reason else ""
    )


def answered(words: Words, answer: Answer | None) -> str:
    """What somebody has answered, and what follows."""
    say = words.say
    match answer:
        case "coming":
            return say("You are coming. I remind you the evening before and two hours before.")
        case "waiting":
            return say("All places are taken. You are on the waiting list; I tell you when one is free.")
        case "maybe":
            return say("You may be coming. I tell you if something changes.")
        case "no":
            return say("You are not coming.")
    return ""


def answers(words: Words) -> tuple[tuple[str, Answer], ...]:
    """What can be answered, and its label."""
    say = words.say
    return ((say("Coming"), "coming"), (say("Maybe"), "maybe"), (say("No"), "no"))


def ways(event: Event, words: Words, public_url: str) -> tuple[Button, ...]:
    """Links to the place on a map, and to the event for a calendar, as a row of buttons."""
    row = []
    if event.point:
        latitude, longitude = event.point.split(" ")[:2]
        row.append(Button(words.say("On the map"), MAP.format(latitude, longitude), "link"))
    if public_url:
        file = f"{public_url}/events.ics?event={event.id.hex()}&language={words.language}"
        row.append(Button(words.say("For my calendar"), file, "link"))
    return tuple(row)


def _differ(event: Event, zone: str) -> bool:
    at = (datetime.fromtimestamp(event.starts, ZoneInfo(name)) for name in (event.zone, zone))
    return len({each.utcoffset() for each in at}) > 1
