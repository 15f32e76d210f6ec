"""Cards and news in Telegram's form: HTML text and an inline keyboard. Pure."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import groupby
from math import ceil
from typing import NamedTuple, Protocol

import msgspec

from bot.channels.telegram.parts import part_of
from bot.channels.telegram.text import LIMIT, Piece, direction, led, to_html
from bot.channels.telegram.wire import Markup
from storage.messages import Button, Card, News


class Voice(Protocol):
    """The sentences of one language."""

    def say(self, sentence: str, **values: str | int) -> str: ...


Words = Callable[[str], Voice]
"""Gives the voice of a language: `words("fr").say("…")`."""

SHORT = 16
"""Labels up to this many characters stand two in a row on a small phone."""
NUMBER = 3
"""Labels up to this many characters are numbers, and stand up to five in a row, in rows filled alike."""
Row = tuple[Button, ...]
Keyboard = list[list[dict[str, str]]]
"""Rows of buttons as the Bot API takes them ("InlineKeyboardMarkup")."""


class Rendered(NamedTuple):
    """What a message is made of."""

    text: str
    keyboard: Keyboard

    @property
    def digest(self) -> bytes:
        """Tells whether two look alike."""
        return hashlib.blake2b(repr(tuple(self)).encode(errors="replace"), digest_size=16).digest()

    @property
    def buttons(self) -> bytes:
        """Digest of the buttons, as a tap tells it of a message that has them."""
        return msgspec.convert({"inline_keyboard": self.keyboard}, Markup).digest


def render_card(card: Card, words: Words) -> Rendered:
    """Draw a card: notice, progress and title, hint, body, the answer that stands; then its buttons."""
    say = words(card.language).say
    card = part_of(card, say)
    stands = say("Your answer: %(answer)s", answer=card.written) if card.written else ""
    heading = _joined([_heading(card, words), [Piece(led(card.hint), "i")]], "\n")
    paragraphs = [[Piece(card.notice)], heading, [Piece(led(card.body))], [Piece(stands)]]
    return Rendered(to_html(_joined(paragraphs, "\n\n")), _keyboard(card.buttons))


def render_news(news: News, limit: int = LIMIT) -> Rendered:
    """Draw an announcement: its text, then its buttons."""
    return Rendered(to_html([Piece(news.text)], limit), _keyboard(news.buttons))


def _heading(card: Card, words: Words) -> list[Piece]:
    if card.progress is None:
        return [Piece(card.title, "b")]
    number, total = card.progress
    progress = words(card.language).say("%(number)s of %(total)s", number=number, total=total)
    progress = f"{progress} · {card.within}" if card.within else progress
    return [Piece(progress, "b"), Piece(f" · {card.title}" if card.title else "")]


def _joined(groups: list[list[Piece]], separator: str) -> list[Piece]:
    written = [pieces for pieces in groups if any(piece.text for piece in pieces)]
    parted = ([Piece(separator), *pieces] if place else pieces for place, pieces in enumerate(written))
    return [piece for pieces in parted for piece in pieces]


def _keyboard(rows: tuple[Row, ...]) -> Keyboard:
    return [[_button(button) for button in row] for row in _laid_out(rows) if row]


def _laid_out(rows: tuple[Row, ...]) -> Iterator[Row]:
    for are_choices, group in groupby(rows, key=_is_choices):
        if are_choices:
            yield from _choices(tuple(button for row in group for button in row))
        else:
            yield from group


def _is_choices(row: Row) -> bool:
    return all(button.role == "choice" for button in row)


def _choices(buttons: Row) -> Iterator[Row]:
    longest = max(len(button.label) for button in buttons)
    width = 5 if longest <= NUMBER else 2 if longest <= SHORT else 1
    rows = ceil(len(buttons) / width)
    width = ceil(len(buttons) / rows)
    for start in range(0, len(buttons), width):
        yield buttons[start : start + width]


def _button(button: Button) -> dict[str, str]:
    if button.role == "link":
        return {"text": button.label, "url": button.data}
    return {"text": f"{_sign(button)}{button.label}", "callback_data": button.data}


def _sign(button: Button) -> str:
    """What helps who reads little: chosen, or the way back, against the direction of its script."""
    if button.role == "back":
        return "→ " if direction(button.label) == "R" else "← "
    return "✓ " if button.chosen else ""
