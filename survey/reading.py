"""From what a person wrote to a canonical value, in whatever digits and with whatever marks they write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from survey.asking import Asked, Option
from survey.months import read_day
from survey.searching import exact
from survey.state import Refusal
from survey.values import LONGEST, OK, is_date, is_place, is_time

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold (XML 1.0, section 2.2), and the delete character."""
_MARKS = str.maketrans(
    {"٫": ".", "．": ".", "，": ",", "،": ",", "−": "-", "－": "-", "–": "-", "／": "/", "۔": "."}
)
_SPACES = re.compile(r"[\s\u200e\u200f\u061c\u2066-\u2069]+")
_GROUPING = "٬'’"
_NUMBER = re.compile(r"([+-]?)(\d[\d.,]*|[.,]\d+)", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(\1\d{3})*", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})", re.ASCII)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)?(?::\d\d)?)?(?P<half>[ap]\.?m\.?|ص|م)?", re.ASCII
)
_DAY_AND_CLOCK = re.compile(r"(?P<day>\d[\d/.-]*\d|.+ \d{4})(?: ?, ?| | ?T ?)(?P<clock>\d.*)", re.ASCII)
_PLACE = re.compile(
    r"([+-]?\d+(?:[.,]\d+)?) ?([NS]?)(?: ?[,;] | ?;| |,(?=.*\.))([+-]?\d+(?:[.,]\d+)?) ?([EWO]?)", re.ASCII
)
_AGREED = frozenset(("ok", "okay", "yes", "oui", "نعم", "حسنا"))
_BETWEEN = re.compile(r"\s*[,;،؛、\n]\s*")
_COMMA_GROUPS = frozenset({"en", "he", "hi", "ja", "ko", "th", "zh"})


def read(asked: Asked, text: str, language: str) -> str | Refusal:
    """The canonical value of a text written in answer to `asked`, "" if there is nothing in it.

    Numbers and dates may be written in any digits; "1,000" is a thousand where commas group, in other
    languages one. Days come before months. A choice is told by its label, its name or its place in the list;
    several are separated by commas or lines. A time is "7:30", "7h30" or "7:30 pm"; a place is latitude and
    longitude in degrees. Whether the value may be given is for the engine to say.
    """
    cleaned = clean(text)
    if len(cleaned) > LONGEST:
        return Refusal("too_long")
    match asked.kind:
        case "integer":
            return _read_whole(cleaned, language)
        case "decimal":
            return _read_number(cleaned, language)
        case "range":
            whole = asked.range is not None and asked.range.whole
            return _read_whole(cleaned, language) if whole else _read_number(cleaned, language)
        case "date":
            return _read_date(cleaned, language)
        case "time":
            return _read_time(cleaned)
        case "datetime":
            return _read_datetime(cleaned, language)
        case "geopoint":
            return _read_place(cleaned)
        case "acknowledge":
            return _read_acknowledgement(cleaned)
        case "image" | "audio" | "video" | "file":
            return Refusal("file") if cleaned else ""
        case "select_one":
            return _read_choice(asked.options, cleaned)
        case "select_multiple" | "rank":
            return _read_choices(asked, cleaned)
    return cleaned


