"""What the peers' cards look like and where they lead: plain functions, the same for both libraries."""

import html
from datetime import date
from typing import Any

from tests.bench.survey import AFTER, BEFORE, QUESTIONS, STEPS, Step, follows

Data = dict[str, Any]
"""What is kept of one person: their answers by name of the question, and `notice`."""
Rows = list[list[tuple[str, str]]]
"""Rows of (label, data)."""
FIRST = len(BEFORE)
LAST = len(STEPS) - 1
REVIEW = LAST - len(AFTER) + 1


def drawn(place: int, data: Data) -> tuple[str, Rows]:
    """Text (HTML) and buttons of a card."""
    step = STEPS[place]
    lines = [data.pop("notice", ""), f"<b>{html.escape(step.label)}</b>", html.escape(step.body)]
    if place == REVIEW:
        lines += [html.escape(f"{number}. {each.label} {_told(each, data)}") for number, each in _asked(data)]
    if step in QUESTIONS:
        lines[1] = f"<b>{place - FIRST + 1} of {len(QUESTIONS)}</b> · {html.escape(step.label)}"
    return "\n".join(filter(None, lines)), _rows(step, data)


def tapped(place: int, action: str, data: Data) -> int:
    """Keep what was tapped at a card; gives the place of the next."""
    step = STEPS[place]
    if step.kind == "many" and action != "done":
        chosen = data.setdefault(step.name, [])
        (chosen.remove if action in chosen else chosen.append)(action)
        return place
    if step.kind == "order":
        placed = data.setdefault(step.name, [])
        placed.append(action)
        left = [choice for choice in step.choices if choice not in placed]
        if len(left) > 1:
            return place
        placed += left  # the last place decides itself
    if step.kind == "one":
        data[step.name] = action
    return follows(place, data)


def wrote(place: int, text: str, data: Data) -> int:
    """Keep what was written at a card; gives the place of the next."""
    step = STEPS[place]
    try:
        data[step.name] = _read(step, text)
    except ValueError:
        data["notice"] = "That answer does not fit here. Please try another."
        return place
    return follows(place, data)


def _read(step: Step, text: str) -> Any:
    match step.kind:
        case "number":
            number = int(text)
            if not 0 < number < 31:
                raise ValueError(text)
            return number
        case "date":
            day, month, year = map(int, text.split("/"))
            return date(year, month, day)
        case "text":
            return text
    raise ValueError(text)


def _rows(step: Step, data: Data) -> Rows:
    chosen = data.get(step.name, [])
    if step.kind == "many":
        rows = [[(f"✓ {label}" if label in chosen else label, label)] for label in step.choices]
        return [*rows, [("Back", "back"), ("Skip", "skip"), ("Done", "done")]]
    rows = [[(label, label)] for label in step.choices if step.kind != "order" or label not in chosen]
    return [*rows, [("Back", "back"), ("Skip", "skip")]] if step in QUESTIONS else rows


def _asked(data: Data) -> list[tuple[int, Step]]:
    return list(enumerate((step for step in QUESTIONS if step.name in data), 1))


def _told(step: Step, data: Data) -> str:
    answer = data[step.name]
    return " · ".join(answer) if isinstance(answer, list) else str(answer)
