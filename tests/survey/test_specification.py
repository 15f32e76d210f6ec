"""What the ODK XForms specification says of forms that no XLSForm here leads to, section by section."""

import pytest

from survey.engine import FormError, Refusal, State, answer, reopen, submission, translate
from tests.survey.filling import LIST, Filling, bind, inputs, repeat, setvalue
from tests.survey.household import MOMENT

# Events and actions


def test_a_new_instance_is_told_of_to_all_that_stands_in_the_repeat() -> None:
    """ "…initialization events may be specified in an action element nested in a control block"."""
    action = setvalue("odk-instance-first-load odk-new-repeat", "/data/p/a", "concat('at ', position(..))")
    question = f'<input ref="/data/p/a">{action}</input>'
    form = Filling("<p><a/></p>", body=repeat("/data/p", question)).add("p").add("p")
    assert form.get("p1_a", "p2_a", "p3_a") == ["at 1", "at 2", "at 3"]


def test_instances_that_the_form_begins_with_are_not_new_but_those_that_are_counted_are() -> None:
    action = setvalue("odk-new-repeat", "/data/p/a", "'new'")
    nodes = '<n/><p jr:template=""><a/></p><p><a>old</a></p>'
    body = inputs("/data/n") + repeat("/data/p", action + inputs("/data/p/a"), 'jr:count="/data/n"')
    assert Filling(nodes, body=body).put(n="2").get("p1_a", "p2_a") == ["new", "new"]
    added = Filling(nodes, body=repeat("/data/p", action + inputs("/data/p/a"))).add("p")
    assert added.get("p1_a", "p2_a") == ["old", "new"]


def test_a_new_instance_can_begin_with_what_the_one_before_holds() -> None:
    value = "../../p[position() = position(current()/..) - 1]/a"
    action = setvalue("odk-new-repeat", "/data/p/a", value)
    form = Filling("<p><a/></p>", body=repeat("/data/p", action + inputs("/data/p/a")))
    assert form.put(p1_a="7").add("p").get("p2_a") == ["7"]


def test_the_event_may_be_written_in_its_own_namespace() -> None:
    action = setvalue("odk-instance-first-load", "/data/a", "3", "ev:event")
    assert Filling("<a/>", action, inputs("/data/a")).get("a") == ["3"]


def test_a_target_may_be_named_by_the_id_of_its_bind() -> None:
    named = '<bind id="target" nodeset="/data/a"/>'
    action = '<setvalue event="odk-instance-first-load" bind="target">3</setvalue>'
    assert Filling("<a/>", named + action, inputs("/data/a")).get("a") == ["3"]
    with pytest.raises(FormError, match="target is given a value but"):
        Filling("<a/>", action, inputs("/data/a"))


def test_a_change_sets_values_after_calculations_and_on_and_on() -> None:
    first = setvalue("xforms-value-changed", "/data/b", "/data/twice")
    second = setvalue("xforms-value-changed", "/data/c", "/data/b + 1")
    body = f'<input ref="/data/a">{first}</input><input ref="/data/b">{second}</input>'
    form = Filling("<a/><twice/><b/><c/>", bind("/data/twice", calculate="/data/a * 2"), body)
    assert form.put(a="2").get("b", "c") == ["4", "5"]


def test_a_change_in_an_instance_sets_values_there_and_outside() -> None:
    actions = setvalue("xforms-value-changed", "/data/p/b", "../a") + setvalue(
        "xforms-value-changed", "/data/n", "/data/n + 1"
    )
    form = Filling("<p><a/><b/></p><n>0</n>", body=repeat("/data/p", f'<input ref="a">{actions}</input>'))
    form.add("p").put(p2_a="x")
    assert form.get("p1_b", "p2_b", "n") == ["", "x", "1"]


def test_what_is_not_relevant_can_be_set_and_shows_once_it_is() -> None:
    action = setvalue("xforms-value-changed", "/data/b", "/data/a")
    body = f'<input ref="/data/a">{action}</input>' + inputs("/data/b", "/data/c")
    form = Filling("<a/><b/><c/>", bind("/data/b", relevant="/data/c = 'yes'"), body)
    assert form.put(a="5").get("b") == [""]
    assert form.put(c="yes").get("b") == ["5"]


# Bindings


