"""Toggles for places and topics, by which somebody says whom a text concerns."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.view import Rows, View
from storage.consultations import Consultation, Region
from storage.messages import Button


def region_rows(
    view: View, consultation: Consultation, nodes: Sequence[Region], chosen: Iterable[str]
) -> Rows:
    """The regions on the level of the tree that the page names, and the ways inside them."""
    level, chosen = view.conversation.page, frozenset(chosen)
    return tuple(
        _region(view, consultation, nodes, number, chosen)
        for number, each in enumerate(nodes)
        if each.parent == level
    )


def _region(
    view: View, consultation: Consultation, nodes: Sequence[Region], number: int, chosen: frozenset[str]
) -> tuple[Button, ...]:
    region = nodes[number]
    name = consultation.terms.say(region.names, view.language)
    toggle = _toggle(view, name, f"r{number}", region.code in chosen)
    if not any(each.parent == region.code for each in nodes):
        return (toggle,)
    return (toggle, view.button(view.words.say("Inside %(region)s", region=name), f"i{number}"))


def topic_rows(view: View, consultation: Consultation, chosen: Iterable[str]) -> Rows:
    """The topics of a consultation."""
    terms, chosen = consultation.terms, frozenset(chosen)
    return tuple(
        (_toggle(view, terms.say(names, view.language), f"t{number}", code in chosen),)
        for number, (code, names) in enumerate(terms.topics.items())
    )


def _toggle(view: View, name: str, action: str, chosen: bool) -> Button:
    return view.button(name, f"{action}{'-' if chosen else '+'}", "choice", chosen)


def level_of(nodes: Sequence[Region], page: str, action: str) -> str | None:
    """Where a tap leads in the tree; None where it does not lead anywhere."""
    if action == "up":
        return {each.code: each.parent for each in nodes}.get(page, "")
    return numbered({f"i{number}": each.code for number, each in enumerate(nodes)}, action)


def numbered(codes: Mapping[str, str], action: str) -> str | None:
    """The code that a button stands for."""
    return codes.get(action.rstrip("+-"))


def toggled(codes: Sequence[str], chosen: tuple[str, ...], action: str) -> tuple[str, ...] | None:
    """One more of these codes or one less; None where the tap means none of them."""
    code = numbered(
        {f"{letter}{number}": code for letter in "rt" for number, code in enumerate(codes)}, action
    )
    if code is None or action[-1] not in "+-":
        return None
    others = tuple(each for each in chosen if each != code)
    return (*others, code) if action.endswith("+") else others
