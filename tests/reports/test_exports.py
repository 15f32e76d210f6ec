"""Single submissions for other tools: the columns of ODK Central, keys of repeats, no formulas."""

import csv
import io
import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reports import exports
from reports.exports import Identity
from survey import engine
from survey.chance import random_answers
from survey.form import Form
from survey.importer import import_form
from survey.state import Moment

SURVEY = """
| survey |
| | type | name | label |
| | text | wish | What should change? |
| | begin_group | home | Home |
| | integer | people | How many live with you? |
| | select_multiple right | rights | What is hardest? |
| | end_group | | |
| | note | thanks | Thank you |
| choices |
| | list_name | name | label |
| | right | water | Water |
| | right | housing | Housing |
"""
xform = import_form(SURVEY.encode(), ".md").xform
form = Form.load(xform)

CHILDREN = """<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><model><instance>
<data id="home" version="2"><place/><family><child jr:template=""><name/><toy jr:template=""><what/></toy>
</child><child><name/><toy><what/></toy></child></family><orx:meta><orx:instanceID/></orx:meta></data></instance></model>
</h:head><h:body><group ref="/data/family/child"><repeat nodeset="/data/family/child"><group
 ref="/data/family/child/toy"><repeat nodeset="/data/family/child/toy"/></group></repeat></group>
</h:body></h:html>"""
FAMILY = (
    '<data xmlns:orx="http://openrosa.org/xforms" id="home"><place>33.58 -7.61 0 0</place><family>'
    "<child><name>Ada</name>"
    "<toy><what>kite</what></toy><toy><what>ball</what></toy></child><child><name>Béla</name></child></family>"
    "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
)


def submission(values: dict[str, str]) -> str:
    inside = "".join(
        f"<{name}>{value}</{name}>" for name, value in values.items() if name in {"people", "rights"}
    )
    return (
        f'<data id="data"><wish>{values.get("wish", "")}</wish><home>{inside}</home><thanks/>'
        "<meta><instanceID>uuid:7</instanceID></meta></data>"
    )


def row(values: dict[str, str], split: bool = False) -> dict[str, str]:
    known = exports.tables(xform, form.by_ref, split)
    [(path, cells)] = exports.rows(known, submission(values), "3", "open", (0, 0))
    assert path == ""
    return dict(zip(known[""].header, cells, strict=True))


def test_groups_are_joined_and_the_key_is_the_instance() -> None:
    assert row({"wish": "Rain", "people": "4", "rights": "water housing"}) == {
        "wish": "Rain",
        "home-people": "4",
        "home-rights": "water housing",
        "thanks": "",
        "meta-instanceID": "uuid:7",
        "KEY": "uuid:7",
        "AttachmentsPresent": "0",
        "AttachmentsExpected": "0",
        "FormVersion": "3",
        "Access": "open",
    }


def test_choices_may_have_a_column_each() -> None:
    split = row({"rights": "housing"}, split=True)
    assert (split["home-rights"], split["home-rights/water"], split["home-rights/housing"]) == (
        "housing",
        "0",
        "1",
    )
    unanswered = row({}, split=True)
    assert (unanswered["home-rights/water"], unanswered["home-rights/housing"]) == ("", "")


def test_each_repeat_has_a_table_whose_rows_lead_to_their_parents() -> None:
    known = exports.tables(CHILDREN, {})
    assert {path: table.name for path, table in known.items()} == {
        "": "",
        "/data/family/child": "child",
        "/data/family/child/toy": "toy",
    }
    found = list(exports.rows(known, FAMILY, "2", "open", (0, 0)))
    rows = [(path, dict(zip(known[path].header, cells, strict=True))) for path, cells in found]
    children = [each for path, each in rows if path == "/data/family/child"]
    assert children == [
        {"name": "Ada", "PARENT_KEY": "uuid:1", "KEY": "uuid:1/family/child[1]"},
        {"name": "Béla", "PARENT_KEY": "uuid:1", "KEY": "uuid:1/family/child[2]"},
    ]
    toys = [each for path, each in rows if path == "/data/family/child/toy"]
    assert toys == [
        {"what": "kite", "PARENT_KEY": "uuid:1/family/child[1]", "KEY": "uuid:1/family/child[1]/toy[1]"},
        {"what": "ball", "PARENT_KEY": "uuid:1/family/child[1]", "KEY": "uuid:1/family/child[1]/toy[2]"},
    ]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20))
def test_no_text_is_ever_run_by_a_spreadsheet(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    [cell] = [row({"wish": escaped})["wish"]]
    assert cell.removeprefix("'") in {text, text.removeprefix("'")}
    assert not cell.startswith(("=", "@", "+", "-")) or exports.NUMBER.fullmatch(cell)


def test_a_number_below_zero_stays_a_number() -> None:
    assert row({"people": "-4"})["home-people"] == "-4"
    assert row({"wish": "-4+cmd"})["wish"] == "'-4+cmd"


@given(st.integers(0, 10_000))
def test_whatever_was_answered_is_read_again_from_both_formats(seed: int) -> None:
    moment = Moment(datetime(2026, 11, 24, tzinfo=UTC), random.Random(seed).random)
    state = random_answers(form, moment, random.Random(seed), "uuid:9")
    sent = engine.submission(form, state, moment)
    answers = engine.answers(form, sent)
    known = exports.tables(xform, form.by_ref)
    file = io.StringIO()
    csv.writer(file).writerows([known[""].header, next(exports.rows(known, sent, "1", "open", (0, 0)))[1]])
    [read] = csv.DictReader(io.StringIO(file.getvalue()))
    columns = {"wish": "wish", "people": "home-people", "rights": "home-rights"}
    assert {name: read[column] for name, column in columns.items() if read[column]} == answers
    renamed = exports.renamed_submission(sent, Identity("town-residents", "1"))
    assert engine.answers(form, renamed) == answers
    assert 'id="town-residents" version="1"' in renamed.replace("'", '"')


def test_a_form_under_another_name_is_the_same_form() -> None:
    renamed = exports.renamed_form(xform, Identity("town-residents", "2"))
    assert exports.identity(renamed) == Identity("town-residents", "2")
    assert [question.ref for question in Form.load(renamed).questions] == [
        each.ref for each in form.questions
    ]


def test_a_place_is_four_columns() -> None:
    place = exports.Column("/data/place", "place", exports.COORDINATES, "geopoint")
    assert place.headers == ["place-Latitude", "place-Longitude", "place-Altitude", "place-Accuracy"]
    assert place.cells("33.58 -7.61 0 0") == ["33.58", "-7.61", "0", "0"]
    assert place.cells("") == ["", "", "", ""]


def test_a_real_form_with_a_repeat() -> None:
    source = (
        "| survey |\n| | type | name | label |\n| | begin_repeat | child | Child |\n"
        "| | text | likes | What? |\n"
        "| | end_repeat | | |\n"
    )
    repeated = import_form(source.encode(), ".md").xform
    asked = Form.load(repeated)
    moment = Moment(datetime(2026, 11, 24, tzinfo=UTC), random.Random(1).random)
    sent = [
        engine.submission(asked, random_answers(asked, moment, random.Random(seed), f"uuid:{seed}"), moment)
        for seed in range(20)
    ]
    known = exports.tables(repeated, asked.by_ref)
    found = [path for each in sent for path, _ in exports.rows(known, each, "1", "open", (0, 0))]
    assert found.count("") == 20
    assert found.count("/data/child") == "".join(sent).count("<child>") > 20
