"""What one step of a person may take, however a form and an answer multiply: never more than so much."""

import tracemalloc
from collections.abc import Iterator

import pytest

from survey.engine import Form, Refusal, add_repeat, answer, ask, finish, review, skip
from survey.instance import LARGEST
from survey.tree import parse_xml
from survey.values import LONGEST
from survey.xpath import LimitExceeded, compile_expression
from survey.xpath.allowance import LONGEST_VALUE
from tests.survey.household import MOMENT, give, load, refused, start, taken
from tests.survey.xpath.evaluate import context

LONG = "x" * LONGEST
MEMORY = 30_000_000
"""Bytes that a refusal may take on its way; what was refused would have taken hundreds of times as much."""


@pytest.fixture(autouse=True)
def _small() -> Iterator[None]:
    """Whatever is tried here takes little memory."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY


def chained(expression: str, times: int) -> Form:
    """A text, and values of which each makes more of the one before."""
    rows = "".join(
        f"| | calculate | c{number + 1} | | {expression.replace('it', f'${{c{number}}}')} |\n"
        for number in range(times)
    )
    return load(
        "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n"
        f"| | calculate | c0 | | ${{a}} |\n{rows}| | text | b | B | |\n"
    )


@pytest.mark.parametrize(
    "expression",
    [
        "concat(it, it)",
        "join('', it, it)",
        "coalesce(concat(it, it), '')",
        "if(true(), concat(it, it), '')",
        "once(concat(it, it))",
        "format-date('2026-01-01', concat(it, it))",
        "translate(concat(it, it), 'x', 'y')",
        "substr(concat(it, it), 0)",
        "normalize-space(concat(it, it))",
        "string(concat(it, it))",
    ],
)
def test_an_answer_that_multiplies_is_refused_and_nothing_is_lost(expression: str) -> None:
    form = chained(expression, 30)
    state = start(form)
    assert refused(answer(form, state, LONG, MOMENT)) == Refusal("heavy")
    assert ask(form, state, "", MOMENT).ref == "/data/a"
    assert ask(form, taken(skip(form, state, MOMENT)), "", MOMENT).ref == "/data/b"


def test_values_that_are_long_together_are_refused() -> None:
    copies = "concat(${a}, ${a}, ${a}, ${a}, ${a}, ${a}, ${a}, ${a}, ${a}, ${a})"
    rows = "".join(f"| | calculate | c{number} | | {copies} |\n" for number in range(LARGEST // 40_000 + 1))
    form = load(f"| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n{rows}")
    assert refused(answer(form, start(form), LONG, MOMENT)) == Refusal("heavy")
    assert taken(answer(form, start(form), LONG[:1000], MOMENT)).position == ""


def test_a_long_constraint_is_refused_and_a_long_one_that_only_counts_is_not() -> None:
    made = "concat(" + ", ".join(["."] * 20) + ")"
    form = load(
        "| survey |\n| | type | name | label | constraint |\n"
        f"| | text | a | A | string-length({made}) > 1 |\n| | text | b | B | string-length(.) > 1 |\n"
    )
    assert refused(answer(form, start(form), LONG, MOMENT)) == Refusal("heavy")
    assert give(form, give(form, start(form), "x"), LONG).position == ""


def test_nodes_within_nodes_within_nodes_take_too_many_steps() -> None:
    rows = "".join(f"| | text | q{number} | Q | |\n" for number in range(200))
    every = "count(//*[count(../*[count(../*[. != name(..)]) > 1]) > 1]) > 1"
    form = load(f"| survey |\n| | type | name | label | constraint |\n| | text | a | A | {every} |\n{rows}")
    assert refused(answer(form, start(form), "x", MOMENT)) == Refusal("heavy")


def test_instances_that_count_each_other_take_too_many_steps() -> None:
    counts = "".join(
        f"| | calculate | s{n} | | count(/data/person[age = ../person/age]) |\n" for n in range(20)
    )
    form = load(
        "| survey |\n| | type | name | label | calculation | repeat_count |\n"
        "| | integer | many | Many? | | |\n"
        f"| | begin_repeat | person | P | | ${{many}} |\n| | integer | age | Age? | | |\n{counts}"
        "| | end_repeat | | | | |\n"
    )
    assert refused(answer(form, start(form), "500", MOMENT)) == Refusal("heavy")
    assert give(form, start(form), "3").counts == {"/data/person": 3}


def test_one_more_of_a_repeat_is_refused_where_it_takes_too_many_steps() -> None:
    every = "count(//*[count(../*[count(../*[count(../*) > 1]) > 1]) > 1])"
    rows = "".join(f"| | text | q{number} | Q | |\n" for number in range(60))
    form = load(
        "| survey |\n| | type | name | label | calculation |\n"
        f"| | begin_repeat | p | P | |\n{rows}| | calculate | c | | if(position(..) > 1, {every}, 0) |\n"
        "| | end_repeat | | | |\n"
    )
    one = taken(add_repeat(form, start(form), MOMENT)) if not start(form).counts else start(form)
    assert add_repeat(form, one, MOMENT, "/data/p") == Refusal("heavy")


def test_what_is_shown_never_fails() -> None:
    """Conditions and texts of the next question are weighed too; it is shown without them."""
    every = "/data/a != '' and count(/data/*[count(../*[count(../*[count(../*) > 1]) > 1]) > 1]) > 1"
    rows = "".join(f"| | text | q{number} | Q | | |\n" for number in range(100))
    form = load(
        "| survey |\n| | type | name | label | required | read_only |\n| | text | a | A | | |\n"
        f"| | text | b | B ${{a}} | {every} | {every} |\n{rows}"
    )
    state = give(form, start(form), LONG)
    asked = ask(form, state, "", MOMENT)
    assert (asked.ref, asked.kind, asked.required) == ("/data/b", "text", False)
    assert len(asked.label) < 1_100
    assert all(len(line.label) < 1_100 for line in review(form, state, "", MOMENT))
    assert isinstance(finish(form, state, MOMENT), Refusal)


def test_a_text_with_many_long_answers_in_it_stays_a_message() -> None:
    many = "${a} " * 200
    form = load(f"| survey |\n| | type | name | label |\n| | text | a | A |\n| | note | n | {many} |\n")
    asked = ask(form, give(form, start(form), LONG), "", MOMENT)
    assert len(asked.label) <= 4_096


def test_defaults_of_many_instances_are_weighed() -> None:
    form = load(
        "| survey |\n| | type | name | label | default | repeat_count |\n| | integer | many | Many? | | |\n"
        f"| | begin_repeat | p | P | | ${{many}} |\n| | text | t | T | {'x' * 4000} | |\n"
        "| | end_repeat | | | | |\n"
    )
    assert refused(answer(form, start(form), "500", MOMENT)) == Refusal("heavy")


@pytest.mark.parametrize(
    "expression",
    [
        "//*[. = //*[. = //*]]",
        "count(//following::*[count(//preceding::*) > 1])",
        "//*/following::*/preceding::*/following::*",
        "(//*|//@*|//text())[count(//* | //text()) > count(. | ..//*)]",
        "//*[position(.) > 0][preceding-sibling::*[following-sibling::*]]",
        "pulldata('l', 'x', 'y', 'z') = //*[pulldata('l', 'x', 'y', string(.)) = '']",
        "//*[id(.) or id('x')]",
        "//*[../* < .//*][../* != .]",
        "//*[contains(string(/), .)][contains(string(//*), .)]",
        "count-selected(string(/)) = //*[selected(/, .)]",
    ],
)
def test_no_expression_takes_more_than_its_steps(expression: str) -> None:
    document = parse_xml("<d>" + "<a b='1'>x<c>y</c></a>" * 4_000 + "</d>")
    with pytest.raises(LimitExceeded):
        compile_expression(expression).evaluate(context(document, {"l": document}))


def test_shapes_that_cross_themselves_are_weighed() -> None:
    line = ";".join(f"{n % 90} {n % 180} 0 0" for n in range(4_000))
    with pytest.raises(LimitExceeded):
        compile_expression(f"intersects('{line}')").evaluate(context(parse_xml("<d/>")))


@pytest.mark.parametrize("pattern", ["((a{1000}){1000}){1000}", "(a{500}){ 5000}", "a" * 5_000])
def test_a_pattern_that_its_compiler_would_write_out_is_refused(pattern: str) -> None:
    with pytest.raises(LimitExceeded):
        compile_expression(f"regex('a', '{pattern}')").evaluate(context(parse_xml("<d/>")))


def test_patterns_that_take_long_are_tried_a_few_times_only() -> None:
    hard = " or ".join([f"regex('{'a' * 50}', '(a|aa)+$x')"] * 100)
    with pytest.raises(LimitExceeded):
        compile_expression(hard).evaluate(context(parse_xml("<d/>")))


def test_a_value_may_be_as_long_as_it_may_be() -> None:
    half = "x" * (LONGEST_VALUE // 2)
    assert compile_expression(f"concat('{half}', '{half}')").string(context(parse_xml("<d/>"))) == half * 2
    with pytest.raises(LimitExceeded):
        compile_expression(f"concat('{half}', '{half}', 'x')").string(context(parse_xml("<d/>")))
