"""Questions that are asked as often as there is somebody to ask about."""

from dataclasses import replace

import pytest

from survey.engine import (
    Form,
    FormError,
    Refusal,
    State,
    StateError,
    add_repeat,
    answer,
    answers,
    ask,
    back,
    finish,
    go_to,
    remove_repeat,
    reopen,
    review,
    skip,
    submission,
)
from survey.values import LONGEST, LONGEST_TOGETHER
from tests.survey.household import MOMENT, give, load, start, taken

FAMILY = """
| survey |
| | type | name | label | calculation | relevant | default |
| | text | town | Town? | | | |
| | begin_repeat | person | Person | | | |
| | text | name | Name of person ${place}? | | | |
| | integer | age | How old is ${name}? | | | |
| | begin_repeat | pet | Pet | | ${age} > 5 | |
| | text | animal | Which animal has ${name}? | | | cat |
| | end_repeat | | | | | |
| | calculate | place | | position(..) | | |
| | calculate | older | | ${age} + 1 | | |
| | end_repeat | | | | | |
| | calculate | all | | sum(${age}) | | |
| | calculate | many | | count(${person}) | | |
| | calculate | second | | indexed-repeat(${name}, ${person}, 2) | | |
| | text | end | Anything else? | | | |
"""

COUNTED = """
| survey |
| | type         | name   | label       | repeat_count |
| | integer      | many   | How many?   |              |
| | begin_repeat | person | Person      | ${many}      |
| | text         | name   | Name?       |              |
| | end_repeat   |        |             |              |
| | text         | end    | Else?       |              |
"""


def more(form: Form, state: State) -> State:
    """One more, where it is asked."""
    assert ask(form, state, "", MOMENT).kind == "repeat"
    return taken(add_repeat(form, state, MOMENT))


def two_people() -> tuple[Form, State]:
    """Amal of 30 with a cat and a dog, and Bilal of 3, at the question whether there is one more."""
    form = load(FAMILY)
    state = give(form, start(form), "Tangier", "Amal", "30", "cat")
    state = give(form, more(form, state), "dog")
    state = give(form, state, "")
    return form, give(form, more(form, state), "Bilal", "3")


def sent(form: Form, state: State) -> dict[str, str]:
    return answers(form, submission(form, state, MOMENT))


def test_a_repeat_is_asked_until_there_is_no_more() -> None:
    form, state = two_people()
    asked = ask(form, state, "", MOMENT)
    assert (asked.kind, asked.label, asked.ref) == ("repeat", "Person", "/data/person[3]")
    assert asked.instances is not None
    assert (asked.instances.at, asked.instances.count, asked.instances.grows) == (3, 2, True)
    state = give(form, state, "")
    assert state.position == "/data/end"
    end = give(form, state, "No")
    assert taken(finish(form, end, MOMENT)).position == ""
    assert sent(form, end) == {
        "town": "Tangier",
        "person[1]/name": "Amal",
        "person[1]/age": "30",
        "person[1]/pet[1]/animal": "cat",
        "person[1]/pet[2]/animal": "dog",
        "person[1]/place": "1",
        "person[1]/older": "31",
        "person[2]/name": "Bilal",
        "person[2]/age": "3",
        "person[2]/place": "2",
        "person[2]/older": "4",
        "all": "33",
        "many": "2",
        "second": "Bilal",
        "end": "No",
    }


def test_texts_speak_of_their_own_instance() -> None:
    form, state = two_people()
    asked = ask(form, go_to(form, state, "/data/person[2]/age", MOMENT), "", MOMENT)
    assert asked.label == "How old is Bilal?"
    assert asked.instances is not None
    assert (asked.instances.at, asked.instances.count) == (2, 2)


def test_a_value_is_refused_where_it_is_asked_whether_to_add_one() -> None:
    form, state = two_people()
    assert answer(form, state, "Chadia", MOMENT) == Refusal("repeat")


def test_taking_one_out_moves_the_others_up_with_all_that_was_said() -> None:
    form, state = two_people()
    left = taken(remove_repeat(form, state, "/data/person[1]", MOMENT))
    assert left.position == "/data/person[2]"
    assert sent(form, left) == {
        "town": "Tangier",
        "person[1]/name": "Bilal",
        "person[1]/age": "3",
        "person[1]/place": "1",
        "person[1]/older": "4",
        "all": "3",
        "many": "1",
    }


def test_taking_out_the_one_that_is_asked_about_goes_to_what_is_open() -> None:
    form, state = two_people()
    inside = go_to(form, state, "/data/person[2]/age", MOMENT)
    assert taken(remove_repeat(form, inside, "/data/person[2]", MOMENT)).position == "/data/person[2]"


def test_there_is_a_way_back_into_a_repeat_and_through_it() -> None:
    form, state = two_people()
    refs = []
    while (state := back(form, state, MOMENT)).position not in refs:
        refs.append(state.position)
    assert refs == [
        "/data/person[2]/age",
        "/data/person[2]/name",
        "/data/person[1]/pet[3]",
        "/data/person[1]/pet[2]/animal",
        "/data/person[1]/pet[1]/animal",
        "/data/person[1]/age",
        "/data/person[1]/name",
        "/data/town",
    ]


def test_one_more_can_be_added_from_the_review() -> None:
    form, state = two_people()
    end = give(form, state, "", "No")
    lines = [line for line in review(form, end, "", MOMENT) if line.kind == "repeat"]
    assert [line.ref for line in lines] == ["/data/person[1]/pet[3]", "/data/person[3]"]
    added = taken(add_repeat(form, go_to(form, end, "/data/person[3]", MOMENT), MOMENT))
    assert added.position == "/data/person[3]/name"
    third = give(form, added, "Chadia", "4")
    assert third.position == "/data/person[4]"
    assert give(form, third, "").position == ""


