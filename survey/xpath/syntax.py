"""What an expression is made of, once read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a text."""

    value: float | str


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `position` is where its name stands."""

    name: str
    arguments: tuple[Expr, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined from left to right by operators of one precedence, one fewer than the operands."""

    operators: tuple[str, ...]
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """Minus something."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Here:
    """The context node, where a relative path starts."""


@dataclass(frozen=True, slots=True)
class Root:
    """The root, where an absolute path starts."""


@dataclass(frozen=True, slots=True)
class NameTest:
    """A name with or without prefix; `*` is any."""

    prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class KindTest:
    """`node()`, `text()`, `comment()` or `processing-instruction(target)`."""

    kind: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    axis: str
    test: NameTest | KindTest
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from a start; a start that is an expression may be filtered by predicates of its own."""

    start: Expr
    predicates: tuple[Expr, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An expression that has one value during an evaluation, whatever the context node."""

    inner: Expr


Expr = Literal | Call | Chain | Negation | Here | Root | Path | Kept
ANYTHING = KindTest("node")
DEEP = Step("descendant-or-self", ANYTHING)
SELF = Step("self", ANYTHING)
