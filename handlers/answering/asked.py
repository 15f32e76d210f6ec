"""How a question looks on its card: hint, choices, and the ways on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from handlers.answering.numbers import number_hints, number_rows
from handlers.answering.refusing import day_to_come
from handlers.answering.repeats import repeat_hint, repeat_rows, where
from handlers.answering.wanted import hints, send_row, wanted, written
from handlers.view import Rows, View
from handlers.words import MINUTES
from storage.messages import Button, Card
from survey import reading, searching
from survey.asking import Asked, Option, Shown
from survey.question import UPLOADS

WRITES: dict[str, Literal["text", "number", "date", "time", "datetime"]] = {
    "text": "text",
    "integer": "number",
    "decimal": "number",
    "range": "number",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "geopoint": "text",
}
LONG = 12
"""Lists with more choices than this are searched by writing, and narrowed to what is found."""
MOST_TOLD = 10
"""How many chosen or placed choices the hint names."""


def is_long(asked: Asked) -> bool:
    """Whether the choices are so many that one looks for them by writing."""
    return len(asked.options) > LONG


def is_needed(view: View, asked: Asked) -> bool:
    """Whether nothing comes of it without this answer: surveys of a consultation have no such question."""
    return asked.required and view.consultation is None


def question_card(view: View, asked: Asked) -> Card:
    """The card of the question at hand."""
    title, *body = asked.label.split("\n", 1)
    rows = repeat_rows(view, asked) if asked.kind == "repeat" else _rows(view, asked)
    return view.card(
        title,
        "".join(body),
        rows,
        _hint(view, asked),
        progress=None if asked.kind in ("note", "repeat") else (asked.number, asked.of),
        within=where(view.words, asked),
        writes="search" if is_long(asked) else WRITES.get(asked.kind, ""),
        written=_written(view, asked),
        wants=wanted(view, asked),
        media=view.media(_by_kind(asked.media), title),
    )


def _rows(view: View, asked: Asked) -> Rows:
    return (
        *_choices(view, asked),
        *number_rows(view, asked),
        *send_row(view, asked),
        *_narrowed(view, asked),
        *_ways_on(view, asked),
    )


def _by_kind(shown: Shown) -> dict[str, str]:
    return {str(kind): name for kind, name in shown.items()}


def _written(view: View, asked: Asked) -> str:
    """The answer that stands, as it could be written again."""
    match asked.kind:
        case "time":
            return asked.written[:MINUTES]
        case "date" | "datetime" if asked.written:
            return _day_written(view, asked)
        case "acknowledge":
            return ""
    return written(asked)


def _day_written(view: View, asked: Asked) -> str:
    """As the language writes it, where it is read again when somebody sends it back; else in digits."""
    day, _, time = asked.written.partition("T")
    told = view.words.value(asked.kind, asked.written)
    again = reading.read(asked, told, view.language)
    digits = f"{day} {time[:MINUTES]}".strip()
    return told if again == digits.replace(" ", "T") else digits


def _hint(view: View, asked: Asked) -> str:
    say, now = view.words.say, view.place.now
    ours = view.consultation is None
    said = [asked.hint] if asked.hint else []
    match asked.kind:
        case "repeat":
            said.append(repeat_hint(view.words, asked))
        case "select_multiple" if not asked.hint:
            said.append(say("Choose all that apply, then Done."))
        case "rank":
            said.append(say("Tap in order."))
        case "integer" | "decimal" if not asked.hint:
            said.append(say("Write a number."))
        case "date" if ours or not asked.hint:
            said.append(say("Write a date, for example %(day)s.", day=day_to_come(now)))
        case "time" if not asked.hint:
            said.append(say("Write a time, for example 14:30."))
        case "datetime" if ours or not asked.hint:
            said.append(say("Write a date and a time, for example %(day)s 14:30.", day=day_to_come(now)))
        case "text" if not asked.hint:
            said.append(say("Write your answer."))
    said += number_hints(view.words, asked)
    if is_long(asked):
        said.append(_how_many(view, asked))
    return "\n".join([*said, *hints(view, asked), *_so_far(view, asked)])


def _how_many(view: View, asked: Asked) -> str:
    if not view.sought:
        return view.words.say(
            "There are %(all)s choices. To find one, write a few letters of it.", all=len(asked.options)
        )
    found = len(_offered(view, asked))
    return view.words.say(
        "“%(text)s” is found in %(count)s of %(all)s choices.",
        text=view.sought,
        count=found,
        all=len(asked.options),
    )


def _so_far(view: View, asked: Asked) -> list[str]:
    """What is placed in order; in a long list what is chosen, too, which may stand on another page."""
    placed = sorted((option.place, option.label) for option in asked.options if option.place is not None)
    if placed:
        told = _last([f"{place} {label}" for place, label in placed])
        return [view.words.say("So far: %(order)s", order=told)]
    chosen = [option.label for option in asked.options if option.chosen]
    if is_long(asked) and asked.kind == "select_multiple" and chosen:
        return [view.words.say("Chosen: %(choices)s", choices=_last(chosen))]
    return []


def _last(labels: Sequence[str]) -> str:
    cut = ["…"] if len(labels) > MOST_TOLD else []
    return " · ".join([*cut, *labels[-MOST_TOLD:]])


def _offered(view: View, asked: Asked) -> Sequence[Option]:
    return searching.search(asked.options, view.sought) if view.sought else asked.options


def _choices(view: View, asked: Asked) -> Rows:
    return tuple((_choice(view, asked, option),) for option in _to_tap(asked, _offered(view, asked)))


def _to_tap(asked: Asked, offered: Sequence[Option]) -> Sequence[Option]:
    """What has its place in an order is not tapped again, until all have theirs."""
    if asked.kind != "rank" or _all_placed(asked):
        return offered
    return [option for option in offered if option.place is None]


def _choice(view: View, asked: Asked, option: Option) -> Button:
    button = _button(view, asked, option)
    return replace(button, media=view.media(_by_kind(option.media), option.label)) if option.media else button


def _button(view: View, asked: Asked, option: Option) -> Button:
    match asked.kind:
        case "rank":
            return view.button(option.label, f"r{option.index}", "choice")
        case "select_multiple":
            wanted = "-" if option.chosen else "+"
            return view.button(option.label, f"m{option.index}{wanted}", "choice", option.chosen)
    return view.button(option.label, f"o{option.index}", "choice", option.chosen)


def _narrowed(view: View, asked: Asked) -> Rows:
    """The way back from what was found to all choices."""
    if not (view.sought and is_long(asked)):
        return ()
    return ((view.button(view.words.say("Show all choices"), "all"),),)


def _ways_on(view: View, asked: Asked) -> Rows:
    say = view.words.say
    row: list[Button] = []
    if not asked.first:
        row.append(view.button(say("Back"), "back", "back"))
    if asked.kind == "rank" and any(option.place is not None for option in asked.options):
        row.append(view.button(say("Start over"), "over"))
    if asked.kind == "note":
        row.append(view.button(say("Continue"), "skip", "main"))
    elif leave := _leave(view, asked):
        row.append(leave)
    if asked.kind == "acknowledge":
        row.append(view.button(say("I understand"), "ok", "main"))
    chosen = sum(option.chosen for option in asked.options)
    if asked.kind == "select_multiple" and chosen:
        row.append(view.button(say("Done (%(count)d)", count=chosen), "done", "main"))
    elif _stands(asked):
        row.append(view.button(say("Keep this answer"), "keep", "main"))
    return tuple(buttons for buttons in (tuple(row), drop_row(view)) if buttons)


def drop_row(view: View) -> tuple[Button, ...]:
    """The way out of a form of ours, which nobody owes an answer."""
    return () if view.consultation else (view.button(view.words.say("Drop it"), "drop"),)


def _leave(view: View, asked: Asked) -> Button | None:
    """The way past a question; none where a form of ours needs the answer."""
    if is_needed(view, asked):
        return None
    if asked.objected:
        return view.button(view.words.say("I prefer not to answer"), "decline")
    if asked.kind in UPLOADS and asked.written:
        return view.button(view.words.say("Take it away"), "skip")
    return view.button(view.words.say("Skip"), "skip")


def _stands(asked: Asked) -> bool:
    if asked.kind == "rank":
        return _all_placed(asked)
    return bool(asked.written) and (asked.kind in WRITES or asked.kind in UPLOADS)


def _all_placed(asked: Asked) -> bool:
    return bool(asked.options) and all(option.place is not None for option in asked.options)
