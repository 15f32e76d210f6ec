"""Whatever somebody does on the way, what counts at the end is what they answered last."""

from dataclasses import dataclass
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from survey.chance import random_answers
from survey.engine import (
    Form,
    Refusal,
    State,
    answer,
    answers,
    ask,
    back,
    decline,
    done,
    finish,
    go_to,
    place_next,
    review,
    skip,
    start_over,
    submission,
    toggle,
)
from tests.survey.household import HOUSEHOLD, MOMENT, Step, held, load, start, taken

PLACES = ["", "north", "south", "tangier", "agadir", "housing", "work water", "water housing"]
OTHERS = ["0", "1", "3", "4", "29", "99", "12.5", "2020-01-01", "housing water work", "A park"]
NAMES = ["housing", "water", "work", "north"]


@dataclass(frozen=True)
class Doing:
    """A step of a walk, shown by its name when a walk fails."""

    name: str
    step: Step

    def __repr__(self) -> str:
        return self.name


def doings_of(form: Form, values: list[str], names: list[str]) -> st.SearchStrategy[Doing]:
    """Anything that a person can do in a form, answers oftener than the rest."""
    value, name = st.sampled_from(values), st.sampled_from(names)
    ref = st.sampled_from([question.ref for question in form.asked])
    return st.one_of(
        value.map(lambda value: Doing(f"answer {value}", lambda f, s: answer(f, s, value, MOMENT))),
        value.map(lambda value: Doing(f"answer {value}", lambda f, s: answer(f, s, value, MOMENT))),
        name.map(lambda name: Doing(f"place {name}", lambda f, s: place_next(f, s, name, MOMENT))),
        name.map(lambda name: Doing(f"on {name}", lambda f, s: toggle(f, s, name, True, MOMENT))),
        name.map(lambda name: Doing(f"off {name}", lambda f, s: toggle(f, s, name, False, MOMENT))),
        ref.map(lambda ref: Doing(f"go to {ref}", lambda f, s: go_to(f, s, ref, MOMENT))),
        st.sampled_from(
            [
                Doing("skip", lambda f, s: skip(f, s, MOMENT)),
                Doing("decline", lambda f, s: decline(f, s, MOMENT)),
                Doing("done", lambda f, s: done(f, s, MOMENT)),
                Doing("back", lambda f, s: back(f, s, MOMENT)),
                Doing("start over", start_over),
                Doing("finish", lambda f, s: finish(f, s, MOMENT)),
            ]
        ),
    )


WALKS = st.lists(doings_of(load(HOUSEHOLD), [*PLACES, *OTHERS], NAMES), max_size=40)


def walk(form: Form, state: State, steps: list[Doing]) -> State:
    """Take the steps, storing the state after each; refusals are read and remembered."""
    for doing in steps:
        outcome = doing.step(form, state)
        state = (outcome.state or state) if isinstance(outcome, Refusal) else outcome
        again = State.from_json(state.to_json(), form)
        assert again == state
        state = again
    return state


def settle(form: Form, state: State, wanted: dict[str, str]) -> State:
    """Answer what is open, then change at the review the first line that is not as wanted, and look again:
    a change can bring back a line with the answer that was given to it before."""
    state = _to_the_end(form, state, wanted)
    for _ in form.asked:
        wrong = _first_wrong(form, state, wanted)
        state = _to_the_end(form, go_to(form, state, wrong, MOMENT), wanted)
    return state


def _first_wrong(form: Form, state: State, wanted: dict[str, str]) -> str:
    given = answers(form, submission(form, state, MOMENT))
    names = {line.ref: line.ref.rpartition("/")[2] for line in review(form, state, "en", MOMENT)}
    return next((ref for ref, name in names.items() if given.get(name) != wanted.get(name)), "")


def _to_the_end(form: Form, state: State, wanted: dict[str, str]) -> State:
    while state.position:
        value = wanted.get(ask(form, state, "en", MOMENT).name, "")
        outcome = answer(form, state, value, MOMENT)
        state = taken(decline(form, state, MOMENT)) if isinstance(outcome, Refusal) else outcome
    return state


def sent(form: Form, state: State) -> str:
    return submission(form, taken(finish(form, state, MOMENT)), MOMENT)


@given(WALKS)
def test_a_walk_never_fails_and_every_card_can_be_shown(steps: list[Doing]) -> None:
    form = load(HOUSEHOLD)
    state = walk(form, start(form), steps)
    assert review(form, state, "fr", MOMENT)
    assert submission(form, state, MOMENT)
    if state.position:
        asked = ask(form, state, "fr", MOMENT)
        assert 0 <= asked.number <= asked.of


@given(WALKS, st.integers(0, 10_000))
def test_a_walk_ends_with_the_same_response_as_the_straight_way(steps: list[Doing], seed: int) -> None:
    form = load(HOUSEHOLD)
    straight = random_answers(form, MOMENT, Random(seed), "uuid:1")
    wanted = answers(form, sent(form, straight))
    winding = settle(form, walk(form, start(form), steps), wanted)
    assert sent(form, winding) == sent(form, straight)


@given(WALKS)
def test_only_what_is_relevant_is_sent(steps: list[Doing]) -> None:
    form = load(HOUSEHOLD)
    state = walk(form, start(form), steps)
    values = answers(form, submission(form, state, MOMENT))
    others = float(values.get("others") or 0)
    assert "town" not in values or "region" in values
    assert "children" not in values or others > 0
    assert "youngest" not in values or float(values.get("children", 0)) > 0
    assert "rent" not in values or "housing" in values.get("rights", "").split()


@given(st.permutations(["housing", "water", "work"]))
def test_a_ranking_takes_one_tap_less_than_it_has_places(order: list[str]) -> None:
    form = load(HOUSEHOLD)
    state = go_to(form, start(form), "/data/order", MOMENT)
    for name in order[:-1]:
        state = taken(place_next(form, state, name, MOMENT))
    assert f"<order>{' '.join(order)}</order>" in held(form, state)
    assert "/data/order" in state.visited
