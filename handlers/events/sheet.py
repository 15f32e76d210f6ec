"""An event as staff write it in a file, and all that is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from handlers import links, timing
from handlers.refused import Refused
from handlers.words import Words, plain
from storage import consultations
from storage.consultations import Consultation
from storage.events import LONGEST, Event
from storage.mistakes import mistakes
from storage.store import Store
from survey.lookalikes import tidy
from survey.values import is_place, is_zone
from survey.wall_times import comes_once, explain_unclear_time

Texts = Annotated[dict[str, str], Field(min_length=1)]
LATEST = timedelta(days=730)
"""So far ahead an event may begin,"""
LONGEST_TIME = 31 * 86_400
"""and so many seconds it may last: who answers is remembered until it ends."""
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?),? (-?\d{1,3}(?:\.\d+)?)")


class EventRefused(Refused):
    """It cannot be taken like this; the message says all that is to be done."""


class Problem(NamedTuple):
    """What is wrong: in which column ("title::fr": of a text, the language too), and what to do."""

    column: str
    sentence: str


class Sheet(BaseModel):
    """What can be said of an event. `starts` and `ends` count in `zone`, by default the consultation's."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Texts
    about: Texts
    starts: datetime
    ends: datetime
    zone: str = ""
    place: str = ""
    point: str = ""
    link: str = ""
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: Annotated[int, Field(ge=0, le=100_000)] = 0


@dataclass(frozen=True, slots=True)
class Around:
    """What an event is checked against. `sites`: names of our own that no link may only look like."""

    consultation: Consultation
    regions: frozenset[str]
    now: datetime
    sites: tuple[str, ...]


async def around(store: Store, slug: str, now: datetime, sites: tuple[str, ...]) -> Around:
    """The consultation that an event is of, and what it knows. Raises `EventRefused`."""
    consultation = await consultations.get(store.database, slug)
    if consultation is None:
        raise EventRefused(f"There is no consultation '{slug}'. `mushawara consultation list` shows them.")
    codes = frozenset(each.code for each in await consultations.regions(store.database, slug))
    return Around(consultation, codes, now, sites)


def sheet(given: Mapping[str, Any]) -> Sheet | list[Problem]:
    """What was written, if it can be read."""
    try:
        return Sheet.model_validate(given)
    except ValidationError as error:
        return [Problem("::".join(map(str, place[:2])), why) for place, why in mistakes(error)]


def checked(given: Mapping[str, Any], around: Around, begun: int = 0) -> Sheet | list[Problem]:
    """What was written, or all that is wrong with it: what can be read is looked at beside what cannot."""
    written = sheet(given)
    if isinstance(written, Sheet):
        return list(problems(written, around, begun)) or written
    told = {each.column for each in written} | {"ends"}  # is looked at by its start, which may be one of them
    rest = problems(_as_far_as_read(given, told, around), around, begun)
    return [*written, *(each for each in rest if not told & {each.column, each.column.partition("::")[0]})]


def _as_far_as_read(given: Mapping[str, Any], told: Set[str], around: Around) -> Sheet:
    """With something in place of what is told of already."""
    later = around.now + timedelta(days=1)
    wrong = {column.partition("::")[0] for column in told}
    fields = {
        name: value for name, value in given.items() if name in Sheet.model_fields and name not in wrong
    }
    for name in ("title", "about"):
        texts = given.get(name) if name not in told else None
        fields[name] = {
            code: text if isinstance(text, str) else "" for code, text in (texts or {"": ""}).items()
        }
    return Sheet.model_validate({"starts": later, **fields, "ends": later})


