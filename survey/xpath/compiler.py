"""Syntax to functions of a frame."""

from __future__ import annotations

from collections.abc import Mapping

from survey.nodes import Node
from survey.xpath.analysis import weight
from survey.xpath.context import Frame, Value
from survey.xpath.errors import ExpressionError
from survey.xpath.filters import Filter, Walk, by_field, by_index, by_position, by_value
from survey.xpath.library import Function, Library, Run
from survey.xpath.operators import ARITHMETIC, COMPARISONS
from survey.xpath.order import in_order
from survey.xpath.rewriting import compared_field, conjuncts, hoist, shorter
from survey.xpath.steps import ANY, SINGLE, plain_child, reach, walk
from survey.xpath.syntax import (
    Call,
    Chain,
    Expr,
    Here,
    Kept,
    Literal,
    Negation,
    Path,
    Root,
    Step,
)
from survey.xpath.values import to_boolean, to_nodes, to_number


class Compiler:
    """Compiles for one library of functions and one set of prefixes."""

    def __init__(self, library: Library, namespaces: Mapping[str, str]) -> None:
        self.library = library
        self.namespaces = namespaces
        self.compiled: dict[int, tuple[Expr, Run]] = {}

    def compile(self, expr: Expr) -> Run:
        """The function that evaluates an expression. It raises ExpressionError only where it is reached."""
        if id(expr) not in self.compiled:
            self.compiled[id(expr)] = (expr, self.run(expr))
        return self.compiled[id(expr)][1]

    def run(self, expr: Expr) -> Run:
        match expr:
            case Literal(value):
                return lambda _: value
            case Here():
                return lambda frame: [frame.node]
            case Root():
                return lambda frame: [frame.root]
            case Kept(inner):
                return _keep(self.compile(inner))
            case Negation(operand):
                return _negate(self.compile(operand))
            case Chain():
                return self.chain(expr)
            case Call():
                return self.call(expr)
        return self.path(expr)

    def chain(self, expr: Chain) -> Run:
        runs = [self.compile(operand) for operand in expr.operands]
        match expr.operators[0]:
            case "or":
                return lambda frame: any(to_boolean(run(frame)) for run in runs)
            case "and":
                return lambda frame: all(to_boolean(run(frame)) for run in runs)
            case "|":
                return _unite(runs)
        return _fold(expr.operators, runs)

    def call(self, expr: Call) -> Run:
        function = self.library.get(expr.name)
        if problem := check(expr, function):
            return _fail(problem)
        assert function is not None
        takes = [*function.takes, *[function.rest] * len(expr.arguments)]
        arguments = [
            (self.compile(argument), take) for argument, take in zip(expr.arguments, takes, strict=False)
        ]
        run, framed = function.run, function.framed

        def call(frame: Frame) -> Value:
            values = [
                argument if take is None else take(argument(frame), frame) for argument, take in arguments
            ]
            return run(frame, *values) if framed else run(*values)

        return call

    def path(self, path: Path) -> Run:
        start = self.compile(path.start)
        filters = [self.filter(predicate) for predicate in path.predicates]
        walks = self.walks(path)

        def follow(frame: Frame) -> list[Node]:
            nodes = to_nodes(start(frame))
            for keep in filters:
                nodes = keep(frame, nodes)
            for step in walks:
                nodes = step(frame, nodes)
            return nodes

        return follow

    def walks(self, path: Path) -> list[Walk]:
        before = SINGLE if _single(path.start) else ANY
        instance = "" if path.predicates else _instance_id(path.start)
        found = []
        for step in shorter(path.steps, self.library):
            found.append(self.walk(step, before, instance))
            before = reach(before, step)
            instance = instance if plain_child(step) and not step.predicates else ""
        return found

    def walk(self, step: Step, before: int, instance: str) -> Walk:
        predicates = [part for item in step.predicates for part in conjuncts(item, self.library)]
        filters = [self.filter(predicate) for predicate in predicates]
        scan = walk(step, filters, before, self.namespaces)
        item, compared = plain_child(step), compared_field(predicates, self.library)
        if not (instance and item and compared):
            return scan
        field, value = compared
        return by_index(instance, item, field, self.compile(value), scan, filters[1:])

    def filter(self, predicate: Expr) -> Filter:
        if isinstance(predicate, Literal) and isinstance(predicate.value, float):
            return by_position(predicate.value)
        hoisted = hoist(predicate, self.library)
        scan = by_value(self.compile(hoisted), weight(hoisted))
        compared = compared_field([predicate], self.library)
        return by_field(compared[0], self.compile(compared[1]), scan) if compared else scan


def check(call: Call, function: Function | None) -> ExpressionError | None:
    """What is wrong with a call, before it is evaluated."""
    if function is None:
        return ExpressionError(f"There is no function {call.name}()", call.position)
    if not function.accepts(len(call.arguments)):
        return ExpressionError(f"{call.name}() does not take {len(call.arguments)} arguments", call.position)
    return None


def _single(start: Expr) -> bool:
    """Whether an expression gives one node at most."""
    return isinstance(start, Here | Root) or (
        isinstance(start, Call) and start.name in {"current", "instance"}
    )


def _instance_id(start: Expr) -> str:
    match start:
        case Call("instance", (Literal(str(name)),)):
            return name
    return ""


def _keep(run: Run) -> Run:
    key = id(run)

    def kept(frame: Frame) -> Value:
        values = frame.kept
        if key not in values:
            values[key] = run(frame)
        return values[key]

    return kept


def _negate(run: Run) -> Run:
    return lambda frame: -to_number(run(frame), frame.zone, frame.allowance)


def _unite(runs: list[Run]) -> Run:
    def unite(frame: Frame) -> list[Node]:
        found = (node for run in runs for node in to_nodes(run(frame)))
        return in_order(frame.allowance.gather(found), frame.allowance)

    return unite


def _fail(problem: ExpressionError) -> Run:
    def fail(_: Frame) -> Value:
        raise ExpressionError(problem.message, problem.position)

    return fail


def _fold(operators: tuple[str, ...], runs: list[Run]) -> Run:
    first, rest = runs[0], list(zip(operators, runs[1:], strict=True))
    if len(rest) == 1:
        return _pair(operators[0], first, runs[1])

    def fold(frame: Frame) -> Value:
        value = first(frame)
        for operator, run in rest:
            value = _apply(operator, value, run(frame), frame)
        return value

    return fold


def _pair(operator: str, left: Run, right: Run) -> Run:
    compare = COMPARISONS.get(operator)
    if compare is not None:
        return lambda frame: compare(left(frame), right(frame), frame)
    compute = ARITHMETIC[operator]
    return lambda frame: compute(_number(left, frame), _number(right, frame))


def _apply(operator: str, left: Value, right: Value, frame: Frame) -> Value:
    if operator in COMPARISONS:
        return COMPARISONS[operator](left, right, frame)
    return ARITHMETIC[operator](
        to_number(left, frame.zone, frame.allowance), to_number(right, frame.zone, frame.allowance)
    )


def _number(run: Run, frame: Frame) -> float:
    return to_number(run(frame), frame.zone, frame.allowance)
