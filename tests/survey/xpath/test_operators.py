import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.xpath.operators import divide, modulo
from tests.survey.xpath.evaluate import evaluate

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32) | st.integers(-1000, 1000).map(float)


def written(number: float) -> str:
    return f"({number!r})"


@given(NUMBERS, NUMBERS, NUMBERS)
def test_arithmetic_agrees_with_python(a: float, b: float, c: float) -> None:
    assert evaluate(f"{written(a)} + {written(b)} * {written(c)}") == a + b * c
    assert evaluate(f"({written(a)} - {written(b)}) * {written(c)}") == (a - b) * c
    assert evaluate(f"{written(a)} - {written(b)} - {written(c)}") == a - b - c
    assert evaluate(f"-{written(a)}") == -a
    if b:
        assert evaluate(f"{written(a)} div {written(b)}") == a / b
        assert evaluate(f"{written(a)} mod {written(b)}") == math.fmod(a, b)


@given(NUMBERS, NUMBERS)
def test_comparison_agrees_with_python(a: float, b: float) -> None:
    outcomes = [evaluate(f"{written(a)} {sign} {written(b)}") for sign in ("<", "<=", ">", ">=", "=", "!=")]
    assert outcomes == [a < b, a <= b, a > b, a >= b, a == b, a != b]


@pytest.mark.parametrize(
    ("left", "right", "quotient"),
    [(1, 0, math.inf), (-1, 0, -math.inf), (1, -0.0, -math.inf), (0, 0, math.nan), (math.nan, 0, math.nan)],
)
def test_dividing_by_zero_is_infinite(left: float, right: float, quotient: float) -> None:
    assert divide(left, right) == pytest.approx(quotient, nan_ok=True)


def test_remainders_have_the_sign_of_the_left() -> None:
    assert modulo(-5, 2) == -1
    assert math.isnan(modulo(5, 0))
    assert math.isnan(modulo(math.inf, 2))


@pytest.mark.parametrize(
    ("expression", "outcome"),
    [
        ("a = 2", True),
        ("a != 2", True),
        ("a = '2'", True),
        ("'3' = a", True),
        ("a > 2", True),
        ("a > 3", False),
        ("a = b", False),
        ("a != b", True),
        ("a = true()", True),
        ("z = false()", True),
        ("z = ''", False),
        ("1 < 2 < 3", True),
        ("3 > 2 > 1", False),
        ("'' = 0", False),
        ("'a' < 1", False),
    ],
)
def test_comparing_nodes_texts_numbers_and_truths(expression: str, outcome: bool) -> None:
    assert evaluate(expression, "<data><a>1</a><a>2</a><a>3</a><b>4</b></data>") is outcome
