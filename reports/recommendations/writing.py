"""How letters, blanks and bullets are written in the files of the United Nations."""

import re
import unicodedata

_BLANKS = re.compile(r"[^\S\n]+")
_BULLET = re.compile(r"^(?:[-–—•·*▪◦‣●○]|o(?=\s))\s*")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")


def lines_of(text: str) -> list[str]:
    """The lines of a cell that hold something, with one blank where there are several, of whatever kind."""
    plain = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return [line for each in plain.split("\n") if (line := _BLANKS.sub(" ", each).strip())]


def without_bullet(line: str) -> str:
    """A line of a list without what marks it as one."""
    return _BULLET.sub("", line).strip()


def letters(text: str) -> str:
    """Only letters and digits, small, without accents: to compare what is written in several ways."""
    apart = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    return "".join(each for each in apart if each.isalnum())
