import pytest

from survey.engine import Form, FormError
from survey.xpath import ExpressionError
from tests.survey.household import HOUSEHOLD, load

XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Small</h:title>
<model><instance><data id="small">{nodes}</data></instance>{binds}</model></h:head>
<h:body>{controls}</h:body></h:html>"""


def xform(nodes: str = "<a/>", binds: str = "", controls: str = '<input ref="/data/a"/>') -> str:
    return XFORM.format(nodes=nodes, binds=binds, controls=controls)


def test_questions_stand_in_the_order_of_the_form_with_notes_and_calculates_among_them() -> None:
    kinds = [(question.name, question.kind) for question in load(HOUSEHOLD).questions]
    assert kinds == [
        ("welcome", "note"),
        ("region", "select_one"),
        ("town", "select_one"),
        ("people", "integer"),
        ("others", "calculate"),
        ("children", "integer"),
        ("youngest", "date"),
        ("rights", "select_multiple"),
        ("order", "rank"),
        ("rent", "decimal"),
        ("wish", "text"),
        ("code", "note"),
    ]


def test_questions_in_groups_keep_the_whole_path() -> None:
    assert load(HOUSEHOLD).question("/data/family/children").name == "children"


def test_languages_are_codes_and_labels_follow_them() -> None:
    form = load(HOUSEHOLD)
    assert form.title == "Household"
    assert form.languages == ("en", "fr")
    assert form.label("/data/welcome", "fr") == "Bienvenue"
    assert form.label("/data/family/children", "en") == "How many of the … are children?"
    assert form.choice_label("/data/rights", "housing", "fr") == "Logement"
    assert form.choice_label("/data/rights", "gone", "fr") == "gone"


def test_a_form_without_translations_has_no_languages() -> None:
    form = load("""
| survey |
| | type | name | label |
| | text | a    | Say   |
""")
    assert form.languages == ()
    assert form.label("/data/a", "ar") == "Say"


def test_a_missing_translation_falls_back_to_the_default_language() -> None:
    form = load("""
| survey |
| | type | name | label::English (en) | label::French (fr) |
| | text | a    | Hello               |                    |
| | text | b    | Yes                 | Oui                |
""")
    assert form.label("/data/a", "fr") == "Hello"
    assert form.label("/data/b", "fr") == "Oui"
    assert form.label("/data/b", "ar") == "Yes"


def test_choices_are_told_by_their_place_in_the_whole_list() -> None:
    form = load(HOUSEHOLD)
    assert [choice.name for choice in form.choices("/data/town")] == ["tangier", "tetouan", "agadir"]
    assert form.by_index("/data/town", 2) == "agadir"
    assert form.choices("/data/wish") == ()
    for wrong in (-1, 3):
        with pytest.raises(KeyError):
            form.by_index("/data/town", wrong)


def test_choices_may_stand_inside_the_question() -> None:
    item = "<item><label>Yes</label><value>y</value></item>"
    form = Form.load(xform(controls=f'<select1 ref="/data/a"><label>Well?</label>{item}</select1>'))
    assert form.by_index("/data/a", 0) == "y"
    assert form.choice_label("/data/a", "y", "") == "Yes"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (xform(controls='<slider ref="/data/a"/>'), "<slider>"),
        (xform(controls='<range ref="/data/a" start="1" end="x" step="1"/>'), "numbers"),
        (xform(controls='<range ref="/data/a" start="1" end="9" step="0"/>'), "step above 0"),
        (xform(controls='<input ref="/data/b"/>'), "/data/b"),
        (xform(nodes="<a/><a/>"), "twice"),
        (
            xform(controls="<select1 ref='/data/a'><itemset nodeset=\"instance('x')/root/item\"/></select1>"),
            "list",
        ),
        (xform(binds='<setvalue event="odk-instance-load" ref="/data/b"/>'), "/data/b"),
        ("<html/>", "<head>"),
        ("<html><head><model/></head><body/></html>", "no instance"),
        ("<html><head/><body/></html>", "<model>"),
    ],
)
def test_what_the_engine_does_not_run_is_refused(form: str, says: str) -> None:
    with pytest.raises(FormError, match=says):
        Form.load(form)


def test_values_that_depend_on_each_other_in_a_circle_are_refused() -> None:
    binds = '<bind nodeset="/data/a" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="../a + 1"/>'
    with pytest.raises(FormError, match="circle: /data/"):
        Form.load(xform("<a/><b/>", binds))


def test_a_broken_expression_is_refused() -> None:
    with pytest.raises(ExpressionError):
        Form.load(xform(binds='<bind nodeset="/data/a" relevant="1 +"/>'))


def test_a_form_without_an_instance_id_gets_one() -> None:
    assert "/data/meta/instanceID" in Form.load(xform()).refs
