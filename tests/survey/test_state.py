import json

import pytest

from survey.engine import State, StateError, toggle
from tests.survey.household import HOUSEHOLD, MOMENT, give, load, start


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
        {"document": "<data"},
        {"document": "<data/>"},
        {"position": "/data/nothing"},
        {"position": "/data/others"},
        {"visited": ["/data/nothing"]},
        {"visited": "/data/wish"},
        {"declined": ["/data/nothing"]},
        {"objected": [1]},
        {"irrelevant": ["/data/wish"]},
        {"pending": ["nothing"]},
    ],
)
def test_a_state_that_does_not_fit_the_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(StateError):
        State.from_json(json.dumps(stored() | change), load(HOUSEHOLD))


def test_a_state_of_another_version_is_refused() -> None:
    document = str(stored()["document"]).replace('version="3"', 'version="2"')
    with pytest.raises(StateError, match="version"):
        State.from_json(json.dumps(stored() | {"document": document}), load(HOUSEHOLD))
