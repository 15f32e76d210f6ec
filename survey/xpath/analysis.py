"""What can be said of an expression without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator

from survey.xpath.allowance import LETTERS_A_STEP
from survey.xpath.library import Library
from survey.xpath.syntax import Call, Chain, Expr, Here, Kept, Literal, NameTest, Negation, Path, Root, Step

_TRUTHS = {"or", "and", "=", "!=", "<", "<=", ">", ">="}
_MANY = 100
_CHANCE = {"random", "uuid", "randomize"}


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside that are evaluated at the same context node."""
    match expr:
        case Call():
            return expr.arguments
        case Chain():
            return expr.operands
        case Negation():
            return (expr.operand,)
        case Path():
            return (expr.start,)
        case Kept():
            return (expr.inner,)
    return ()


def weight(expr: Expr) -> int:
    """How many steps it takes to evaluate once, without the nodes that it meets on its way."""
    match expr:
        case Literal(str(text)):
            return 1 + len(text) // LETTERS_A_STEP
        case Kept():
            return 1
    own = len(expr.steps) if isinstance(expr, Path) else 0
    return 1 + own + sum(map(weight, parts(expr)))


def filters(expr: Expr) -> tuple[Expr, ...]:
    """The predicates directly inside."""
    if not isinstance(expr, Path):
        return ()
    return expr.predicates + tuple(item for step in expr.steps for item in step.predicates)


def calls(expr: Expr) -> Iterator[Call]:
    """All function calls, predicates included."""
    if isinstance(expr, Call):
        yield expr
    for inner in (*parts(expr), *filters(expr)):
        yield from calls(inner)


def positional(expr: Expr) -> bool:
    """Whether position() or last() of this very context is asked for."""
    named = isinstance(expr, Call) and expr.name in {"position", "last"}
    return named or any(map(positional, parts(expr)))


def boolean(expr: Expr, library: Library) -> bool:
    """Whether the value is surely a truth, and so no position when it stands in a predicate."""
    if isinstance(expr, Call):
        return expr.name in library and library[expr.name].boolean
    return isinstance(expr, Chain) and expr.operators[0] in _TRUTHS


def constant(expr: Expr, library: Library) -> bool:
    """Whether the value is the same at every context node of one evaluation."""
    match expr:
        case Here():
            return False
        case Call() if expr.name not in library:
            return False
        case Call():
            depends = library[expr.name].depends
            if depends == "always" or (depends == "bare" and not expr.arguments):
                return False
        case Path() if any(call.name in _CHANCE for item in filters(expr) for call in calls(item)):
            return False
    return all(constant(part, library) for part in parts(expr))


def equals(expr: Expr) -> float | None:
    """The number of `… = number` or `number = …`."""
    match expr:
        case Chain(("=",), (_, Literal(float(number))) | (Literal(float(number)), _)):
            return number
    return None


def paths(expr: Expr) -> frozenset[str]:
    """The location paths mentioned, as `Expression.paths` tells them."""
    found: set[str] = set()
    _origins(expr, {"."}, found)
    return frozenset(found)


def _origins(expr: Expr, here: set[str], found: set[str]) -> set[str]:
    """Add what is mentioned; return the paths that the nodes of the value can have."""
    match expr:
        case Here():
            return here
        case Root():
            return {"/"}
        case Call("current"):
            return {"."}
        case Call("instance", (Literal(name),)):
            return {f"instance('{name}')"}
        case Path():
            inside = _walk(expr, here, found)
        case _:
            inside = {path for part in parts(expr) for path in _origins(part, here, found)}
    found |= inside
    return inside if len(inside) <= _MANY else {"/**"}


def _walk(path: Path, here: set[str], found: set[str]) -> set[str]:
    at = _origins(path.start, here, found)
    for predicate in path.predicates:
        _origins(predicate, at, found)
    for step in path.steps:
        at = {fold(_segment(start, step)) for start in at}
        for predicate in step.predicates:
            _origins(predicate, at, found)
    return at


def _segment(path: str, step: Step) -> str:
    name = step.test.name if isinstance(step.test, NameTest) else "*"
    match step.axis:
        case "child" if isinstance(step.test, NameTest) or step.test.kind == "node":
            return f"{path}/{name}"
        case "child" | "self" | "namespace":
            return path
        case "parent":
            return f"{path}/.."
        case "attribute":
            return f"{path}/@{name}"
        case "descendant":
            return f"{path}/**/{name}"
        case "descendant-or-self":
            return f"{path}/**"
    return "/**"


def fold(path: str) -> str:
    """Take out "." and, where a name precedes it, ".."."""
    absolute = path.startswith("/")
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and kept and kept[-1] not in {"..", "**"}:
            kept.pop()
        elif segment not in {"", "."}:
            kept.append(segment)
    return ("/" if absolute else "") + "/".join(kept) or "."
