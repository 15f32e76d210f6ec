"""One question a card: taps, typed answers, back, skip, and why an answer was not taken."""

from dataclasses import replace

from handlers.answering.asked import WRITES, is_long, is_needed, question_card
from handlers.answering.attaching import kept, located, not_this, rounded
from handlers.answering.ours import drop, unfit
from handlers.answering.places import name_hint, named, regions_on_the_map
from handlers.answering.refusing import why
from handlers.answering.repeats import last_of
from handlers.answering.wanted import fits, upload
from handlers.turn import Scene, Turn
from handlers.view import View
from storage.attachments import named_in
from storage.changes import Changes, Write
from storage.conversations import Conversation
from storage.messages import Card, File, Location
from storage.store import Store
from survey import engine, reading, searching
from survey.asking import Asked, Option
from survey.state import Refusal, State
from survey.values import OK

LONGEST_SOUGHT = 60
"""Characters of what is looked for."""


async def show_question(store: Store, view: View) -> Card:
    """The question at hand."""
    asked = _asked(view)
    card = question_card(view, asked)
    if asked.kind != "geopoint":
        return card
    named_too = name_hint(view, await regions_on_the_map(store, view))
    return replace(card, hint="\n".join(filter(None, (card.hint, named_too))))


def _draw(view: View) -> Card | None:
    """The same, where nothing has to be loaded for it."""
    asked = _asked(view)
    return None if asked.kind == "geopoint" else question_card(view, asked)


def _asked(view: View) -> Asked:
    return view.answering.asked(view.language, view.moment)


def is_written(view: View) -> bool:
    """Whether the question at hand is answered by writing."""
    asked = _asked(view)
    return asked.kind in WRITES and not is_long(asked)


async def tapped(turn: Turn, action: str) -> Changes:
    """A choice, a toggle, a place in the order, or a way on."""
    view, survey = turn.view, turn.view.answering
    form, state, now = survey.form, survey.state, view.moment
    if view.consultation is None and (done := await _in_ours(turn, action)):
        return done
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
        case "ok":
            return _given(turn, OK)
        case "all":
            return _narrowed(turn, "")
        case "more":
            return _moved(turn, engine.add_repeat(form, state, now))
        case "less" if last := last_of(_asked(view)):
            return turn.to(view.keeping(state, view.moved(scene="remove"), last), *turn.guard)
    if action.startswith("n") and action != "n":
        return _given(turn, action[1:])
    return _chosen(turn, action)


async def _in_ours(turn: Turn, action: str) -> Changes | None:
    """What is different in a form of ours: it can be dropped, and what it needs is not left open."""
    asked = _asked(turn.view)
    if action == "drop":
        return await drop(turn)
    if action in {"skip", "decline"} and is_needed(turn.view, asked):
        return turn.nothing()
    if action == "keep" and (notice := await unfit(turn, asked.name, asked.written)):
        return turn.noticed(notice)
    return None


def _chosen(turn: Turn, action: str) -> Changes:
    survey = turn.view.answering
    try:
        index = int(action[1:].rstrip("+-"))
        name = engine.choice_at(survey.form, survey.state, index, turn.view.moment)
    except (KeyError, ValueError):
        return turn.nothing()
    match action[0]:
        case "o":
            return _given(turn, name)
        case "m":
            return _toggled(turn, name, action.endswith("+"))
        case "r":
            return _placed(turn, name)
    return turn.nothing()


def _given(turn: Turn, value: str, *writes: Write) -> Changes:
    view, survey = turn.view, turn.view.answering
    return _moved(turn, engine.answer(survey.form, survey.state, value, view.moment, view.language), *writes)


def _toggled(turn: Turn, name: str, on: bool) -> Changes:
    view, survey = turn.view, turn.view.answering
    return _same_card(turn, engine.toggle(survey.form, survey.state, name, on, view.moment))


def _ticked(turn: Turn, names: list[str]) -> Changes:
    """What is written beside choices that are ticked comes to them: nothing that was tapped is lost."""
    survey, state = turn.view.answering, turn.view.answering.state
    for name in names:
        state = engine.toggle(survey.form, state, name, True, turn.view.moment)
    return _same_card(turn, state)


def _placed(turn: Turn, name: str) -> Changes:
    view, survey = turn.view, turn.view.answering
    return _moved(turn, engine.place_next(survey.form, survey.state, name, view.moment, view.language))


