"""An event and the answers of its form: out of one the other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import timing
from handlers.guided import numbered
from storage.events import Event
from survey.lookalikes import tidy

MINUTES = len("2026-12-04T18:30")
HOUR = 3_600
LENGTHS = (1, 2, 3, 4, 8)
"""Hours that the form offers."""


def starts_at(answers: Mapping[str, str], zone: str) -> datetime:
    """The wall time that was written, where the event is."""
    return timing.instant(datetime.fromisoformat(answers["starts"][:MINUTES]), ZoneInfo(zone))


def wall_time(moment: int, zone: str) -> str:
    """The same the other way round."""
    return f"{datetime.fromtimestamp(moment, ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def hours(starts: int, ends: int) -> str:
    """How long it lasts, as near as the form can say it."""
    return str(min(LENGTHS, key=lambda offered: abs(offered - (ends - starts) / HOUR)))


def lasts(answers: Mapping[str, str], before: Event | None) -> int:
    """Seconds; to the minute as before, where the answer was left as it stood."""
    if before and hours(before.starts, before.ends) == answers["hours"]:
        return before.ends - before.starts
    return int(answers["hours"]) * HOUR


def written_in(event: Event, language: str) -> str:
    """The language of its texts that somebody changes who speaks this one."""
    return language if language in event.title else next(iter(event.title))


def texts(answers: Mapping[str, str], name: str, language: str, others: Sequence[str]) -> Mapping[str, str]:
    """A text by language, the one that it was written in first; without those that were skipped."""
    found = {language: answers[name]}
    found |= {other: answers.get(numbered(name, number), "") for number, other in enumerate(others)}
    return {each: told for each, text in found.items() if (told := tidy(text))}


def answers_of(event: Event, language: str, others: Sequence[str]) -> Mapping[str, str]:
    """What would have to be answered for the event to be written like this; `others`: languages asked for."""
    return {
        **{
            numbered(name, number): words.get(other, "")
            for number, other in enumerate(others)
            for name, words in (("title", event.title), ("about", event.about))
        },
        "title": event.title.get(language, ""),
        "about": event.about.get(language, ""),
        "starts": wall_time(event.starts, event.zone),
        "hours": hours(event.starts, event.ends),
        "place": event.place,
        "point": f"{event.point} 0 0" if event.point else "",
        "link": event.link,
        "capacity": str(event.capacity or ""),
        "languages": " ".join(event.languages),
    }