def test_names_of_the_meta_block_may_have_a_prefix() -> None:
    nodes = "<a/><said/><orx:meta><orx:instanceID/><orx:instanceName/></orx:meta>"
    model = bind("/data/orx:meta/orx:instanceName", calculate="concat('Of ', /data/a)")
    model += bind("/data/said", calculate="/data/orx:meta/orx:instanceName")
    form = Filling(nodes, model, inputs("/data/a")).put(a="Ann")
    sent = submission(form.form, form.state, MOMENT)
    assert "<said>Of Ann</said>" in sent
    assert "<orx:instanceName>Of Ann</orx:instanceName>" in sent
    assert reopen(form.form, sent, MOMENT).values == form.state.values


def test_a_version_in_the_recommended_namespace_tells_versions_apart() -> None:
    versions = [
        Filling("<a/>", version=said).form.version for said in (' orx:version="7"', ' version="8"', "")
    ]
    assert versions == ["small 7", "small 8", "small"]


def test_a_value_is_calculated_once() -> None:
    form = Filling("<a/><b/>", bind("/data/b", calculate="once(/data/a)"), inputs("/data/a"))
    assert form.put(a="1").put(a="2").get("b") == ["1"]


def test_attributes_can_be_calculated_and_read() -> None:
    model = bind("/data/g/@kind", calculate="/data/g/a") + bind("/data/b", calculate="/data/g/@kind")
    form = Filling('<g kind=""><a/></g><b/>', model, inputs("/data/g/a")).put(g_a="x")
    assert form.get("b") == ["x"]
    assert '<g kind="x">' in submission(form.form, form.state, MOMENT)


def test_a_message_speaks_of_the_answer_that_it_refuses() -> None:
    itext = (
        '<itext><translation lang="en"><text id="m"><value>Not <output value="."/></value></text>'
        "</translation></itext>"
    )
    rule = '<bind nodeset="/data/a" constraint=". != \'x\'" jr:constraintMsg="jr:itext(\'m\')"/>'
    form = Filling("<a/>", itext + rule, inputs("/data/a"))
    refusal = answer(form.form, form.state, "x", MOMENT)
    assert isinstance(refusal, Refusal)
    assert refusal.message == "Not x"


# Body


def test_a_control_may_name_its_node_either_way() -> None:
    repeated = '<group nodeset="/data/p"><repeat ref="/data/p"><input ref="b"/></repeat></group>'
    body = f'<input nodeset="/data/a"/>{repeated}'
    form = Filling("<a/><p><b/></p>", body=body)
    assert [stop.ref for stop in form.copy.asked()] == ["/data/a", "/data/p[1]/b", "/data/p[2]"]


def test_what_an_upload_accepts_goes_before_its_media_type() -> None:
    body = '<upload ref="/data/a" accept="image/*" mediatype="audio/*"/><upload ref="/data/b" accept=".pdf"/>'
    form = Filling("<a/><b/>", body=body)
    assert [question.kind for question in form.form.asked] == ["image", "file"]


# Repeats


def test_absolute_paths_are_meant_in_the_own_instance_at_every_depth() -> None:
    nodes = "<p><x/><q><y/><z/></q><all/></p><whole/>"
    model = bind("/data/p/q/z", calculate="/data/p/x * /data/p/q/y")
    model += bind("/data/p/all", calculate="sum(/data/p/q/z)") + bind(
        "/data/whole", calculate="sum(/data/p/all)"
    )
    body = repeat("/data/p", inputs("/data/p/x") + repeat("/data/p/q", inputs("/data/p/q/y")))
    form = Filling(nodes, model, body).add("p").add("p1_q")
    form.put(p1_x="2", p2_x="3", p1_q1_y="1", p1_q2_y="5", p2_q1_y="10")
    assert form.get("p1_q2_z", "p1_all", "p2_all", "whole") == ["10", "12", "30", "42"]
    assert form.remove("p1").get("p1_q1_z", "p1_all", "whole") == ["30", "30", "30"]


@pytest.mark.parametrize(
    "calculate",
    ["/data/p[position() = position(current()/..)]/x", "indexed-repeat(/data/p/x, /data/p, position(..))"],
)
def test_two_repeats_go_side_by_side(calculate: str) -> None:
    body = repeat("/data/p", inputs("/data/p/x")) + repeat("/data/q", inputs("/data/q/y"))
    form = Filling("<p><x/></p><q><y/></q>", bind("/data/q/y", calculate=calculate), body)
    form.add("p").add("q").put(p1_x="a", p2_x="b")
    assert form.get("q1_y", "q2_y") == ["a", "b"]
    assert form.remove("p1").get("q1_y", "q2_y") == ["b", ""]


