"""What has to be weighed again when an answer changes (ODK XForms, "Bind attributes").

Rules are about general refs; what a rule reads outside of its own repeat instance it shares with the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import count
from typing import Literal

from survey.question import Bind, FormError, Question
from survey.refs import above, within
from survey.shape import Shape
from survey.xpath import Expression

WORDED = frozenset(("jr:choice-name", "format-date", "format-date-time"))
"""Functions that answer in "the active language" (ODK XForms, "XPath Functions") and are said anew when it
changes. jr:itext() is not: no XLSForm calculates with it, and ODK Web Forms leaves what it said."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """`relevant` decides whether `ref` counts, `count` how many instances the repeat at `ref` has,
    `calculate` gives a value, `validity` asks whether the answer that stands there still holds.

    `shape` is the node whose instances it is weighed for: the one at `ref`, for a count the one above it.
    """

    what: Literal["relevant", "count", "calculate", "validity"]
    ref: str
    shape: Shape
    expressions: tuple[Expression, ...]

    @property
    def expression(self) -> Expression:
        return self.expressions[0]

    @property
    def worded(self) -> bool:
        """Whether it comes out otherwise in another language."""
        return any(item.functions & WORDED for item in self.expressions)


@dataclass(frozen=True, slots=True)
class Reader:
    """A rule that reads a node: its place in the order, and how many repeats, from the outermost, it shares
    with the very node that it reads."""

    place: int
    shared: int


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The rules of a form, each after those it depends on.

    `readers`: those that read a leaf, or the instances of a repeat as such. `beneath`: the places of those
    that have to be weighed when a node becomes relevant again. `inside`: of those that are weighed in each
    instance of a repeat. `leaves`: the leaves under a node whose relevance is decided. `worded`: the places
    of those that speak a language.
    """

    ordered: tuple[Rule, ...]
    readers: Mapping[str, tuple[Reader, ...]]
    beneath: Mapping[str, tuple[int, ...]]
    inside: Mapping[str, tuple[int, ...]]
    leaves: Mapping[str, tuple[Shape, ...]]
    worded: tuple[int, ...]


def order_rules(
    shapes: Mapping[str, Shape],
    binds: Mapping[str, Bind],
    questions: Iterable[Question],
    counts: Mapping[str, Expression],
) -> Rules:
    """`counts`: what says how many instances a repeat has. Raises FormError if values depend on each other in
    a circle."""
    rules = [rule for ref, bind in binds.items() for rule in _of_bind(ref, bind, shapes)]
    rules += [Rule("count", ref, shapes[above(ref)], (said,)) for ref, said in counts.items()]
    rules += [rule for question in questions for rule in _of_question(question, shapes)]
    nodes = _Nodes(shapes)
    read = {rule: nodes.read(rule) for rule in rules}
    ordered = _sort(rules, read, nodes)
    places = {rule: place for place, rule in enumerate(ordered)}
    beneath = _places(ordered, lambda rule: rule.shape.guards if rule.what != "relevant" else ())
    inside = _places(ordered, lambda rule: rule.shape.series)
    worded = tuple(place for place, rule in enumerate(ordered) if rule.worded)
    return Rules(ordered, _readers(read, places), beneath, inside, nodes.guarded(), worded)


def _of_bind(ref: str, bind: Bind, shapes: Mapping[str, Shape]) -> Iterator[Rule]:
    shape = shapes.get(ref.partition("/@")[0])
    if shape is None:
        return
    if bind.relevant is not None:
        yield Rule("relevant", ref, shape, (bind.relevant,))
    if bind.calculate is not None:
        yield Rule("calculate", ref, shape, (bind.calculate,))


def _of_question(question: Question, shapes: Mapping[str, Shape]) -> Iterator[Rule]:
    offered = question.choices.filter if question.choices else None
    expressions = (question.bind.constraint, question.bind.required, offered)
    if question.counted and any(expressions):
        said = tuple(item for item in expressions if item is not None)
        yield Rule("validity", question.ref, shapes[question.ref], said)


