"""Choices that hang on other answers: what is not offered any more goes out of the answer at once, and comes
back with what offers it."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from survey.engine import Form, State, add_repeat, back, decline, go_to, remove_repeat
from survey.working_copy import WorkingCopy
from tests.survey.filling import LIST, Filling, inputs, setvalue
from tests.survey.household import MOMENT, give, held, load, name_of, start, taken
from tests.survey.test_walks import Doing, doings_of, walk

TOWNS = (Path(__file__).parent / "towns.md").read_text(encoding="utf-8")
STRAIGHT = ("north south", "tangier tetouan agadir", "agadir tangier tetouan", "agadir", "tangier", "3")
VALUES = [
    "",
    *STRAIGHT,
    "north",
    "south",
    "tetouan tangier",
    "tangier agadir",
    "agadir tangier",
    "tetouan",
    "1",
]


def change(name: str, value: str) -> tuple[Form, State]:
    """The whole form answered, and then one answer changed."""
    form = load(TOWNS)
    state = go_to(form, give(form, start(form), *STRAIGHT), f"/data/{name}", MOMENT)
    return form, give(form, state, value)


def value(form: Form, state: State, name: str) -> str:
    return WorkingCopy(form, state, MOMENT).value(f"/data/{name}")


def test_choices_that_are_gone_go_out_of_every_answer_at_once() -> None:
    form, state = change("regions", "north")
    values = {
        name: value(form, state, name) for name in ("towns", "many", "order", "first", "second", "seen")
    }
    assert values == {
        "towns": "tangier tetouan",
        "many": "2",
        "order": "tangier tetouan",
        "first": "",
        "second": "tangier",
        "seen": "3",
    }


def test_what_lost_a_choice_or_broke_its_constraint_is_asked_again() -> None:
    form, state = change("regions", "north")
    asked = []
    for said in ("tangier tetouan", "tangier tetouan", "tetouan", "2"):
        asked.append(name_of(state))
        state = give(form, state, said)
    assert asked == ["towns", "order", "first", "seen"]
    assert state.position == ""


def test_a_ranking_that_has_one_more_to_place_is_asked_again() -> None:
    form, state = change("towns", "tangier tetouan")
    state = give(form, state, "tetouan tangier", "tetouan", "2")
    assert state.position == ""
    state = give(form, go_to(form, state, "/data/towns", MOMENT), "tangier tetouan agadir")
    assert name_of(state) == "order"
    assert value(form, state, "order") == "tetouan tangier"


def test_what_is_still_offered_stays() -> None:
    form, state = change("towns", "tangier agadir")
    assert (value(form, state, "first"), value(form, state, "second")) == ("agadir", "tangier")


def test_choices_come_back_with_what_offers_them_and_are_asked_again() -> None:
    form, state = change("regions", "north")
    state = State.from_json(state.to_json(), form)
    state = give(form, go_to(form, state, "/data/regions", MOMENT), "north south")
    answers = [value(form, state, name) for name in ("towns", "order", "first")]
    assert answers == ["tangier tetouan agadir", "agadir tangier tetouan", "agadir"]
    assert name_of(state) == "towns"
    assert state.withdrawn == {}


def test_what_was_answered_meanwhile_stays() -> None:
    form, state = change("regions", "north")
    state = give(form, state, "tetouan")
    state = give(form, go_to(form, state, "/data/regions", MOMENT), "north south")
    assert value(form, state, "towns") == "tetouan"


def test_what_was_withdrawn_moves_up_with_its_instance() -> None:
    form = load("""
| survey |
| | type            | name   | label   | choice_filter      |
| | begin_repeat    | home   | Home    |                    |
| | text            | region | Region? |                    |
| | select_one town | town   | Town?   | region = ${region} |
| | end_repeat      |        |         |                    |
| choices |
| | list_name | name    | label   | region |
| | town      | tangier | Tangier | north  |
| | town      | agadir  | Agadir  | south  |
""")
    second = taken(add_repeat(form, give(form, start(form), "north", "tangier"), MOMENT))
    state = give(form, second, "south", "agadir")
    state = give(form, go_to(form, state, "/data/home[2]/region", MOMENT), "north")
    assert state.withdrawn == {"/data/home[2]/town": "agadir"}
    state = taken(remove_repeat(form, state, "/data/home[1]", MOMENT))
    state = give(form, go_to(form, state, "/data/home[1]/region", MOMENT), "south")
    assert WorkingCopy(form, state, MOMENT).value("/data/home[1]/town") == "agadir"


def test_what_was_set_meanwhile_is_not_replaced_by_a_choice_that_comes_back() -> None:
    body = (
        inputs("/data/a")
        + f'<input ref="/data/b">{setvalue("xforms-value-changed", "/data/s", "/data/b")}</input>'
        + """<select1 ref="/data/s"><itemset nodeset="instance('list')/root/item[kind = /data/a]">"""
        + '<value ref="name"/><label ref="label"/></itemset></select1>'
    )
    form = Filling("<a/><b/><s/>", LIST, body).put(a="x", s="1").put(a="y").put(b="2")
    assert form.get("s") == ["2"]
    assert form.put(a="x").get("s") == [""]
    assert form.put(a="y").get("s") == ["2"]


def test_a_default_that_is_not_offered_goes_when_the_form_is_begun() -> None:
    form = load("""
| survey |
| | type            | name   | label   | default | choice_filter      |
| | select_one r    | region | Region? | north   |                    |
| | select_one town | town   | Town?   | agadir  | region = ${region} |
| | select_one town | other  | Other?  | tangier | region = ${region} |
| choices |
| | list_name | name    | label   | region |
| | r         | north   | North   |        |
| | r         | south   | South   |        |
| | town      | tangier | Tangier | north  |
| | town      | agadir  | Agadir  | south  |
""")
    assert "<town/><other>tangier</other>" in held(form, start(form))


def test_an_answer_that_is_not_relevant_is_weighed_when_it_is_again() -> None:
    form = load("""
| survey |
| | type            | name   | label   | relevant        | choice_filter      |
| | select_one r    | region | Region? |                 |                    |
| | select_one town | town   | Town?   | ${region} != '' | region = ${region} |
| choices |
| | list_name | name    | label   | region |
| | r         | north   | North   |        |
| | r         | south   | South   |        |
| | town      | tangier | Tangier | north  |
| | town      | agadir  | Agadir  | south  |
""")
    state = give(form, start(form), "north", "tangier")
    left = taken(decline(form, back(form, back(form, state, MOMENT), MOMENT), MOMENT))
    assert left.position == ""
    again = go_to(form, left, "/data/region", MOMENT)
    assert give(form, again, "north") == state
    south = give(form, again, "south")
    assert (name_of(south), value(form, south, "town")) == ("town", "")


@given(st.lists(doings_of(load(TOWNS), VALUES, ["north", "tangier", "tetouan", "agadir"]), max_size=30))
def test_whatever_one_does_no_answer_holds_what_is_not_offered(steps: list[Doing]) -> None:
    form = load(TOWNS)
    state = walk(form, start(form), steps)
    copy = WorkingCopy(form, state, MOMENT)
    for stop in copy.asked():
        if stop.question.choices:
            assert set(copy.value(stop.ref).split()) <= set(copy.names(stop))
        assert stop.ref not in copy.visited or copy.stands(stop)
