"""Text to tokens (XPath 1.0, section 3.7); operators may touch what precedes them, as in `1and1`."""

import re
from typing import NamedTuple

from survey.xpath.errors import ExpressionError

_NAME = r"[^\W\d][\w.\-\u00b7]*"
_TOKEN = re.compile(
    rf"""(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<string>"[^"]*"|'[^']*')
    |(?P<name>(?:{_NAME}:(?!:))?(?:{_NAME}|\*))
    |(?P<symbol>::|\.\.|//|!=|<=|>=|[()\[\]@,/|+\-=<>.])""",
    re.VERBOSE,
)
_OPERATOR = re.compile(r"and|or|div|mod|\*")
_SPACE = re.compile(r"[ \t\r\n\u00a0]*")
_ENDS_OPERAND = {")", "]", ".", ".."}


class Token(NamedTuple):
    """`kind` is number, string, name, operator (a word or `*`), symbol or end."""

    kind: str
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """All tokens of an expression, an `end` last. Raises ExpressionError at what is none."""
    found: list[Token] = []
    position = _skip(text, 0)
    while position < len(text):
        token = _next(text, position, _after_operand(found))
        found.append(token)
        position = _skip(text, position + len(token.text))
    return [*found, Token("end", "", len(text))]


def _skip(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _after_operand(found: list[Token]) -> bool:
    if not found:
        return False
    last = found[-1]
    return last.kind in {"number", "string", "name"} or last.text in _ENDS_OPERAND


def _next(text: str, position: int, after_operand: bool) -> Token:
    if after_operand and (operator := _OPERATOR.match(text, position)):
        return Token("operator", operator.group(), position)
    match = _TOKEN.match(text, position)
    if match is None:
        what = "This text is never closed" if text[position] in "\"'" else "This sign has no meaning here"
        raise ExpressionError(f"{what}: {text[position : position + 20]}", position)
    return Token(str(match.lastgroup), match.group(), position)
