import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from survey.xpath import ExpressionError, compile_expression
from survey.xpath.parser import parse
from survey.xpath.syntax import ANYTHING, Call, Chain, Here, Literal, NameTest, Negation, Path, Root, Step
from tests.survey.xpath.evaluate import context, evaluate

_PIECES = (
    "( ) [ ] / // . .. @ * , | + - = != < <= and or div mod :: child:: self:: a b:c 1 2.5 'x' \"y\" "
    "count( position() current() instance('i') selected( if( text() node() ' $ é 1e5 ${a}"
)
PIECES = st.sampled_from(_PIECES.split())


def name(text: str) -> Step:
    return Step("child", NameTest("", text))


def test_paths() -> None:
    assert parse("/a//b") == Path(Root(), (), (name("a"), Step("descendant-or-self", ANYTHING), name("b")))
    assert parse("../@id") == Path(
        Here(), (), (Step("parent", ANYTHING), Step("attribute", NameTest("", "id")))
    )
    assert parse("f()/a[1]") == Path(
        Call("f", (), 0), (), (Step("child", NameTest("", "a"), (Literal(1.0),)),)
    )


def test_operators_bind_by_their_level() -> None:
    assert parse("1 + 2 * 3 = 7") == Chain(
        ("=",),
        (
            Chain(("+",), (Literal(1.0), Chain(("*",), (Literal(2.0), Literal(3.0))))),
            Literal(7.0),
        ),
    )
    assert parse("-1") == Negation(Literal(1.0))


def test_names_of_operators_are_names_where_an_operand_is_due() -> None:
    assert parse("div div mod") == Chain(
        ("div",), (Path(Here(), (), (name("div"),)), Path(Here(), (), (name("mod"),)))
    )
    assert evaluate("* * 2", "<data><a>4</a></data>") == 8


def test_operators_may_touch_what_precedes_them() -> None:
    assert evaluate("1and1") is True
    assert evaluate("'a'='a'or 0") is True


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("selected(a, ", 12),
        ("1 +", 3),
        ("a b", 2),
        ("'open", 0),
        ("a[1", 3),
        ("${age} > 1", 0),
        ("a ! b", 2),
        ("sideways::a", 0),
        ("(1", 2),
        ("a/", 2),
        ("if(1,2,3))", 9),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, position: int) -> None:
    with pytest.raises(ExpressionError) as refusal:
        compile_expression(text)
    assert refusal.value.position == position
    assert refusal.value.message


@pytest.mark.parametrize(
    "text", ["(" * 1000 + "1" + ")" * 1000, "a[" * 1000, "f(" * 1000, "1 and (1 or " * 1000, "-(" * 1000]
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="too deeply"):
        compile_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 80 + "1" + ")" * 80,
        "if(1, " * 80 + "1" + ", 2)" * 80,
        "1 and (1 or " * 80 + "0" + ")" * 80,
        "a[b = " * 40 + "1" + "]" * 40,
        "instance('i')/a[b = " * 40 + "1" + "]" * 40,
        "1 + " * 3000 + "1",
        "-" * 3000 + "1",
        "a/" * 1000 + "a",
        "a" + "[1]" * 1000,
    ],
)
def test_long_and_allowed_depth_is_evaluated(text: str) -> None:
    compile_expression(text).evaluate(context())


def attempt(text: str) -> None:
    try:
        expression = compile_expression(text)
        expression.references("/data/a")
        expression.evaluate(context())
    except ExpressionError as error:
        place = error.position
    else:
        place = 0
    assert 0 <= place <= len(text)


@given(st.text())
@example("ª:ª")
@example("0.0.0")
def test_arbitrary_text_is_read_or_refused(text: str) -> None:
    attempt(text)


@given(st.lists(PIECES, max_size=30))
def test_arbitrary_pieces_are_read_or_refused(pieces: list[str]) -> None:
    attempt("".join(pieces))
    attempt(" ".join(pieces))
