"""A card that is too long for one message of Telegram, shown in parts. Pure.

Telegram refuses 4,096 units of text and a keyboard of 100 buttons; nobody reads either on a phone anyway.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.channels.telegram.text import units
from storage.messages import Button, Card

WHOLE = 12
"""So many rows of choices still stand on one card."""
PART = 10
"""Rows of choices on each card, where there are more."""
ROW = 5
"""Buttons that stand in one row of a list; wider rows are cut."""
OTHERS = 30
"""So many buttons that are no choices stand under each part; where there are more, they are a list too."""
BODY = 3000
"""Units of text under the heading on each card."""

Row = tuple[Button, ...]


def part_of(card: Card, say: Callable[..., str]) -> Card:
    """The card as one message can show it: the part it is at, with buttons to the one before and after."""
    rows = tuple(row[start : start + ROW] for row in card.buttons for start in range(0, len(row), ROW))
    listed, others = _tell_apart(rows)
    bodies, lists = _texts(card.body), _lists(listed)
    count = max(len(bodies), len(lists))
    if count == 1:
        return replace(card, buttons=rows)
    number = min(card.part, count - 1)
    body, choices = bodies[min(number, len(bodies) - 1)], lists[min(number, len(lists) - 1)]
    return replace(card, body=body, buttons=(*choices, *_turning(card, number, count, say), *others))


def _turning(card: Card, number: int, count: int, say: Callable[..., str]) -> tuple[Row, ...]:
    row: list[Button] = []
    if number > 0:
        label = say("← %(number)s of %(total)s", number=number, total=count)
        row.append(Button(label, f"{card.turns}{number - 1}"))
    if number + 1 < count:
        label = say("%(number)s of %(total)s →", number=number + 2, total=count)
        row.append(Button(label, f"{card.turns}{number + 1}"))
    return (tuple(row),) if row else ()


def _tell_apart(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows that are shown in parts, and those that stand under each part."""
    listed = tuple(row for row in rows if _is_choice(row))
    others = tuple(row for row in rows if not _is_choice(row))
    return (listed, others) if sum(map(len, others)) <= OTHERS else (rows[:-1], rows[-1:])


def _lists(rows: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    if len(rows) <= WHOLE:
        return [rows]
    return [rows[start : start + PART] for start in range(0, len(rows), PART)]


def _is_choice(row: Row) -> bool:
    return any(button.role == "choice" for button in row)


def _texts(body: str) -> list[str]:
    """Whole lines, as many as fit on a card; a line that alone is longer has a part of its own."""
    if units(body) <= BODY:
        return [body]
    parts = [""]
    for line in body.split("\n"):
        longer = f"{parts[-1]}\n{line}" if parts[-1] else line
        if parts[-1] and units(longer) > BODY:
            parts.append(line)
        else:
            parts[-1] = longer
    return parts
