import json
from collections.abc import Iterable

import pytest

from survey.engine import State, StateError, toggle
from tests.survey.household import HOUSEHOLD, MOMENT, give, held, load, name_of, start


def stored() -> dict[str, object]:
    form = load(HOUSEHOLD)
    fields = json.loads(give(form, start(form), "", "north").to_json())
    assert isinstance(fields, dict)
    return fields


def test_a_state_comes_back_as_it_was() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), "", "north", "tangier", "1")
    state = toggle(form, state, "water", True, MOMENT)
    assert state.pending == ("water",)
    assert State.from_json(state.to_json(), form) == state


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"document": 1}'])
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(StateError):
        State.from_json(text, load(HOUSEHOLD))


@pytest.mark.parametrize(
    "change",
    [
        {"values": {"/data/nothing": "1"}},
        {"values": {"/data/family": "1"}},
        {"values": {"/data/wish[1]": "1"}},
        {"values": {"/data/wish": 1}},
        {"counts": {"/data/wish": 1}},
        {"form": "household 2"},
        {"position": "/data/nothing"},
        {"position": "/data/others"},
        {"visited": ["/data/nothing"]},
        {"visited": "/data/wish"},
        {"declined": ["/data/nothing"]},
        {"objected": [1]},
        {"irrelevant": ["/data/wish"]},
        {"pending": ["nothing"]},
        {"withdrawn": {"/data/nothing": "north"}},
    ],
)
def test_a_state_that_does_not_fit_the_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(StateError):
        State.from_json(json.dumps(stored() | change), load(HOUSEHOLD))


def earlier(document: str, irrelevant: Iterable[str] = ()) -> str:
    """A state as it was stored when it held the instance as XML."""
    kept = {"position": "/data/town", "pending": None, "visited": ["/data/welcome", "/data/region"]}
    sets: dict[str, object] = {"declined": [], "objected": [], "irrelevant": sorted(irrelevant)}
    return json.dumps({"document": document} | kept | sets)


def test_a_conversation_begun_before_an_upgrade_goes_on() -> None:
    form = load(HOUSEHOLD)
    state = give(form, start(form), "", "north")
    goes_on = State.from_json(earlier(held(form, state), state.irrelevant), form)
    assert (goes_on.values, goes_on.position) == (state.values, "/data/town")
    assert name_of(give(form, goes_on, "tangier")) == "people"


@pytest.mark.parametrize("document", ["<data", "<other/>", '<data id="household" version="2"/>', "<data/>"])
def test_an_earlier_state_of_another_form_is_refused(document: str) -> None:
    with pytest.raises(StateError):
        State.from_json(earlier(document), load(HOUSEHOLD))
