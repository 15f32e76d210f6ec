"""Syntax to syntax that means the same and is evaluated faster."""

from __future__ import annotations

from collections.abc import Sequence

from survey.xpath.analysis import boolean, constant, positional
from survey.xpath.library import Library
from survey.xpath.steps import plain_child
from survey.xpath.syntax import DEEP, SELF, Call, Chain, Expr, Here, Kept, Literal, Path, Step


def shorter(steps: Sequence[Step], library: Library) -> list[Step]:
    """`//name` as one step, unless a predicate counts positions among siblings; `.` as none."""
    found: list[Step] = []
    for step in steps:
        if step == SELF:
            continue
        counts = any(_counts(predicate, library) for predicate in step.predicates)
        if found and found[-1] == DEEP and step.axis == "child" and not counts:
            found[-1] = Step("descendant", step.test, step.predicates)
        else:
            found.append(step)
    return found


def conjuncts(predicate: Expr, library: Library) -> tuple[Expr, ...]:
    """`[a and b]` as `[a][b]`, where neither counts positions."""
    if not isinstance(predicate, Chain) or predicate.operators[0] != "and":
        return (predicate,)
    counts = any(_counts(operand, library) for operand in predicate.operands)
    return (predicate,) if counts else predicate.operands


def _counts(predicate: Expr, library: Library) -> bool:
    """Whether a predicate may hang on the position of the node it filters."""
    return positional(predicate) or not boolean(predicate, library)


def hoist(expr: Expr, library: Library) -> Expr:
    """Mark what does not depend on the node being filtered, so that it is evaluated once."""
    if isinstance(expr, Literal):
        return expr
    if constant(expr, library):
        return Kept(expr)
    match expr:
        case Chain():
            return Chain(expr.operators, tuple(hoist(operand, library) for operand in expr.operands))
        case Call():
            arguments = tuple(hoist(argument, library) for argument in expr.arguments)
            return Call(expr.name, arguments, expr.position)
    return expr


def compared_field(predicates: Sequence[Expr], library: Library) -> tuple[str, Expr] | None:
    """The child's name and the value, if the first predicate is `[child = value]` with one value for all."""
    match predicates:
        case [Chain(("=",), (left, right)), *_]:
            for field, value in ((left, right), (right, left)):
                name = _child(field)
                if name and constant(value, library):
                    return name, value
    return None


def _child(expr: Expr) -> str:
    """The name, if the expression is a child's name and nothing more."""
    match expr:
        case Path(Here(), (), (Step() as step,)) if not step.predicates:
            return plain_child(step)
    return ""
