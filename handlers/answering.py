"""One question a card: taps, typed answers, back, skip, and why an answer was not taken."""

from dataclasses import replace
from typing import Literal

from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from handlers.words import Words
from storage.changes import Changes
from storage.consultations import still
from storage.messages import Button, Card
from storage.store import Store
from survey import engine, reading
from survey.asking import Asked
from survey.state import Refusal, State

WRITES: dict[str, Literal["", "text", "number", "date"]] = {
    "text": "text",
    "integer": "number",
    "decimal": "number",
    "date": "date",
}


async def show_question(_: Store, view: View) -> Card:
    """The question at hand."""
    asked = engine.ask(view.answering.form, view.answering.state, view.language, view.moment)
    title, *body = asked.label.split("\n", 1)
    rows = _choices(view, asked) + _ways_on(view, asked)
    card = view.card(title, "".join(body), rows, _hint(view, asked))
    return replace(
        card,
        progress=None if asked.kind == "note" else (asked.number, asked.of),
        writes=WRITES.get(asked.kind, ""),
        written=asked.written,
    )


def _hint(view: View, asked: Asked) -> str:
    say = view.words.say
    hints = [asked.hint] if asked.hint else []
    match asked.kind:
        case "select_multiple" if not asked.hint:
            hints.append(say("Choose all that apply, then Done."))
        case "rank":
            hints.append(say("Tap in order."))
            if placed := _placed(asked):
                hints.append(say("So far: %(order)s", order=placed))
        case "integer" | "decimal" if not asked.hint:
            hints.append(say("Write a number."))
        case "date" if not asked.hint:
            hints.append(say("Write a date, for example 24/11/2026."))
        case "text" if not asked.hint:
            hints.append(say("Write your answer."))
    return "\n".join(hints)


def _placed(asked: Asked) -> str:
    placed = sorted((option.place, option.label) for option in asked.options if option.place is not None)
    return " · ".join(f"{place} {label}" for place, label in placed)


def _choices(view: View, asked: Asked) -> Rows:
    if asked.kind == "rank":
        full = all(option.place is not None for option in asked.options)
        open_options = asked.options if full else [item for item in asked.options if item.place is None]
        return tuple((view.button(item.label, f"r{item.index}", "choice"),) for item in open_options)
    if asked.kind == "select_multiple":
        return tuple(
            (view.button(item.label, f"m{item.index}{'-' if item.chosen else '+'}", "choice", item.chosen),)
            for item in asked.options
        )
    return tuple(
        (view.button(item.label, f"o{item.index}", "choice", item.chosen),) for item in asked.options
    )


def _ways_on(view: View, asked: Asked) -> Rows:
    say = view.words.say
    row: list[Button] = []
    if not asked.first:
        row.append(view.button(say("Back"), "back", "back"))
    if asked.kind == "rank" and any(option.place is not None for option in asked.options):
        row.append(view.button(say("Start over"), "over"))
    if asked.kind == "note":
        row.append(view.button(say("Continue"), "skip", "main"))
    else:
        row.append(_leave(view, asked))
    chosen = sum(option.chosen for option in asked.options)
    if asked.kind == "select_multiple" and chosen:
        row.append(view.button(say("Done (%(count)d)", count=chosen), "done", "main"))
    elif _stands(asked):
        row.append(view.button(say("Keep this answer"), "keep", "main"))
    return (tuple(row),)


def _leave(view: View, asked: Asked) -> Button:
    if asked.objected:
        return view.button(view.words.say("I prefer not to answer"), "decline")
    return view.button(view.words.say("Skip"), "skip")


def _stands(asked: Asked) -> bool:
    if asked.kind == "rank":
        return bool(asked.options) and all(option.place is not None for option in asked.options)
    return bool(asked.written) and asked.kind in WRITES


async def tapped(turn: Turn, action: str) -> Changes:
    """A choice, a toggle, a place in the order, or a way on."""
    view, survey = turn.view, turn.view.answering
    form, state, now = survey.form, survey.state, view.moment
    match action:
        case "back":
            return _moved(turn, engine.back(form, state, now))
        case "skip":
            return _moved(turn, engine.skip(form, state, now, view.language))
        case "decline":
            return _moved(turn, engine.decline(form, state, now))
        case "over":
            return _same_card(turn, engine.start_over(form, state))
        case "done" | "keep":
            return _moved(turn, engine.done(form, state, now, view.language))
    return _chosen(turn, action)


def _chosen(turn: Turn, action: str) -> Changes:
    view, survey = turn.view, turn.view.answering
    form, state = survey.form, survey.state
    try:
        name = form.by_index(state.position, int(action[1:].rstrip("+-")))
    except (KeyError, ValueError):
        return turn.nothing()
    match action[0]:
        case "o":
            return _moved(turn, engine.answer(form, state, name, view.moment, view.language))
        case "m":
            return _same_card(turn, engine.toggle(form, state, name, action.endswith("+"), view.moment))
        case "r":
            return _moved(turn, engine.place_next(form, state, name, view.moment, view.language))
    return turn.nothing()


async def wrote(turn: Turn, text: str) -> Changes:
    """A typed answer; a new card follows it."""
    view, survey = turn.view, turn.view.answering
    asked = engine.ask(survey.form, survey.state, view.language, view.moment)
    if asked.kind == "note":
        return turn.noticed(view.words.say("Please tap one of the buttons."))
    value = reading.read(asked, text, view.language)
    if isinstance(value, Refusal):
        return _moved(turn, value)
    return _moved(turn, engine.answer(survey.form, survey.state, value, view.moment, view.language))


def _same_card(turn: Turn, state: State) -> Changes:
    """Still the same question: what stands on the card can be tapped again."""
    conversation = replace(turn.conversation, notice="")
    return turn.to(turn.view.keeping(state, conversation), still(turn.view.here))


def _moved(turn: Turn, outcome: State | Refusal) -> Changes:
    view = turn.view
    if isinstance(outcome, Refusal):
        noticed = replace(turn.conversation, notice=_why(view.words, outcome))
        kept = view.keeping(outcome.state, noticed) if outcome.state else noticed
        return turn.to(kept, still(view.here))
    if outcome.position == view.answering.state.position:
        return _same_card(turn, outcome)
    scene = "question" if outcome.position else "review"
    return turn.to(view.keeping(outcome, view.moved(scene=scene)), still(view.here))


def _why(words: Words, refusal: Refusal) -> str:
    if refusal.message:
        return refusal.message
    say = words.say
    return {
        "number": say("I could not read that as a number. For example: 4"),
        "whole_number": say("I could not read that as a whole number. For example: 4"),
        "date": say("I could not read that as a date. For example: 24/11/2026"),
        "choice": say("I could not find that among the choices. Please tap one of the buttons."),
        "duplicate": say("The same choice came twice. Please tap the buttons."),
        "incomplete": say("Please put all of them in order."),
        "too_long": say("That is longer than I can keep. Please say it in fewer words."),
        "required": say(
            "This question matters here. If you prefer not to answer, tap the button that says so."
        ),
        "constraint": say("That answer does not fit here. Please try another."),
    }.get(refusal.kind, say("I could not take that answer. Please try another."))


SCENES = {"question": Scene(show_question, tapped, wrote)}
