"""When something comes: wall times in zones, rules of recurrence, quiet hours, evenings. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from handlers.words import Words
from survey.wall_times import comes_once

MOST = 400
"""Times that one rule may come."""
LAST_YEAR = 2100
EVENING = time(18, 30)
EASTERNMOST = timedelta(hours=14)
"""How far ahead of UTC the first place on earth is where a wall time comes (Pacific/Kiritimati)."""
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"}
_VALUE = re.compile(r"[A-Z0-9,+-]+")
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY"}
_EXAMPLE = "FREQ=WEEKLY;BYDAY=MO;COUNT=4 or FREQ=MONTHLY;UNTIL=20261231"


class RuleRefused(ValueError):
    """A rule that cannot be followed; the message says what to write."""


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which a naive wall time comes in a zone.

    One that a change of the clocks skips comes at the first moment after the gap; one that comes twice, the
    first time. So each wall time comes once, and later ones are never earlier (PEP 495).
    """
    found = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    return _change(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found, zone)


def question_of(words: Words, wall: datetime, zone: ZoneInfo) -> str:
    """What somebody is asked who wrote a time that does not come once there; empty where it does."""
    if comes_once(wall, zone):
        return ""
    return words.say(
        "The clocks change then, and this time is skipped or comes twice. Please write another time."
    )


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment, to the second, with the offset of `after`."""
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def first_anywhere(wall: datetime) -> datetime:
    """The moment at which a wall time comes in the first place on earth."""
    return wall.replace(tzinfo=UTC) - EASTERNMOST


def first_in(wall: datetime, zone: ZoneInfo, others: Iterable[str]) -> datetime:
    """The moment at which a wall time comes in the first of these zones."""
    return min(instant(wall, each) for each in (zone, *map(ZoneInfo, others)))


def last_in(wall: datetime, zone: ZoneInfo, others: Iterable[str]) -> datetime:
    """The moment from which on a wall time has come in all of these zones."""
    return max(instant(wall, each) for each in (zone, *map(ZoneInfo, others)))


def occurrences(rule: str, start: datetime) -> list[datetime]:
    """The wall times of a rule of recurrence (RFC 5545, 3.3.10) from a naive one on. Raises `RuleRefused`.

    UNTIL is a wall time too, and a day alone is meant with its evening.
    """
    parts = _parts(rule)
    if parts["FREQ"] not in _FREQUENCIES:
        raise RuleRefused(f"FREQ={parts['FREQ']}: it can be DAILY, WEEKLY or MONTHLY, as in {_EXAMPLE}.")
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise RuleRefused(f"'{rule}' needs one end: COUNT=… or UNTIL=…, as in {_EXAMPLE}.")
    if parts.get("INTERVAL", "1").strip("0") == "":
        raise RuleRefused("INTERVAL=0 never ends. Write 1 or more.")
    if "UNTIL" in parts:
        until = parts["UNTIL"].removesuffix("Z")
        parts["UNTIL"] = until if "T" in until else f"{until}T235959"
    try:
        wanted = ";".join(f"{name}={value}" for name, value in parts.items())
        found = list(islice(rrulestr(wanted, dtstart=start), MOST + 1))
    except (ValueError, OverflowError) as error:
        raise RuleRefused(f"'{rule}' is not a rule: {error}. Write one such as {_EXAMPLE}.") from error
    if not found or found[-1].year > LAST_YEAR:
        raise RuleRefused(f"'{rule}' does not come, or only after {LAST_YEAR}. Write an earlier end.")
    if len(found) > MOST:
        raise RuleRefused(f"'{rule}' comes more than {MOST} times. Write an earlier end.")
    return found


def _parts(rule: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";") if part]
    parts = {name.strip(): value.strip() for name, _, value in pairs}
    written = all(_VALUE.fullmatch(value) for value in parts.values())
    if "FREQ" not in parts or len(parts) < len(pairs) or not written:
        raise RuleRefused(f"'{rule}' is not a rule. Write one such as {_EXAMPLE}.")
    if unknown := sorted(parts.keys() - _PARTS):
        raise RuleRefused(f"{', '.join(unknown)} cannot be in a rule here. Write one such as {_EXAMPLE}.")
    return parts


def after_quiet(moment: datetime, quiet: tuple[int, int] | None, zone: ZoneInfo) -> datetime:
    """The first moment from `moment` on that is outside quiet hours, (21, 8) for 21:00 to 8:00."""
    if quiet is None:
        return moment
    begin, end = quiet
    local = moment.astimezone(zone)
    if (local.hour - begin) % 24 >= (end - begin) % 24:
        return moment
    day = local.date() + timedelta(days=1 if local.hour >= end else 0)
    return instant(datetime.combine(day, time(end)), zone)


def evening(day: date, zone: ZoneInfo) -> datetime:
    """The moment of a day's evening slot: what goes then tells no finer time."""
    return instant(datetime.combine(day, EVENING), zone)


def evening_after(now: datetime, zone: ZoneInfo, days: int) -> int:
    """The evening slot so many local days after today; in UTC seconds."""
    return int(evening(now.astimezone(zone).date() + timedelta(days=days), zone).timestamp())
