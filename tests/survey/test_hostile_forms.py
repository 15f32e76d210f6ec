"""Forms and answers that are made to be too much."""

import pytest

from survey.engine import Form, FormError, State, add_repeat, answer, ask, go_to, reopen, submission
from survey.nodes import XmlError
from survey.reading import read
from survey.state import Refusal
from tests.survey.household import MOMENT, give, load, start, taken
from tests.survey.test_form import xform


def nested(depth: int) -> str:
    """Groups in groups around one question."""
    path = "/data" + "".join(f"/g{number}" for number in range(depth))
    nodes = "".join(f"<g{number}>" for number in range(depth)) + "<a/>"
    nodes += "".join(f"</g{number}>" for number in reversed(range(depth)))
    groups = "".join(f'<group ref="{"/".join(path.split("/")[: number + 3])}">' for number in range(depth))
    return xform(nodes, "", f'{groups}<input ref="{path}/a"/>{"</group>" * depth}')


def test_groups_may_be_deep_but_not_without_end() -> None:
    form = Form.load(nested(100))
    assert give(form, start(form), "x").position == ""
    with pytest.raises(XmlError):
        Form.load(nested(1000))


def test_circles_of_every_kind_are_refused() -> None:
    for binds in (
        '<bind nodeset="/data/a" relevant="/data/b"/><bind nodeset="/data/b" relevant="/data/a"/>',
        '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" relevant="/data/a"/>',
    ):
        with pytest.raises(FormError, match="circle"):
            Form.load(xform("<a/><b/>", binds))


def test_actions_that_chase_each_other_come_to_rest() -> None:
    chase = '<setvalue event="xforms-value-changed" ref="/data/{}" value=". + 1"/>'
    controls = "".join(
        f'<input ref="/data/{name}">{chase.format(other)}</input>' for name, other in ("ab", "ba")
    )
    form = Form.load(xform("<a/><b/>", "", controls))
    assert isinstance(answer(form, start(form), "1", MOMENT), State)


def test_values_of_instances_that_chase_each_other_come_to_rest() -> None:
    form = load("""
| survey |
| | type         | name   | label | calculation              |
| | begin_repeat | person | P     |                          |
| | text         | name   | Name? |                          |
| | calculate    | sum    |       | sum(../../person/sum) + 1 |
| | end_repeat   |        |       |                          |
""")
    state = start(form)
    for _ in range(3):
        state = taken(add_repeat(form, give(form, state, "x"), MOMENT))
    assert state.counts == {"/data/person": 4}


def test_repeats_in_repeats_do_not_multiply_without_end() -> None:
    form = load("""
| survey |
| | type         | name  | label | repeat_count |
| | integer      | many  | Many? |              |
| | begin_repeat | outer | O     | ${many}      |
| | begin_repeat | inner | I     | ${many}      |
| | text         | name  | Name? |              |
| | end_repeat   |       |       |              |
| | end_repeat   |       |       |              |
""")
    state = give(form, start(form), "100000")
    assert sum(state.counts.values()) <= 500
    assert State.from_json(state.to_json(), form) == state


def test_many_questions_may_share_a_long_list() -> None:
    questions = "".join(f"| | select_one l | q{number} | Q | |\n" for number in range(200))
    choices = "".join(f"| | l | c{number} | C{number} |\n" for number in range(500))
    form = load(
        f"| survey |\n| | type | name | label | relevant |\n{questions}"
        f"| choices |\n| | list_name | name | label |\n{choices}"
    )
    assert form.choices("/data/q0")[499] is form.choices("/data/q199")[499]
    assert give(form, start(form), "c499").position == "/data/q1"


@pytest.mark.parametrize("written", ["\u200e", ".", "\u2068\u2069", " \u200f . "])
def test_signs_that_cannot_be_seen_choose_nothing(written: str) -> None:
    form = load("""
| survey |
| | type         | name | label |
| | select_one l | a    | Well? |
| choices |
| | list_name | name | label |
| | l         | x    | .     |
| | l         | y    | \u200f  |
""")
    asked = ask(form, start(form), "", MOMENT)
    assert read(asked, written, "en") in (Refusal("choice"), "")


def test_what_was_not_relevant_when_it_was_sent_begins_anew() -> None:
    form = load("""
| survey |
| | type    | name | label | relevant   | default |
| | text    | a    | A     |            | no      |
| | integer | b    | B     | ${a}='yes' | 7       |
""")
    sent = submission(form, give(form, start(form), "no"), MOMENT)
    again = give(form, go_to(form, reopen(form, sent, MOMENT), "/data/a", MOMENT), "yes")
    assert "<b>7</b>" in submission(form, again, MOMENT)
