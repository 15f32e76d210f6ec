"""An event as staff write it in a file: checked as a whole, all mistakes at once."""

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from handlers import links, timing
from handlers.words import Words
from storage import consultations
from storage.consultations import Consultation
from storage.events import Event
from storage.mistakes import mistake
from storage.store import Store

POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?),? (-?\d{1,3}(?:\.\d+)?)")
Texts = Annotated[dict[str, str], Field(min_length=1)]


class EventRefused(Exception):
    """It cannot be taken like this; the message says all that is to be done."""


class _Sheet(BaseModel):
    """The keys of a file. `starts` and `ends` count in `zone`, by default the consultation's."""

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


async def event(store: Store, slug: str, content: str, identity: bytes, now: datetime) -> Event:
    """An event that waits for approval. Raises `EventRefused`."""
    consultation = await consultations.get(store.database, slug)
    if consultation is None:
        raise EventRefused(f"There is no consultation '{slug}'. `mushawara consultation list` shows them.")
    sheet = _sheet(content)
    codes = {each.code for each in await consultations.regions(store.database, slug)}
    if wrong := [*_mistakes(sheet, consultation, codes, now)]:
        raise EventRefused("\n".join(wrong))
    zone = ZoneInfo(sheet.zone or consultation.terms.timezone)
    starts, ends = (_seconds(moment, zone) for moment in (sheet.starts, sheet.ends))
    same = sheet.model_dump(exclude={"starts", "ends", "zone", "point"})
    point = POINT.fullmatch(sheet.point)
    return Event(
        identity,
        slug,
        starts=starts,
        ends=ends,
        zone=zone.key,
        point=" ".join(point.groups()) if point else "",
        state="asked",
        **same,
    )


def _sheet(content: str) -> _Sheet:
    try:
        return _Sheet.model_validate(tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        raise EventRefused(f"The file cannot be read: {error}.") from error
    except ValidationError as error:
        found = [f"{'.'.join(map(str, item['loc']))} {mistake(item)}" for item in error.errors()]
        raise EventRefused("\n".join(found)) from error


def _mistakes(sheet: _Sheet, consultation: Consultation, codes: set[str], now: datetime) -> Iterator[str]:
    for name, texts in (("title", sheet.title), ("about", sheet.about)):
        if missing := [code for code in consultation.terms.languages if not texts.get(code, "").strip()]:
            yield f"[{name}] has nothing for: {', '.join(missing)}. Write it in every language."
    if sheet.zone and sheet.zone not in available_timezones():
        yield f"'{sheet.zone}' is not a time zone. Write one such as Africa/Casablanca."
    elif not _comes(sheet, consultation, now):
        yield "'starts' must be to come, within two years, and 'ends' after it, within a month."
    if unknown := [code for code in sheet.regions if code not in codes]:
        yield f"There is no region {', '.join(unknown)}. Use the codes of the regions file."
    if not sheet.place.strip() and not sheet.link:
        yield "Where is it? Write 'place', or 'link' for what is held online."
    if sheet.point and not POINT.fullmatch(sheet.point):
        yield "'point' is not a place on the map. Write latitude and longitude such as \"33.26 -8.51\"."
    if sheet.link and not sheet.link.startswith(("http://", "https://")):
        yield "'link' must begin with https://"
    yield from (links.why(Words("en"), bad) for bad in links.bad_links(sheet.link))


def _comes(sheet: _Sheet, consultation: Consultation, now: datetime) -> bool:
    zone = ZoneInfo(sheet.zone or consultation.terms.timezone)
    starts, ends = (_seconds(moment, zone) for moment in (sheet.starts, sheet.ends))
    latest = (now + timedelta(days=730)).timestamp()
    return now.timestamp() < starts < latest and starts < ends <= starts + 31 * 86_400


def _seconds(moment: datetime, zone: ZoneInfo) -> int:
    return int((moment if moment.tzinfo else timing.instant(moment, zone)).timestamp())
