"""Toggles for places and topics: whom a text concerns, and what somebody wants to hear about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.view import Rows, View
from storage.consultations import Consultation, Region
from storage.messages import Button, Card


def regions_card(
    view: View, consultation: Consultation, nodes: Sequence[Region], chosen: Iterable[str], title: str
) -> Card:
    """Of which regions a text concerns people: none chosen, all who follow."""
    say = view.words.say
    ways: tuple[Button, ...] = (view.button(say("Done"), "done", "main"),)
    if view.conversation.page:
        ways = (view.button(say("Back"), "up", "back"), *ways)
    card = view.card(title, buttons=(*region_rows(view, consultation, nodes, chosen), ways))
    return replace(card, hint=say("Choose none for everybody who follows the consultation."))


def topics_card(view: View, consultation: Consultation, chosen: Iterable[str]) -> Card:
    """What a text is about: none chosen, it concerns people whatever they follow."""
    say = view.words.say
    done = (view.button(say("Done"), "done", "main"),)
    card = view.card(say("What is it about?"), buttons=(*topic_rows(view, consultation, chosen), done))
    return replace(card, hint=say("Choose none for everybody, whatever they follow."))


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
    itself = toggle(view, name, f"r{number}", region.code in chosen)
    if not any(each.parent == region.code for each in nodes):
        return (itself,)
    return (itself, view.button(view.words.say("Inside %(region)s", region=name), f"i{number}"))


def topic_rows(view: View, consultation: Consultation, chosen: Iterable[str]) -> Rows:
    """The topics of a consultation."""
    terms, chosen = consultation.terms, frozenset(chosen)
    return tuple(
        (toggle(view, terms.say(names, view.language), f"t{number}", code in chosen),)
        for number, (code, names) in enumerate(terms.topics.items())
    )


def toggle(view: View, name: str, action: str, chosen: bool) -> Button:
    """A button that says what is wanted, so that a second tap does no harm."""
    return view.button(name, f"{action}{'-' if chosen else '+'}", "choice", chosen)


def level_of(nodes: Sequence[Region], page: str, action: str) -> str | None:
    """Where a tap leads in the tree; None where it does not lead anywhere."""
    if action == "up":
        return {each.code: each.parent for each in nodes}.get(page, "")
    return code_of("i", [each.code for each in nodes], action)


def code_of(letter: str, codes: Sequence[str], action: str) -> str | None:
    """The code that a button with this letter stands for; None where it is another button."""
    return {f"{letter}{number}": code for number, code in enumerate(codes)}.get(action.rstrip("+-"))


def toggled(codes: Sequence[str], chosen: tuple[str, ...], action: str) -> tuple[str, ...] | None:
    """One more of these codes or one less; None where the tap means none of them."""
    code = code_of("r", codes, action) or code_of("t", codes, action)
    if code is None or action[-1] not in "+-":
        return None
    others = tuple(each for each in chosen if each != code)
    return (*others, code) if action.endswith("+") else others
