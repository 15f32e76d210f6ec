"""With repeats too: whatever somebody does on the way, what counts is what they answered last."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from survey.chance import random_answers
from survey.engine import (
    Form,
    Refusal,
    State,
    add_repeat,
    answer,
    ask,
    decline,
    go_to,
    remove_repeat,
    reopen,
    review,
    skip,
    submission,
)
from survey.refs import general, place
from tests.survey.household import MOMENT, load, start, taken
from tests.survey.test_walks import Doing, doings_of, sent, walk

VILLAGE = """
| survey |
| | type         | name   | label   | calculation    | relevant    | default | constraint | repeat_count |
| | integer      | homes  | Homes?  |                |             |         | . < 4      |              |
| | begin_repeat | home   | Home    |                |             |         |            | ${homes}     |
| | text         | street | Street? |                |             |         |            |              |
| | begin_repeat | person | Person  |                | ${street} != 'none' | |            |              |
| | text         | name   | Name?   |                |             |         |            |              |
| | integer      | age    | Age?    |                |             |         | . < 120    |              |
| | text         | school | School? |                | ${age} < 18 |         |            |              |
| | calculate    | place  |         | position(..)   |             |         |            |              |
| | end_repeat   |        |         |                |             |         |            |              |
| | calculate    | inside |         | count(${person}) |           |         |            |              |
| | calculate    | years  |         | sum(${age})    |             |         |            |              |
| | end_repeat   |        |         |                |             |         |            |              |
| | calculate    | all    |         | sum(${age})    |             |         |            |              |
| | begin_repeat | wish   | Wish    |                |             |         |            |              |
| | text         | what   | What?   |                |             | water   |            |              |
| | end_repeat   |        |         |                |             |         |            |              |
"""
VALUES = ["", "none", "A street", "0", "1", "2", "3", "17", "30", "200"]
REFS = [
    "/data/homes",
    "/data/home[1]/street",
    "/data/home[1]/person[1]/age",
    "/data/home[2]/person[2]/name",
    "/data/home[2]/person[3]",
    "/data/wish[2]",
    "/data/wish[1]/what",
]
INSTANCES = [
    "/data/home[1]",
    "/data/home[1]/person[1]",
    "/data/home[2]/person[2]",
    "/data/wish[1]",
    "/data/wish[2]",
]


def more(form: Form, state: State) -> State:
    return taken(add_repeat(form, state, MOMENT))


def taking_out(ref: str) -> Doing:
    return Doing(f"take out {ref}", lambda form, state: remove_repeat(form, state, ref, MOMENT))


def going_to(ref: str) -> Doing:
    return Doing(f"go to {ref}", lambda form, state: go_to(form, state, ref, MOMENT))


WALKS = st.lists(
    st.one_of(
        doings_of(load(VILLAGE), VALUES, ["none"]),
        st.just(Doing("add", more)),
        st.sampled_from(INSTANCES).map(taking_out),
        st.sampled_from(REFS).map(going_to),
    ),
    max_size=30,
)


def settle(form: Form, state: State, wanted: State) -> State:
    """Answer as in `wanted` until nothing is open, take out what is too much, change what is still
    otherwise."""
    for _ in range(100):
        state = to_the_end(form, state, wanted)
        if (ref := too_many(form, state, wanted)) or (ref := too_few(form, state, wanted)):
            state = (
                taken(remove_repeat(form, state, ref, MOMENT)) if in_it(state, ref) else add(form, state, ref)
            )
        elif ref := first_wrong(form, state, wanted):
            state = go_to(form, state, ref, MOMENT)
            outcome = answer(form, state, wanted.values.get(ref, ""), MOMENT)
            state = taken(decline(form, state, MOMENT)) if isinstance(outcome, Refusal) else outcome
        else:
            return state
    raise AssertionError("It does not come to rest.")


def grown(form: Form, state: State) -> list[str]:
    """The repeats that people add to, outer ones first."""
    lines = (line for line in review(form, state, "", MOMENT) if line.kind == "repeat")
    return sorted((place(line.ref)[0] for line in lines), key=len)


def too_many(form: Form, state: State, wanted: State) -> str:
    for series in grown(form, state):
        if state.counts.get(series, 0) > wanted.counts.get(series, 0):
            return f"{series}[{state.counts[series]}]"
    return ""


def too_few(form: Form, state: State, wanted: State) -> str:
    for series in grown(form, state):
        if state.counts.get(series, 0) < wanted.counts.get(series, 0):
            return f"{series}[{state.counts.get(series, 0) + 1}]"
    return ""


def in_it(state: State, ref: str) -> bool:
    series, number = place(ref)
    return number <= state.counts.get(series, 0)


def add(form: Form, state: State, ref: str) -> State:
    return taken(add_repeat(form, go_to(form, state, ref, MOMENT), MOMENT))


def first_wrong(form: Form, state: State, wanted: State) -> str:
    for line in review(form, state, "", MOMENT):
        if line.kind != "repeat" and state.values.get(line.ref) != wanted.values.get(line.ref):
            return line.ref
    return ""


def to_the_end(form: Form, state: State, wanted: State) -> State:
    while state.position:
        asked = ask(form, state, "", MOMENT)
        if asked.kind == "repeat":
            series, number = place(asked.ref)
            if number <= wanted.counts.get(series, 0):
                state = taken(add_repeat(form, state, MOMENT))
                continue
        outcome = answer(form, state, wanted.values.get(state.position, ""), MOMENT)
        state = taken(decline(form, state, MOMENT)) if isinstance(outcome, Refusal) else outcome
    return state


@given(WALKS)
def test_a_walk_never_fails_and_every_card_can_be_shown(steps: list[Doing]) -> None:
    form = load(VILLAGE)
    state = walk(form, start(form), steps)
    assert review(form, state, "", MOMENT)
    if state.position:
        asked = ask(form, state, "", MOMENT)
        assert 0 <= asked.number <= asked.of


@given(WALKS, st.integers(0, 10_000))
def test_a_walk_ends_with_the_same_response_as_the_straight_way(steps: list[Doing], seed: int) -> None:
    form = load(VILLAGE)
    straight = random_answers(form, MOMENT, Random(seed), "uuid:1")
    winding = settle(form, walk(form, start(form), steps), straight)
    assert sent(form, winding) == sent(form, straight)


@given(WALKS)
def test_what_is_sent_comes_back_as_it_was(steps: list[Doing]) -> None:
    form = load(VILLAGE)
    state = walk(form, start(form), steps)
    xml = submission(form, state, MOMENT)
    assert submission(form, reopen(form, xml, MOMENT), MOMENT) == xml


@given(WALKS)
def test_weighing_only_what_changed_comes_to_the_same_as_weighing_everything(steps: list[Doing]) -> None:
    form = load(VILLAGE)
    state = walk(form, start(form), steps)
    whole = reopen(form, submission(form, state, MOMENT), MOMENT)
    held = {
        ref: state.values.get(ref)
        for ref in whole.values
        if general(ref).endswith(("place", "inside", "all"))
    }
    assert held == {ref: whole.values[ref] for ref in held}


def test_skipping_ends_a_repeat() -> None:
    form = load(VILLAGE)
    state = go_to(form, start(form), "/data/wish[2]", MOMENT)
    assert not isinstance(skip(form, state, MOMENT), Refusal)