def problems(sheet: Sheet, around: Around, begun: int = 0) -> Iterator[Problem]:
    """All that is wrong with it. `begun`: when it begins as it is known already, which may be past."""
    yield from _of_texts(sheet, around.consultation.terms.languages)
    if sheet.zone and not is_zone(sheet.zone):
        yield Problem("zone", f"'{sheet.zone}' is not a time zone. Write one such as Africa/Casablanca.")
    else:
        yield from _of_times(sheet, around, begun)
    yield from _of_codes(sheet, around)
    if not sheet.place.strip() and not sheet.link:
        yield Problem("place", "is missing. Write it, or 'link' for what is held online.")
    if sheet.point and not (_POINT.fullmatch(sheet.point) and is_place(_point(sheet))):
        yield Problem("point", 'is not on the map. Write latitude and longitude such as "33.26 -8.51".')
    bad_links = links.bad_links(sheet.link, around.sites)
    if sheet.link and not bad_links and not sheet.link.startswith(("http://", "https://")):
        yield Problem("link", "must begin with https://")
    for bad in bad_links:
        yield Problem("link", plain(links.why(Words("en"), bad)))


def event(sheet: Sheet, around: Around, identity: bytes) -> Event:
    """The event, which waits for approval; of a sheet without problems."""
    zone = _zone(sheet, around)
    return Event(
        identity,
        around.consultation.slug,
        {language: tidy(text) for language, text in sheet.title.items()},
        {language: "\n".join(map(tidy, text.split("\n"))).strip() for language, text in sheet.about.items()},
        _seconds(sheet.starts, zone),
        _seconds(sheet.ends, zone),
        zone.key,
        tidy(sheet.place),
        _point(sheet),
        sheet.link,
        sheet.regions,
        sheet.topics,
        sheet.languages,
        sheet.capacity,
        "asked",
    )


def _of_texts(sheet: Sheet, languages: tuple[str, ...]) -> Iterator[Problem]:
    for name, texts in (("title", sheet.title), ("about", sheet.about)):
        for language in languages:
            if not texts.get(language, "").strip():
                yield Problem(f"{name}::{language}", "is missing. Write it in every language.")
        for language, text in texts.items():
            if language not in languages:
                yield Problem(f"{name}::{language}", "is not a language of the consultation. Leave it out.")
            if len(text) > LONGEST[name]:
                yield Problem(f"{name}::{language}", f"is longer than {LONGEST[name]} letters.")
    for name, text in (("place", sheet.place), ("link", sheet.link)):
        if len(text) > LONGEST[name]:
            yield Problem(name, f"is longer than {LONGEST[name]} letters.")


def _of_times(sheet: Sheet, around: Around, begun: int) -> Iterator[Problem]:
    zone = _zone(sheet, around)
    for name in ("starts", "ends"):
        moment: datetime = getattr(sheet, name)
        if moment.tzinfo is None and not comes_once(moment, zone):
            yield Problem(name, explain_unclear_time(moment, zone))
    starts, ends = _seconds(sheet.starts, zone), _seconds(sheet.ends, zone)
    latest = (around.now + LATEST).timestamp()
    if starts != begun and not around.now.timestamp() < starts < latest:
        yield Problem("starts", "must be to come, within two years.")
    elif not starts < ends <= starts + LONGEST_TIME:
        yield Problem("ends", "must be after 'starts', within a month.")


def _of_codes(sheet: Sheet, around: Around) -> Iterator[Problem]:
    if unknown := [code for code in sheet.regions if code not in around.regions]:
        yield Problem("regions", f"There is no region {', '.join(unknown)}. {_there_are(around.regions)}")
    topics = around.consultation.terms.topics
    if unknown := [code for code in sheet.topics if code not in topics]:
        yield Problem("topics", f"There is no topic {', '.join(unknown)}. {_there_are(topics)}")


def _there_are(codes: frozenset[str] | Mapping[str, object]) -> str:
    return f"There are: {', '.join(sorted(codes))}." if codes else "This consultation has none."


def _point(sheet: Sheet) -> str:
    point = _POINT.fullmatch(sheet.point)
    return " ".join(point.groups()) if point else ""


def _zone(sheet: Sheet, around: Around) -> ZoneInfo:
    return ZoneInfo(sheet.zone or around.consultation.terms.timezone)


def _seconds(moment: datetime, zone: ZoneInfo) -> int:
    return int((moment if moment.tzinfo else timing.instant(moment, zone)).timestamp())