def test_repeats_are_counted_by_repeats_and_inside_of_each_other() -> None:
    nodes = '<p><x/></p><q jr:template=""><r jr:template=""><y/></r></q><all/>'
    model = bind("/data/q/r/y", calculate="concat(position(../..), '-', position(..))")
    model += bind("/data/all", calculate="join(' ', /data/q/r/y)")
    inner = repeat("/data/q/r", inputs("/data/q/r/y"), 'jr:count="position(..)"')
    body = repeat("/data/p", inputs("/data/p/x")) + repeat("/data/q", inner, 'jr:count="count(/data/p)"')
    form = Filling(nodes, model, body).add("p")
    assert form.get("all") == ["1-1 2-1 2-2"]
    assert form.remove("p1").get("all") == ["1-1"]


def test_relevance_looks_at_the_place_and_the_number_of_instances() -> None:
    model = bind("/data/p/last", relevant="position(..) = count(../../p)")
    model += bind("/data/many", relevant="count(/data/p) > 1")
    nodes = "<p><x/><last>l</last></p><many>m</many>"
    form = Filling(
        nodes, model, repeat("/data/p", inputs("/data/p/x", "/data/p/last")) + inputs("/data/many")
    )
    assert form.get("p1_last", "many") == ["l", ""]
    assert form.add("p").get("p1_last", "p2_last", "many") == ["", "l", "m"]
    assert form.remove("p1").get("p1_last", "many") == ["l", ""]


@pytest.mark.parametrize("told", ["/data/p/g", "current()/../../g"])
def test_choices_depend_on_the_instance_around(told: str) -> None:
    select = (
        f"""<select1 ref="/data/p/q/s"><itemset nodeset="instance('list')/root/item[kind = {told}]">"""
        '<value ref="name"/><label ref="label"/></itemset></select1>'
    )
    body = repeat("/data/p", inputs("/data/p/g") + repeat("/data/p/q", select))
    form = Filling("<p><g/><q><s/></q></p>", LIST, body).add("p").put(p1_g="x", p2_g="y")
    assert (form.choices("p1_q1_s"), form.choices("p2_q1_s")) == (["1"], ["2"])


def test_choices_can_be_the_answers_of_the_other_instances() -> None:
    select = (
        '<select1 ref="/data/p/friend"><itemset nodeset="/data/p[name != current()/../name]">'
        '<value ref="name"/><label ref="name"/></itemset></select1>'
    )
    form = Filling("<p><name/><friend/></p>", body=repeat("/data/p", inputs("/data/p/name") + select))
    form.add("p").put(p1_name="Ann", p2_name="Bob", p1_friend="Bob")
    assert (form.choices("p1_friend"), form.choices("p2_friend")) == (["Bob"], ["Ann"])
    assert form.put(p2_name="Ben").get("p1_friend") == [""]


# Languages


def test_names_of_choices_and_of_months_follow_the_language_at_once() -> None:
    itext = "".join(
        f'<translation lang="{code}"><text id="one"><value>{said}</value></text></translation>'
        for code, said in (("en", "One"), ("fr", "Un"))
    )
    model = f"<itext>{itext}</itext>"
    model += bind("/data/name", calculate="jr:choice-name(/data/s, '/data/s')")
    model += bind("/data/day", calculate="format-date('2026-02-01', '%e %b')")
    item = "<item><label ref=\"jr:itext('one')\"/><value>1</value></item>"
    form = Filling(
        "<s/><name/><day/><a/>", model, f'<select1 ref="/data/s">{item}</select1>' + inputs("/data/a")
    )
    form.put(s="1")
    french = translate(form.form, form.state, "fr", MOMENT)
    assert form.get("name", "day") == ["One", "1 Feb"]
    assert (french.values["/data/name"], french.values["/data/day"]) == ("Un", "1 févr.")
    assert french.position == form.state.position


def test_a_form_that_calculates_no_words_stays_as_it_is_in_every_language() -> None:
    state = State()
    assert translate(Filling("<a/>", body=inputs("/data/a")).form, state, "fr", MOMENT) is state
