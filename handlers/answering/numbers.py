"""Numbers on a card: the steps of a range as buttons, and what is left of a sum that is divided."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from handlers.view import Rows, View
from handlers.words import Words
from storage.messages import Button
from survey.asking import Asked
from survey.question import NUMBERS, Range

MOST_STEPS = 12
"""Ranges with more numbers than this are answered by writing."""
IN_A_ROW = 5


def number_rows(view: View, asked: Asked) -> Rows:
    """Buttons with the numbers of a short range, and one that gives the last question all that is left."""
    steps = steps_of(asked.range)
    buttons = [_step(view, asked, step) for step in steps]
    rows = _rows(buttons)
    left = remainder(view, asked)
    if left is None:
        return rows
    label = view.words.say("All that is left: %(number)s", number=view.words.number(left))
    return (*rows, (view.button(label, f"n{left:f}", "choice"),))


def _rows(buttons: Sequence[Button]) -> Rows:
    """As few rows as hold them, filled alike: eleven buttons are 4, 4 and 3."""
    wide = ceil(len(buttons) / ceil(len(buttons) / IN_A_ROW)) if buttons else 1
    return tuple(tuple(buttons[start : start + wide]) for start in range(0, len(buttons), wide))


def steps_of(offered: Range | None) -> tuple[Decimal, ...]:
    """The numbers of a range in its order, none where they are too many for buttons."""
    if offered is None or (offered.high - offered.low) / offered.step >= MOST_STEPS:
        return ()
    count = int((offered.high - offered.low) // offered.step) + 1
    step = offered.step if offered.end > offered.start else -offered.step
    return tuple(offered.start + step * place for place in range(count))


def _step(view: View, asked: Asked, step: Decimal) -> Button:
    chosen = bool(asked.written) and Decimal(asked.written) == step
    return view.button(view.words.number(step), f"n{step:f}", "choice", chosen)


def remainder(view: View, asked: Asked) -> Decimal | None:
    """What the last of the questions that divide a sum would have to get; None at any other question."""
    if asked.division is None or not _is_last(view, asked):
        return None
    left = asked.division.left
    whole = asked.kind == "integer" or (asked.range is not None and asked.range.whole)
    return left.normalize() + 0 if left > 0 and not (whole and left % 1) else None


def _is_last(view: View, asked: Asked) -> bool:
    """Whether it is the last number of the innermost group whose numbers add up."""
    form = view.answering.form
    divided = [group for group in form.question(asked.ref).groups if group.target is not None]
    members = [item for item in form.questions if divided[-1] in item.groups and item.kind in NUMBERS]
    return members[-1].ref == asked.ref


def number_hints(words: Words, asked: Asked) -> list[str]:
    """What may be written, and how far a sum has come that is being divided."""
    hints = []
    if asked.range and not steps_of(asked.range):
        low, high = words.number(asked.range.low), words.number(asked.range.high)
        hints.append(words.say("Write a number from %(low)s to %(high)s.", low=low, high=high))
    if asked.division:
        hints.append(_so_far(words, asked))
    return hints


def _so_far(words: Words, asked: Asked) -> str:
    assert asked.division is not None
    given, target, left = (
        words.number(number)
        for number in (asked.division.given, asked.division.target, abs(asked.division.left))
    )
    if asked.division.left < 0:
        return words.say(
            "So far %(given)s of %(target)s: %(over)s too many.", given=given, target=target, over=left
        )
    return words.say("So far %(given)s of %(target)s, %(left)s left.", given=given, target=target, left=left)
