"""Answers by chance, given through the real engine: for simulations and for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from types import MappingProxyType

from survey.answering import answer, decline, skip
from survey.asking import Asked, ask
from survey.form import Form
from survey.question import UPLOADS, FormError, Kind
from survey.repeating import add_repeat
from survey.sending import begin
from survey.state import Moment, Refusal, State
from survey.values import OK

Likings = Mapping[str, Mapping[str, float]]
"""How well a choice is liked, by name of the question and of the choice; what has 0 nobody chooses."""

_TRIES = 20
_LEFT_OPEN = 0.05
_SAID = (
    "It takes too long.",
    "There is nobody to ask.",
    "The bus comes twice a day.",
    "More light in the street at night.",
    "A place where young people can meet.",
    "It got better last year.",
    "The water is cut off in summer.",
    "I do not know whom to turn to.",
)


def random_answers(
    form: Form, moment: Moment, rng: Random, instance_id: str, likings: Likings = MappingProxyType({})
) -> State:
    """A whole valid response, at the review, ready to send.

    Some choices are liked better than others, the same ones by everybody, where `likings` does not say how
    well; a question whose constraint no guess meets is left open.
    """
    state = begin(form, moment, instance_id)
    while state.position:
        state = _step(form, state, moment, rng, likings)
    return state


def _step(form: Form, state: State, moment: Moment, rng: Random, likings: Likings) -> State:
    asked = ask(form, state, "", moment)
    if asked.kind == "repeat" and asked.instances and asked.instances.count < rng.randint(0, 3):
        return _taken(add_repeat(form, state, moment))
    for guess in _guesses(asked, moment, rng, likings):
        given = answer(form, state, guess, moment)
        if isinstance(given, State):
            return given
    left = skip(form, state, moment)
    return _taken(decline(form, state, moment)) if isinstance(left, Refusal) else left


def _taken(given: State | Refusal) -> State:
    """Raises FormError where a form makes too much even of nothing."""
    if isinstance(given, Refusal):
        raise FormError("The form takes too many steps.")
    return given


def _guesses(asked: Asked, moment: Moment, rng: Random, likings: Likings) -> Iterator[str]:
    if rng.random() < _LEFT_OPEN and not asked.required:
        return
    for attempt in range(_TRIES):
        yield _guess(asked, moment, rng, attempt, likings)


def _guess(asked: Asked, moment: Moment, rng: Random, attempt: int, likings: Likings) -> str:
    reach = (9, 90, 900, 9000, 1)[attempt % 5]
    match asked.kind:
        case "integer" | "decimal" if asked.division and attempt % 2:
            return str(max(asked.division.left, Decimal()))
        case "integer" if asked.division and attempt == 0:
            return str(rng.randint(0, max(int(asked.division.left), 0)))
        case "integer":
            return str(rng.randint(0, reach))
        case "decimal":
            return str(rng.randint(0, reach * 10) / 10)
        case "date" | "datetime" | "time":
            return _some_time(asked.kind, moment, rng, reach)
        case "select_one":
            return next(iter(_by_liking(asked, rng, likings)), "")
        case "select_multiple":
            ordered = _by_liking(asked, rng, likings)
            return " ".join(ordered[: rng.randint(1, min(3, len(ordered)))] if ordered else ())
        case "rank":
            return " ".join(_by_liking(asked, rng, likings))
    return _of_other_kinds(asked, rng)


def _some_time(kind: Kind, moment: Moment, rng: Random, reach: int) -> str:
    day = (moment.now.date() + timedelta(days=rng.randint(-reach, reach))).isoformat()
    clock = f"{rng.randint(0, 23):02}:{rng.choice((0, 15, 30, 45)):02}"
    return {"date": day, "time": clock}.get(kind, f"{day}T{clock}")


def _of_other_kinds(asked: Asked, rng: Random) -> str:
    match asked.kind:
        case "range" if asked.range:
            steps = int((asked.range.high - asked.range.low) // asked.range.step)
            turn = 1 if asked.range.end > asked.range.start else -1
            return str(asked.range.start + turn * asked.range.step * rng.randint(0, steps))
        case "geopoint":
            return f"{rng.randint(-600, 600) / 10} {rng.randint(-1700, 1700) / 10}"
        case "acknowledge":
            return OK
        case kind if kind in UPLOADS:
            return ""
    return rng.choice(_SAID)


def _by_liking(asked: Asked, rng: Random, likings: Likings) -> Sequence[str]:
    """The choices as somebody would order them, drawn without putting back."""
    said = likings.get(asked.ref.rpartition("/")[2], {})
    liked = {each.name: said.get(each.name, _liking(asked.ref, each.name)) for each in asked.options}
    drawn = [(rng.random() ** (1 / liking), name) for name, liking in liked.items() if liking]
    return [name for _, name in sorted(drawn, reverse=True)]


def _liking(ref: str, name: str) -> float:
    """How well a choice is liked, from 0.2 to 2: different for each, and always the same."""
    return 0.2 + 1.8 * Random(f"{ref} {name}").random()