def clean(text: str) -> str:
    """The text without surrounding space and without characters that XML cannot hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNWRITABLE.sub("", lines).strip()


def ascii_digits(text: str) -> str:
    """Digits of every script as 0 to 9, marks of numbers and dates as they are in ASCII."""
    digits = (str(unicodedata.decimal(character, character)) for character in text.translate(_MARKS))
    return "".join(digits)


def _read_whole(text: str, language: str) -> str | Refusal:
    value = _read_number(text, language, whole=True)
    if isinstance(value, Refusal) or not value:
        return value
    whole, _, fraction = value.partition(".")
    return Refusal("whole_number") if fraction.strip("0") else whole


def _read_number(text: str, language: str, *, whole: bool = False) -> str | Refusal:
    if not text:
        return ""
    found = _NUMBER.fullmatch(
        _SPACES.sub("", ascii_digits(text)).translate(dict.fromkeys(map(ord, _GROUPING)))
    )
    if found is None:
        return Refusal("number")
    number = _plain(found[2], language, whole)
    if number.count(".") > 1:
        return Refusal("number")
    return _without_needless(found[1], number)


def _plain(digits: str, language: str, whole: bool) -> str:
    """Grouping taken out, a full stop as the decimal mark."""
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        mark = grouped[1]
        several = digits.count(mark) > 1
        commas_group = mark == "," and language.partition("-")[0] in _COMMA_GROUPS
        if whole or several or commas_group:
            return digits.replace(mark, "")
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0 and digits.count(digits[last]) == 1:
        other = "," if digits[last] == "." else "."
        head = digits[:last]
        if other not in head or _GROUPED.fullmatch(head):
            return f"{head.replace(other, '')}.{digits[last + 1 :]}"
    return digits.replace(",", ".")


def _without_needless(sign: str, number: str) -> str:
    """ "007.50" is 7.5, and minus nothing is 0."""
    whole, _, fraction = number.partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    value = f"{whole}.{fraction}" if fraction else whole
    return f"-{value}" if sign == "-" and value != "0" else value


def _read_date(text: str, language: str = "") -> str | Refusal:
    if not text:
        return ""
    written = _SPACES.sub("", ascii_digits(text))
    if found := _YEAR_FIRST.fullmatch(written):
        return _day(found[1], found[3], found[4])
    if found := _DAY_FIRST.fullmatch(written):
        return _day(found[4], found[3], found[1])
    if named := read_day(text, language):
        return _day(*named)
    return Refusal("date")


def _day(year: str, month: str, day: str) -> str | Refusal:
    value = f"{year}-{month:0>2}-{day:0>2}"
    return value if is_date(value) else Refusal("date")


def _read_time(text: str) -> str | Refusal:
    if not text:
        return ""
    found = _CLOCK.fullmatch(_SPACES.sub("", ascii_digits(text)).casefold())
    if found is None or (found["half"] and not 1 <= int(found["hour"]) <= 12):
        return Refusal("time")
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pم" else 0)
    value = f"{hour:02}:{found['minute'] or '00'}"
    return value if is_time(value) else Refusal("time")


def _read_datetime(text: str, language: str) -> str | Refusal:
    if not text:
        return ""
    found = _DAY_AND_CLOCK.fullmatch(_SPACES.sub(" ", ascii_digits(text)))
    if found is None:
        return Refusal("datetime")
    day, hour = _read_date(found["day"], language), _read_time(found["clock"])
    if isinstance(day, Refusal) or isinstance(hour, Refusal):
        return Refusal("datetime")
    return f"{day}T{hour}"


def _read_place(text: str) -> str | Refusal:
    if not text:
        return ""
    written = _SPACES.sub(" ", ascii_digits(text)).replace("°", "").upper()
    found = _PLACE.fullmatch(written.strip())
    if found is None:
        return Refusal("geopoint")
    latitude = _degrees(found[1], found[2] == "S")
    longitude = _degrees(found[3], found[4] == "W")
    value = f"{latitude} {longitude}"
    return value if is_place(value) else Refusal("geopoint")


def _degrees(written: str, turned: bool) -> str:
    sign, number = written[0] if written[0] in "+-" else "", written.lstrip("+-").replace(",", ".")
    return _without_needless("-" if (sign == "-") != turned else "", number)


def _read_acknowledgement(text: str) -> str | Refusal:
    if not text:
        return ""
    return OK if _folded(text) in _AGREED else Refusal("acknowledge")


def _read_choice(options: Sequence[Option], text: str) -> str | Refusal:
    return (_find(options, text) or Refusal("choice")) if text else ""


def _read_choices(asked: Asked, text: str) -> str | Refusal:
    if not text:
        return ""
    whole = _find(asked.options, text)
    names = [whole] if whole else [_find(asked.options, part) for part in _split(text)]
    if not all(names):
        names = [_find(asked.options, part) for part in text.split()]
    if not names or not all(names):
        return Refusal("choice")
    if len(set(names)) < len(names):
        return Refusal("duplicate")
    if asked.kind == "rank":
        return _complete(asked.options, names)
    return " ".join(names)


def _split(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part]


def _complete(options: Sequence[Option], names: list[str]) -> str | Refusal:
    """A ranking needs all places; the last one fills itself."""
    left = [option.name for option in options if option.name not in names]
    return Refusal("incomplete") if len(left) > 1 else " ".join((*names, *left))


def _find(options: Sequence[Option], text: str) -> str:
    """The name of the choice told by its label, else its name, else its place; "" if there is none."""
    wanted = _folded(text)
    if not wanted:
        return ""
    told = [(option.label, option.name) for option in options]
    for known, name in (*told, *((option.name, option.name) for option in options)):
        if _folded(known) == wanted:
            return name
    if len(alike := exact(options, text)) == 1:
        return alike[0].name
    place = int(wanted) if re.fullmatch(r"\d{1,4}", wanted, re.ASCII) else 0
    return options[place - 1].name if 0 < place <= len(options) else ""


def _folded(text: str) -> str:
    """Letters alike whether large or small, whole or composed, digits of any script."""
    return _SPACES.sub(" ", ascii_digits(unicodedata.normalize("NFKC", text))).strip(" .").casefold()
