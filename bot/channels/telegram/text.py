"""Texts within Telegram's limits. Pure.

Telegram counts UTF-16 units after the markup was read (Bot API, "Formatting options"), so plain text is cut
first and marked up after: a cut can never fall into a tag or an entity.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

LIMIT = 4096
ELLIPSIS = "…"
_JOINER = "\u200d"
_ISOLATED = re.compile("\u2068.*?\u2069")
_RIGHT_TO_LEFT = "\u200f"


class Piece(NamedTuple):
    """Plain text in one style."""

    text: str
    style: Literal["", "b", "i"] = ""


def units(text: str) -> int:
    """Count UTF-16 units, as Telegram does."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Shorten `text` to at most `limit` UTF-16 units, ending in "…" if something was left out.

    A letter keeps its combining marks; a joined emoji stays whole or goes.
    """
    if units(text) <= limit:
        return text
    end = _fitting(text, limit - units(ELLIPSIS))
    while end > 0 and (text[end - 1].isspace() or _sticks(text, end)):
        end -= 1
    return text[:end] + ELLIPSIS if limit > 0 else ""


def led(text: str) -> str:
    """Each line in the direction of what it holds.

    Isolated texts do not count when a line's direction is told (Unicode Bidirectional Algorithm, P2), so a
    line of nothing else would be set from left to right: it takes the direction of the first of them.
    """
    if text.isascii():
        return text  # nothing in it goes from right to left
    return "\n".join(
        _RIGHT_TO_LEFT + line if not direction(_ISOLATED.sub("", line)) and direction(line) == "R" else line
        for line in text.split("\n")
    )


def direction(text: str) -> str:
    """That of the first letter that has one: "L", "R" or, where none has, ""."""
    found = (unicodedata.bidirectional(character) for character in text)
    return next(({"AL": "R"}.get(each, each) for each in found if each in ("L", "R", "AL")), "")


def to_html(pieces: Iterable[Piece], limit: int = LIMIT) -> str:
    """Join pieces as Telegram HTML, cut so that the plain text keeps within `limit` units."""
    marked = []
    for piece in pieces:
        length = units(piece.text)
        if length > limit:
            marked.append(_marked(cut(piece.text, limit), piece.style))
            break
        limit -= length
        marked.append(_marked(piece.text, piece.style))
    return "".join(marked)


def _fitting(text: str, limit: int) -> int:
    for index, character in enumerate(text):
        limit -= units(character)
        if limit < 0:
            return index
    return len(text)


def _sticks(text: str, end: int) -> bool:
    following = text[end]
    return following == _JOINER or text[end - 1] == _JOINER or unicodedata.category(following).startswith("M")


def _marked(text: str, style: str) -> str:
    text = html.escape(text, quote=False)
    return f"<{style}>{text}</{style}>" if style and text else text