async def wrote(turn: Turn, text: str) -> Changes:
    """A typed answer; a new card follows it."""
    view = turn.view
    asked = _asked(view)
    if asked.kind in ("note", "repeat"):
        return turn.noticed(view.words.say("Please tap one of the buttons."))
    if is_long(asked) and (found := _looked_for(turn, asked, text)):
        return found
    value = reading.read(asked, text, view.language)
    if asked.kind == "geopoint":
        value = named(await regions_on_the_map(turn.store, view), text) or value
        value = rounded(asked, value) if isinstance(value, str) and value else value
    if isinstance(value, Refusal):
        return _moved(turn, value)
    if named_in(value):  # it would stand for the file, whoever sent that
        return turn.noticed(view.words.say("I cannot take the name of a file. Please write something else."))
    if notice := await unfit(turn, asked.name, value):
        return turn.noticed(notice)
    if asked.kind == "select_multiple" and any(option.chosen for option in asked.options):
        return _ticked(turn, value.split())
    return _given(turn, value)


async def sent(turn: Turn, said: File | Location) -> Changes | None:
    """A file or a place, where the question wants one; None where it does not."""
    asked = _asked(turn.view)
    if isinstance(said, Location):
        return _given(turn, located(asked, said)) if asked.kind == "geopoint" else None
    kind = upload(asked)
    if kind is None:
        return None
    if not fits(asked, said):
        return turn.noticed(not_this(turn.view.words, kind))
    file = await kept(turn, kind, asked.written, said)
    if isinstance(file, str):
        return turn.noticed(file)
    conversation = turn.conversation.but(album=said.album)
    turn = replace(turn, view=replace(turn.view, conversation=conversation))
    return _given(turn, file.name, *file.writes)


def _looked_for(turn: Turn, asked: Asked, text: str) -> Changes | None:
    """In a long list: the choice that was written, or those that hold what was written.

    None for what may be a list of several choices.
    """
    written = reading.clean(text)[:LONGEST_SOUGHT]
    exact = searching.exact(asked.options, written)
    if len(exact) == 1:
        return _found(turn, asked, exact[0])
    if exact or searching.search(asked.options, written):
        return _narrowed(turn, written)
    if isinstance(reading.read(asked, text, turn.view.language), str) and any(map(str.isalpha, text)):
        return None
    say = turn.view.words.say
    return turn.noticed(
        say("None of the choices holds that. Please write fewer letters, or another word of it.")
    )


def _found(turn: Turn, asked: Asked, option: Option) -> Changes:
    match asked.kind:
        case "select_multiple":
            return _toggled(turn, option.name, on=True)
        case "rank":
            return _placed(turn, option.name)
    return _given(turn, option.name)


def _narrowed(turn: Turn, sought: str) -> Changes:
    """The same question with the choices that hold `sought`, or all again."""
    conversation = turn.conversation.but(notice="", part=0)
    return _on(turn, turn.view.answering.state, conversation, sought=sought)


def _same_card(turn: Turn, state: State, *writes: Write) -> Changes:
    """Still the same question: what stands on the card can be tapped again."""
    return _on(turn, state, turn.conversation.but(notice=""), *writes, sought=turn.view.sought)


def _moved(turn: Turn, outcome: State | Refusal, *writes: Write) -> Changes:
    """To where the answer leads, with the rows that belong to it; or why it is not taken."""
    view = turn.view
    if isinstance(outcome, Refusal):
        noticed = turn.conversation.but(notice=_why(view, outcome))
        if outcome.state:
            return _on(turn, outcome.state, noticed, sought=view.sought)
        return turn.to(noticed, *turn.guard, after=view)
    if outcome.position == view.answering.state.position:
        return _same_card(turn, outcome, *writes)
    scene = "question" if outcome.position else "review"
    return _on(turn, outcome, view.moved(scene=scene), *writes)


def _on(turn: Turn, state: State, conversation: Conversation, *writes: Write, sought: str = "") -> Changes:
    """Keep this state, if the consultation is still open, and show what it is at."""
    after = replace(turn.view, survey=replace(turn.view.answering, coming=lambda: state))
    return turn.to(turn.view.keeping(state, conversation, sought), *turn.guard, *writes, after=after)


def _why(view: View, refusal: Refusal) -> str:
    asked = _asked(view)
    if refusal.kind == "required" and is_needed(view, asked):
        return view.words.say("Nothing comes of it without this. Please answer it, or drop it.")
    return why(view.words, refusal, asked, view.place.now)


SCENES = {"question": Scene(show_question, tapped, wrote, sent, _draw)}