def test_what_is_not_relevant_in_one_instance_is_not_asked_there() -> None:
    form, state = two_people()
    younger = give(form, go_to(form, state, "/data/person[1]/age", MOMENT), "2")
    assert "person[1]/pet[1]/animal" not in sent(form, younger)
    again = give(form, go_to(form, younger, "/data/person[1]/age", MOMENT), "20")
    assert sent(form, again)["person[1]/pet[2]/animal"] == "dog"


def test_an_answer_says_how_many_there_are() -> None:
    form = load(COUNTED)
    state = give(form, start(form), "2")
    assert state.position == "/data/person[1]/name"
    state = give(form, state, "Amal", "Bilal")
    assert state.position == "/data/end"
    fewer = give(form, go_to(form, state, "/data/many", MOMENT), "1")
    assert sent(form, fewer) == {"many": "1", "person[1]/name": "Amal"}
    again = give(form, go_to(form, fewer, "/data/many", MOMENT), "3")
    assert again.position == "/data/person[2]/name"
    assert remove_repeat(form, again, "/data/person[1]", MOMENT) == again
    assert add_repeat(form, again, MOMENT, "/data/person") == again


def test_nobody_makes_more_than_there_may_be() -> None:
    form = load(COUNTED)
    assert give(form, start(form), "1000000000").counts == {"/data/person": 500}


@pytest.mark.parametrize("ref", ["/data/person[3]", "/data/person[0]", "/data/person", "/data/town", ""])
def test_what_is_not_there_cannot_be_taken_out(ref: str) -> None:
    form, state = two_people()
    assert remove_repeat(form, state, ref, MOMENT) == state


def test_a_response_with_repeats_is_stored_and_opened_again() -> None:
    form, state = two_people()
    assert State.from_json(state.to_json(), form) == state
    end = give(form, state, "", "No")
    xml = submission(form, end, MOMENT)
    again = reopen(form, xml, MOMENT)
    assert again.counts == end.counts
    assert submission(form, again, MOMENT) == xml


@pytest.mark.parametrize(
    "change",
    [
        {"position": "/data/person[4]"},
        {"position": "/data/person/name"},
        {"visited": frozenset({"/data/person[3]/name"})},
        {"values": {"/data/person[3]/name": "x"}},
        {"values": {"/data/person[1]/pet[3]/animal": "x"}},
        {"counts": {"/data/person[3]/pet": 1}},
        {"counts": {"/data/town": 1}},
        {"irrelevant": frozenset({"/data/person[3]/pet[1]"})},
    ],
)
def test_a_state_that_speaks_of_more_than_there_is_is_refused(change: dict[str, object]) -> None:
    form, state = two_people()
    broken = replace(state, **change)  # type: ignore[arg-type]
    with pytest.raises(StateError):
        State.from_json(broken.to_json(), form)


def test_a_required_question_of_an_instance_is_missed_at_the_end() -> None:
    form = load("""
| survey |
| | type         | name   | label | required |
| | begin_repeat | person | P     |          |
| | text         | name   | Name? | yes      |
| | end_repeat   |        |       |          |
""")
    state = more(form, give(form, start(form), "Amal"))
    refusal = skip(form, state, MOMENT)
    assert isinstance(refusal, Refusal)
    left = taken(remove_repeat(form, state, "/data/person[2]", MOMENT))
    assert taken(finish(form, give(form, left, ""), MOMENT))


def test_a_circle_through_an_instance_is_refused() -> None:
    with pytest.raises(FormError, match="circle"):
        load("""
| survey |
| | type         | name   | label | calculation |
| | begin_repeat | person | P     |             |
| | text         | name   | Name? |             |
| | calculate    | a      |       | ${b} + 1    |
| | calculate    | b      |       | ${a} + 1    |
| | end_repeat   |        |       |             |
""")


def test_each_instance_can_build_on_the_one_before() -> None:
    form = load(
        """
| survey |
| | type         | name   | label  | calculation |
| | begin_repeat | month  | Month  |             |
| | integer      | paid   | Paid?  |             |
| | calculate    | total  |        | ${paid} + coalesce({before}/total, 0) |
| | end_repeat   |        |        |             |
""".replace("{before}", "../../month[position() = position(current()/..) - 1]")
    )
    state = give(form, start(form), "1")
    for paid in ("10", "100"):
        state = give(form, more(form, state), paid)
    assert sent(form, state)["month[3]/total"] == "111"
    changed = give(form, go_to(form, state, "/data/month[1]/paid", MOMENT), "2")
    assert sent(form, changed)["month[3]/total"] == "112"


def test_one_person_cannot_fill_a_response_without_end() -> None:
    form = load(COUNTED)
    most = LONGEST_TOGETHER // LONGEST - 1
    state = give(form, start(form), "60", *["x" * LONGEST] * most)
    refusal = answer(form, state, "x" * LONGEST, MOMENT)
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "too_long"
    fuller = give(form, state, "x" * (LONGEST // 2))
    again = go_to(form, fuller, f"/data/person[{most + 1}]/name", MOMENT)
    assert answer(form, again, "x" * LONGEST, MOMENT) == refusal
    full = give(form, again, "x" * (LONGEST // 2 + 1))
    assert sum(map(len, full.values.values())) <= LONGEST_TOGETHER
