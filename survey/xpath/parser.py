"""Tokens to syntax: a Pratt parser for XPath 1.0."""

from survey.xpath.axes import AXES
from survey.xpath.errors import ExpressionError
from survey.xpath.lexer import Token, tokens
from survey.xpath.syntax import (
    ANYTHING,
    DEEP,
    Call,
    Chain,
    Expr,
    Here,
    KindTest,
    Literal,
    NameTest,
    Negation,
    Path,
    Root,
    Step,
)

DEEPEST = 80
"""Levels of brackets, so that reading and evaluating stay well inside Python's own limit of nested calls."""
MOST_STEPS = 1_000
"""Steps of a path: what it may mean is worked out for each of them anew."""
_LEVELS = ({"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"}, {"|"})
_BINDS = {operator: level for level, operators in enumerate(_LEVELS, 1) for operator in operators}
_UNION = _BINDS["|"]
_KINDS = {"node", "text", "comment", "processing-instruction"}


def parse(text: str) -> Expr:
    """Read a whole expression. Raises ExpressionError where it cannot, or where it nests too deeply."""
    parser = _Parser(tokens(text))
    expression = parser.expression()
    if parser.token.kind != "end":
        raise parser.error()
    return expression


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    @property
    def following(self) -> Token:
        return self.tokens[min(self.place + 1, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.token
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def symbol(self, *texts: str) -> bool:
        return self.token.kind == "symbol" and self.token.text in texts

    def takes(self, text: str) -> bool:
        found = self.symbol(text)
        if found:
            self.take()
        return found

    def expect(self, text: str) -> None:
        if not self.takes(text):
            raise self.error(f"Expected {text}")

    def error(self, message: str = "") -> ExpressionError:
        token = self.token
        found = "The expression ends too early" if token.kind == "end" else f"Not expected here: {token.text}"
        return ExpressionError(f"{found}. {message}" if message else found, token.position)

    def expression(self, level: int = 0) -> Expr:
        """An expression whose operators bind more tightly than `level`."""
        left = self.operand()
        while (binds := self.binds()) > level:
            left = self.chain(left, binds)
        return left

    def nested(self, levels: int = 1) -> Expr:
        """An expression inside brackets."""
        self.depth += levels
        if self.depth > DEEPEST:
            raise ExpressionError("The expression nests too deeply", self.token.position)
        inner = self.expression()
        self.depth -= levels
        return inner

    def binds(self) -> int:
        return _BINDS.get(self.token.text, 0) if self.token.kind in {"operator", "symbol"} else 0

    def chain(self, left: Expr, level: int) -> Chain:
        operators, operands = [], [left]
        while self.binds() == level:
            operators.append(self.take().text)
            operands.append(self.expression(level))
        return Chain(tuple(operators), tuple(operands))

    def operand(self) -> Expr:
        negative = None
        while self.takes("-"):
            negative = not negative
        if negative is None:
            return self.path()
        inner = self.expression(_UNION - 1)
        return Negation(inner if negative else Negation(inner))

    def path(self) -> Expr:
        if self.takes("/"):
            return Path(Root(), (), self.steps() if self.starts_step() else ())
        if self.takes("//"):
            return Path(Root(), (), (DEEP, *self.steps()))
        if self.starts_step() and not self.starts_call():
            return Path(Here(), (), self.steps())
        return self.filtered(self.primary())

    def filtered(self, start: Expr) -> Expr:
        predicates = self.predicates()
        steps = self.more_steps()
        return Path(start, predicates, steps) if predicates or steps else start

    def starts_call(self) -> bool:
        token, after = self.token, self.following
        called = token.kind == "name" and after.text == "(" and after.kind == "symbol"
        return called and token.text not in _KINDS

    def starts_step(self) -> bool:
        return self.token.kind == "name" or self.symbol("@", ".", "..")

    def primary(self) -> Expr:
        token = self.token
        if token.kind == "number":
            return Literal(float(self.take().text))
        if token.kind == "string":
            return Literal(self.take().text[1:-1])
        if self.takes("("):
            inner = self.nested()
            self.expect(")")
            return inner
        if self.starts_call():
            return Call(self.take().text, self.arguments(), token.position)
        raise self.error()

    def arguments(self) -> tuple[Expr, ...]:
        self.expect("(")
        if self.takes(")"):
            return ()
        found = [self.nested()]
        while self.takes(","):
            found.append(self.nested())
        self.expect(")")
        return tuple(found)

    def steps(self) -> tuple[Step, ...]:
        return (self.step(), *self.more_steps())

    def more_steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        while self.symbol("/", "//"):
            if len(found) > MOST_STEPS:
                raise self.error("The path has too many steps")
            if self.take().text == "//":
                found.append(DEEP)
            found.append(self.step())
        return tuple(found)

    def step(self) -> Step:
        if self.takes("."):
            return Step("self", ANYTHING, self.predicates())
        if self.takes(".."):
            return Step("parent", ANYTHING, self.predicates())
        return Step(self.axis(), self.test(), self.predicates())

    def axis(self) -> str:
        if self.takes("@"):
            return "attribute"
        if self.following.text != "::" or self.following.kind != "symbol":
            return "child"
        token = self.take()
        if token.text not in AXES:
            raise ExpressionError(f"There is no axis {token.text}", token.position)
        self.expect("::")
        return token.text

    def test(self) -> NameTest | KindTest:
        if self.token.kind != "name":
            raise self.error("Expected a name")
        name = self.take().text
        if name in _KINDS and self.takes("("):
            target = self.take().text[1:-1] if self.token.kind == "string" else ""
            self.expect(")")
            return KindTest(name, target)
        prefix, _, local = name.rpartition(":")
        return NameTest(prefix, local)

    def predicates(self) -> tuple[Expr, ...]:
        found = []
        while self.takes("["):
            found.append(self.nested(levels=2))
            self.expect("]")
        return tuple(found)
