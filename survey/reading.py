"""From what a person wrote to a canonical value, in whatever digits and with whatever marks they write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from survey.asking import Asked, Option
from survey.state import Refusal
from survey.values import LONGEST, is_date

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
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
_BETWEEN = re.compile(r"\s*[,;،؛、\n]\s*")
_COMMA_GROUPS = frozenset({"en", "he", "hi", "ja", "ko", "th", "zh"})


def read(asked: Asked, text: str, language: str) -> str | Refusal:
    """The canonical value of a text written in answer to `asked`, "" if there is nothing in it.

    Numbers and dates may be written in any digits; "1,000" is a thousand where commas group, in other
    languages one. Days come before months. A choice is told by its label, its name or its place in the list;
    several are separated by commas or lines. Whether the value may be given is for the engine to say.
    """
    cleaned = clean(text)
    if len(cleaned) > LONGEST:
        return Refusal("too_long")
    match asked.kind:
        case "integer":
            return _read_whole(cleaned, language)
        case "decimal":
            return _read_number(cleaned, language)
        case "date":
            return _read_date(cleaned)
        case "select_one":
            return _read_choice(asked.options, cleaned)
        case "select_multiple" | "rank":
            return _read_choices(asked, cleaned)
    return cleaned


def clean(text: str) -> str:
    """The text without surrounding space and without characters that XML cannot hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWRITABLE.sub("", lines).strip()


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


def _read_date(text: str) -> str | Refusal:
    if not text:
        return ""
    written = _SPACES.sub("", ascii_digits(text))
    if found := _YEAR_FIRST.fullmatch(written):
        return _day(found[1], found[3], found[4])
    if found := _DAY_FIRST.fullmatch(written):
        return _day(found[4], found[3], found[1])
    return Refusal("date")


def _day(year: str, month: str, day: str) -> str | Refusal:
    value = f"{year}-{month:0>2}-{day:0>2}"
    return value if is_date(value) else Refusal("date")


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
    told = [(option.label, option.name) for option in options]
    for known, name in (*told, *((option.name, option.name) for option in options)):
        if _folded(known) == wanted:
            return name
    place = int(wanted) if re.fullmatch(r"\d{1,4}", wanted, re.ASCII) else 0
    return options[place - 1].name if 0 < place <= len(options) else ""


def _folded(text: str) -> str:
    """Letters alike whether large or small, whole or composed, digits of any script."""
    return _SPACES.sub(" ", ascii_digits(unicodedata.normalize("NFKC", text))).strip(" .").casefold()
