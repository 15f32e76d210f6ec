"""Events out of the calendar files of others: as answers to the form of an event, and as events."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import links
from handlers.events.form import hours, wall_time
from handlers.events.sheet import LATEST, LONGEST_TIME
from handlers.words import Words
from reports.calendars.entry import Entry, Fault
from storage.events import LONGEST, Event
from survey import engine
from survey.form import Form
from survey.lookalikes import tidy
from survey.state import Moment, Refusal, State


def first_to_come(entries: list[Entry], now: datetime) -> Entry | None:
    """The earliest that has not begun and takes place."""
    to_come = [each for each in entries if each.starts > now.timestamp() and not each.cancelled]
    return min(to_come, key=lambda each: each.starts, default=None)


def answers(entry: Entry, zone: ZoneInfo) -> Mapping[str, str]:
    """What a calendar says of an event, as the form of ours asks it; times on the clock of `zone`."""
    return {
        "title": _short("title", entry.title),
        "about": _short("about", entry.what),
        "starts": wall_time(entry.starts, zone.key),
        "hours": hours(entry.starts, entry.ends),
        "place": _short("place", entry.place),
        "point": f"{entry.point} 0 0" if entry.point else "",
        "link": entry.link,
    }


def filled_in(form: Form, state: State, given: Mapping[str, str], moment: Moment, language: str) -> State:
    """The form with these answers, at the first question that has none; what it refuses is asked."""
    for question in form.questions:
        if value := given.get(question.name, ""):
            there = engine.go_to(form, state, question.ref, moment)
            answered = engine.answer(form, there, value, moment, language)
            state = state if isinstance(answered, Refusal) else answered
    open_ones = [each.ref for each in form.asked if not state.values.get(each.ref)]
    return engine.go_to(form, state, open_ones[0], moment) if open_ones else state


def event(entry: Entry, slug: str, language: str, identity: bytes, before: Event | None) -> Event:
    """An event of a consultation that waits for approval, with its texts in one language.

    Of one that came `before`, what a calendar does not say stays.
    """
    base = before or Event(identity, slug, {}, {}, 0, 0, entry.zone)
    return replace(
        base,
        title={**base.title, language: _short("title", entry.title)},
        about={**base.about, language: _short("about", entry.what)},
        starts=entry.starts,
        ends=entry.ends,
        zone=entry.zone,
        place=_short("place", entry.place),
        point=entry.point,
        link=entry.link,
        state="asked",
    )


def bad_links(entries: list[Entry], sites: tuple[str, ...]) -> list[str]:
    """What is wrong with the links of a file, in sentences."""
    words = Words("en")
    return [
        f"{entry.title}: {links.why(words, bad)}"
        for entry in entries
        for bad in links.bad_links(entry.link, sites)
    ]


def bad_times(entry: Entry, now: datetime) -> list[str]:
    """What is wrong with when an event is that is taken of a file, in sentences."""
    wrong = {
        "begins later than two years from now.": entry.starts >= (now + LATEST).timestamp(),
        "lasts longer than a month.": entry.ends > entry.starts + LONGEST_TIME,
    }
    return [f"{entry.title}: {sentence}" for sentence, is_wrong in wrong.items() if is_wrong]


def why(words: Words, fault: Fault) -> str:
    """A mistake of a calendar file in a sentence."""
    say, where = words.say, fault.where or "…"
    match fault.kind:
        case "unreadable":
            return say("This is not a calendar file that I can read.")
        case "too_large":
            return say("This file is too large.")
        case "empty":
            return say("There is no event in this file.")
        case "untold":
            return say("%(event)s: %(field)s is missing.", event=where, field=fault.field)
        case "zone":
            return say("%(event)s: I do not know the time zone %(zone)s.", event=where, zone=fault.value)
        case "backwards":
            return say("%(event)s ends before it begins.", event=where)
    return say("%(event)s: I cannot read %(field)s.", event=where, field=fault.field)


def _short(name: str, text: str) -> str:
    return tidy(text)[: LONGEST[name]]