class _Nodes:
    """The leaves of a form, and which of them a path means."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = shapes
        self.leaves = [shape for shape in shapes.values() if not shape.children]
        self.found: dict[str, tuple[Shape, ...]] = {}

    def read(self, rule: Rule) -> dict[str, tuple[int, bool]]:
        """The leaves a rule reads, by ref, its own of the same instance aside: an answer does not depend on
        itself. With each: how many repeats they share, and whether that is all those that both stand in."""
        found: dict[str, tuple[int, bool]] = {}
        for path, top in (told for item in rule.expressions for told in item.reads(rule.ref)):
            for leaf in self.meant(path):
                shared = sum(within(top, series) for series in leaf.series)
                common = sum(
                    mine == theirs for mine, theirs in zip(rule.shape.series, leaf.series, strict=False)
                )
                if leaf.ref == rule.ref and shared >= common:
                    continue
                before = found.get(leaf.ref, (shared, False))
                found[leaf.ref] = (min(shared, before[0]), shared >= common or before[1])
        return found

    def meant(self, path: str) -> tuple[Shape, ...]:
        """The leaves that a path selects, or that lie in a group that it selects. A repeat stands for itself:
        what asks for it counts its instances, what reads them says what it reads in them."""
        if path not in self.found:
            if "*" in path:
                pattern = _pattern(path)
                self.found[path] = tuple(leaf for leaf in self.leaves if pattern.fullmatch(leaf.ref))
            else:
                shape = self.shapes.get(path.partition("/@")[0])
                repeated = shape is not None and shape.repeated
                self.found[path] = () if shape is None else (shape,) if repeated else tuple(shape.leaves())
        return self.found[path]

    def guarded(self) -> dict[str, tuple[Shape, ...]]:
        found: dict[str, list[Shape]] = defaultdict(list)
        for leaf in self.leaves:
            for guard in leaf.guards:
                found[guard].append(leaf)
        return {guard: tuple(leaves) for guard, leaves in found.items()}


def _pattern(path: str) -> re.Pattern[str]:
    steps = re.escape(path).replace(r"/\*\*", "(?:/[^/]+)*").replace(r"\*", "[^/]+")
    return re.compile(steps)


def _readers(
    read: Mapping[Rule, Mapping[str, tuple[int, bool]]], places: Mapping[Rule, int]
) -> dict[str, tuple[Reader, ...]]:
    found: dict[str, list[Reader]] = defaultdict(list)
    for rule, leaves in read.items():
        for leaf, (shared, _) in leaves.items():
            found[leaf].append(Reader(places[rule], shared))
    return {leaf: tuple(readers) for leaf, readers in found.items()}


def _places(ordered: Sequence[Rule], under: Callable[[Rule], Iterable[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, rule in enumerate(ordered):
        for ref in under(rule):
            found[ref].append(place)
    return {ref: tuple(places) for ref, places in found.items()}


def _sort(
    rules: Sequence[Rule], read: Mapping[Rule, Mapping[str, tuple[int, bool]]], nodes: _Nodes
) -> tuple[Rule, ...]:
    """What is read of other instances of the own repeat is no circle: they are weighed again as it
    changes."""
    writers = _writers(rules, nodes)
    numbers = count()
    places = {rule: next(numbers) for rule in rules}
    sorter: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(places.values(), ()))
    for later in rules:
        for leaf, (_, whole) in read[later].items():
            for earlier in writers.get(leaf, ()) if whole else ():
                if earlier is not later:
                    sorter.add(places[later], places[earlier])
        for earlier in _openers(later, writers):
            sorter.add(places[later], places[earlier])
    try:
        return tuple(rules[place] for place in sorter.static_order())
    except CycleError as error:
        circle = " → ".join(dict.fromkeys(rules[place].ref for place in error.args[1]))
        raise FormError(f"These depend on each other in a circle: {circle}.") from None


def _writers(rules: Sequence[Rule], nodes: _Nodes) -> dict[str, list[Rule]]:
    """The rules that may change the value of a leaf, by its ref, and those that decide on a node, by "? " and
    its ref."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.what == "calculate":
            found[rule.ref].append(rule)
        elif rule.what in ("relevant", "count"):
            found[f"? {rule.ref}"].append(rule)
            shape = nodes.shapes[rule.ref]
            for leaf in (shape, *shape.leaves()) if rule.what == "count" else shape.leaves():
                found[leaf.ref].append(rule)
    return found


def _openers(rule: Rule, writers: Mapping[str, list[Rule]]) -> Iterator[Rule]:
    """Nothing is calculated or weighed where it is not relevant, or before it is there."""
    if rule.what == "relevant":
        return
    ref = rule.ref
    while ref:
        yield from (earlier for earlier in writers.get(f"? {ref}", ()) if earlier is not rule)
        ref = above(ref)
