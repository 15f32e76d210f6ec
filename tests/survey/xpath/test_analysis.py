import pytest

from survey.xpath import ExpressionError, compile_expression
from tests.survey.xpath.evaluate import context


@pytest.mark.parametrize(
    ("expression", "paths"),
    [
        ("1 + 1", ""),
        (".", "."),
        ("../b > ./c", "../b c"),
        ("/data/a + //x", "/data/a /**/x"),
        ("selected(/data/a, 'x') and not(../@id)", "/data/a ../@id"),
        ("/data/r[b = current()/../c]/d", "/data/r/d /data/r/b ../c"),
        ("r[../b]", "r b"),
        (
            "instance('t')/root/item[p = /data/a]/n",
            "instance('t')/root/item/n instance('t')/root/item/p /data/a",
        ),
        ("(a | b)/c", "a b a/c b/c"),
        ("if(a, b, c)", "a b c"),
        ("position(..)", ".."),
        ("sum(/data/r/*)", "/data/r/*"),
        ("a/text()", "a"),
        ("orx:meta/orx:instanceID", "meta/instanceID"),
    ],
)
def test_the_paths_that_are_mentioned(expression: str, paths: str) -> None:
    assert compile_expression(expression).paths == frozenset(paths.split())


def test_references_are_absolute() -> None:
    expression = compile_expression("../b + . + /data/x + instance('t')/root + ../../c")
    assert expression.references("/data/g/a") == {"/data/g/b", "/data/g/a", "/data/x", "/data/c"}


def test_many_alternatives_become_everything() -> None:
    assert "/**" in compile_expression("(a | b)[" * 30 + "1" + "]" * 30).paths


def test_functions_and_what_is_wrong_with_them() -> None:
    expression = compile_expression("true() or unheard-of(substring('a'), count(a))")
    assert expression.functions == {"true", "unheard-of", "substring", "count"}
    assert [(problem.message, problem.position) for problem in expression.problems] == [
        ("There is no function unheard-of()", 10),
        ("substring() does not take 1 arguments", 21),
    ]


def test_a_wrong_call_fails_only_where_it_is_reached() -> None:
    assert compile_expression("true() or unheard-of()").boolean(context()) is True
    with pytest.raises(ExpressionError) as refusal:
        compile_expression("false() or unheard-of()").boolean(context())
    assert refusal.value.position == 11
