"""Answers with several choices, and lists of conditions (ODK XForms specification)."""

from __future__ import annotations

from survey.xpath.context import Frame, Value
from survey.xpath.library import Library
from survey.xpath.values import node_text, numbers, to_boolean

LIBRARY = Library()
function = LIBRARY.function


@function("selected")
def selected(chosen: str, choice: str) -> bool:
    return choice.strip() in (chosen.split() or [""])


@function("selected-at")
def selected_at(chosen: str, index: float) -> str:
    choices = chosen.split()
    return choices[int(index)] if 0 <= index < len(choices) else ""


@function("count-selected")
def count_selected(chosen: str) -> float:
    return float(len(chosen.split()))


@function("checklist", "never")
def checklist(frame: Frame, least: float, most: float, *conditions: Value) -> bool:
    return _between(float(sum(_conditions(conditions, frame))), least, most)


@function("weighted-checklist", "never")
def weighted_checklist(frame: Frame, least: float, most: float, *pairs: Value) -> bool:
    conditions = _conditions(pairs[::2], frame)
    weights = [number for value in pairs[1::2] for number in numbers(value, frame)]
    return _between(
        sum(weight for holds, weight in zip(conditions, weights, strict=False) if holds), least, most
    )


def _conditions(values: tuple[Value, ...], frame: Frame) -> list[bool]:
    """One for each value, and for each node of a set."""
    found: list[bool] = []
    for value in values:
        if isinstance(value, list):
            found += [bool(node_text(node, frame.allowance)) for node in value]
        else:
            found.append(to_boolean(value))
    return found


def _between(count: float, least: float, most: float) -> bool:
    """A negative bound is none."""
    return (least < 0 or count >= least) and (most < 0 or count <= most)
