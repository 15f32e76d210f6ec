from dataclasses import replace

import pytest

from survey.engine import Form, StateError, answers, begin, decline, finish, go_to, reopen, submission
from tests.survey.household import HOUSEHOLD, MOMENT, give, held, load, start, taken
from tests.survey.test_moving import STRAIGHT


def test_the_submission_is_the_instance_without_what_is_not_relevant() -> None:
    form = load(HOUSEHOLD)
    state = give(
        form, start(form), "", "south", "agadir", "1", "water", "work water housing", "A <park> & more", ""
    )
    assert submission(form, state, MOMENT) == (
        '<data xmlns="http://www.w3.org/2002/xforms" id="household" version="3">'
        "<today>2026-11-23</today><device/><began>2026-11-23T00:00:00.000+01:00</began>"
        "<ended>2026-11-23T00:00:00.000+01:00</ended><welcome/><region>south</region><town>agadir</town>"
        "<people>1</people><others>0</others><rights>water</rights><order>work water housing</order>"
        "<wish>A &lt;park&gt; &amp; more</wish><code>abc</code>"
        "<meta><instanceID>uuid:1</instanceID></meta></data>"
    )


def test_metadata_is_exact_only_where_it_is_asked_for() -> None:
    form = load(HOUSEHOLD)
    document = held(form, begin(form, replace(MOMENT, exact=True), "uuid:1"))
    assert "<today>2026-11-25</today>" in document
    assert "<began>2026-11-25T10:30:00.000+01:00</began>" in document


def test_dynamic_defaults_are_cast_to_the_type_of_the_question() -> None:
    form = load("""
| survey |
| | type      | name | label | default  | calculation |
| | integer   | a    | A     | 7 div 2  |             |
| | date      | b    | B     | now()    |             |
| | decimal   | c    | C     | 1 div 0  |             |
| | integer   | d    | D     | ${a} + 1 |             |
| | calculate | e    |       |          | ${d} * 2    |
""")
    assert answers(form, submission(form, start(form), MOMENT)) == {
        "a": "3",
        "b": "2026-11-25",
        "d": "4",
        "e": "8",
    }


SET = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><model>
  <instance><data id="set"><once>1</once><each/><g><text/></g><gone>1</gone><total/></data></instance>
  <bind nodeset="/data/once" type="int"/>
  <bind nodeset="/data/each" type="int"/>
  <bind nodeset="/data/total" calculate="/data/once + /data/each"/>
  <setvalue event="odk-instance-first-load" ref="/data/once" value="2 * 4"/>
  <setvalue event="odk-instance-load x" ref="/data/each" value="coalesce(/data/each, 0) + /data/once + .5"/>
  <setvalue event="xforms-ready" ref="/data/gone" value="">kept out</setvalue>
  <setvalue event="xforms-value-changed" ref="/data/gone">never</setvalue>
</model></h:head>
<h:body><input ref="/data/once"/>
  <group ref="/data/g">
    <setvalue event="odk-instance-first-load" ref="/data/g/text">a 'text' in words</setvalue>
    <input ref="/data/g/text"/></group>
  <input ref="/data/each"/></h:body></h:html>"""


def test_values_are_set_when_a_response_is_begun_and_some_each_time_it_is_opened() -> None:
    form = Form.load(SET)
    sent = submission(form, start(form), MOMENT)
    assert answers(form, sent) == {"once": "8", "each": "8", "total": "16", "text": "a 'text' in words"}
    again = submission(form, reopen(form, sent, MOMENT), MOMENT)
    assert answers(form, again) == {"once": "8", "each": "16", "total": "24", "text": "a 'text' in words"}


def test_what_was_sent_stays_as_it_was_written_when_it_is_opened_again() -> None:
    form = load("""
| survey |
| | type    | name | label |
| | decimal | rent | Rent  |
| | integer | all  | All   |
""")
    sent = submission(form, give(form, start(form), "1200", "3"), MOMENT)
    assert answers(form, sent) == {"rent": "1200", "all": "3"}
    assert submission(form, reopen(form, sent, MOMENT), MOMENT) == sent


def test_answers_are_told_by_name_for_counting() -> None:
    form = load(HOUSEHOLD)
    assert answers(form, submission(form, give(form, start(form), *STRAIGHT), MOMENT)) == {
        "region": "north",
        "town": "tangier",
        "people": "4",
        "others": "3",
        "children": "2",
        "youngest": "2020-05-01",
        "rights": "housing",
        "order": "work water housing",
        "rent": "80.5",
        "wish": "A park",
    }


def test_a_sent_response_can_be_opened_and_sent_unchanged() -> None:
    form = load(HOUSEHOLD)
    state = taken(decline(form, give(form, start(form), ""), MOMENT))
    state = give(form, state, "4", "2", "2020-05-01", "water", "", "A park", "")
    sent = submission(form, taken(finish(form, state, MOMENT)), MOMENT)
    again = reopen(form, sent, MOMENT)
    assert again.position == ""
    assert again.declined == {"/data/region"}
    assert submission(form, taken(finish(form, again, MOMENT)), MOMENT) == sent


def test_a_sent_response_can_be_changed() -> None:
    form = load(HOUSEHOLD)
    sent = submission(form, give(form, start(form), *STRAIGHT), MOMENT)
    state = reopen(form, sent, MOMENT)
    state = give(form, go_to(form, state, "/data/people", MOMENT), "1")
    assert state.position == ""
    assert "children" not in submission(form, state, MOMENT)


@pytest.mark.parametrize(
    "sent", ["", "<data", "<other/>", "<data><nothing/></data>", "<data><a/><a/></data>"]
)
def test_what_is_no_response_of_this_form_is_refused(sent: str) -> None:
    form = load(HOUSEHOLD)
    with pytest.raises(StateError):
        reopen(form, sent, MOMENT)
    with pytest.raises(StateError):
        answers(form, sent)
