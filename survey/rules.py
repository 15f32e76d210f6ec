"""What has to be weighed again when an answer changes (ODK XForms, "Bind attributes")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from survey.question import Bind, FormError, Question
from survey.xpath import Expression


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """`relevant` decides whether `ref` counts, `calculate` gives it a value, `validity` asks whether the
    answer that stands there still holds."""

    what: Literal["relevant", "calculate", "validity"]
    ref: str
    expressions: tuple[Expression, ...]

    @property
    def expression(self) -> Expression:
        return self.expressions[0]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The rules of a form, each after those it depends on.

    `readers`: the places in `ordered` of the rules that read a leaf. `beneath`: the places of those that
    have to be weighed when a node becomes relevant again. `guards`: the nodes on whose relevance a node
    hangs. `leaves`: the leaves under a node whose relevance is decided.
    """

    ordered: tuple[Rule, ...]
    readers: Mapping[str, tuple[int, ...]]
    beneath: Mapping[str, tuple[int, ...]]
    guards: Mapping[str, tuple[str, ...]]
    leaves: Mapping[str, tuple[str, ...]]


def order_rules(
    refs: Sequence[str], leaves: Sequence[str], binds: Mapping[str, Bind], questions: Iterable[Question]
) -> Rules:
    """Raises FormError if values depend on each other in a circle."""
    rules = [rule for ref in refs if ref in binds for rule in _of_bind(ref, binds[ref])]
    rules += [rule for question in questions for rule in _of_question(question)]
    read = {rule: _read(rule, leaves) for rule in rules}
    held = {rule.ref: _under(rule.ref, leaves) for rule in rules if rule.what == "relevant"}
    ordered = _sort(rules, read, held)
    return Rules(
        ordered,
        _places(leaves, lambda leaf, rule: leaf in read[rule], ordered),
        _places(held, lambda ref, rule: rule.what != "relevant" and within(rule.ref, ref), ordered),
        {ref: tuple(guard for guard in held if within(ref, guard)) for ref in refs},
        held,
    )


def within(ref: str, above: str) -> bool:
    """Whether the node at `ref` is the one at `above` or beneath it."""
    return ref == above or ref.startswith(above + "/")


def _of_bind(ref: str, bind: Bind) -> Iterator[Rule]:
    if bind.relevant is not None:
        yield Rule("relevant", ref, (bind.relevant,))
    if bind.calculate is not None:
        yield Rule("calculate", ref, (bind.calculate,))


def _of_question(question: Question) -> Iterator[Rule]:
    offered = question.choices.filter if question.choices else None
    expressions = (question.bind.constraint, question.bind.required, offered)
    if question.counted and any(expressions):
        yield Rule("validity", question.ref, tuple(item for item in expressions if item is not None))


def _read(rule: Rule, leaves: Sequence[str]) -> frozenset[str]:
    """The leaves a rule reads, its own aside: an answer does not depend on itself."""
    patterns = [_pattern(path) for item in rule.expressions for path in item.references(rule.ref)]
    return frozenset(
        leaf for leaf in leaves if leaf != rule.ref and any(pattern.match(leaf) for pattern in patterns)
    )


def _pattern(path: str) -> re.Pattern[str]:
    """Matches the leaves that a path selects, or that lie beneath what it selects."""
    steps = re.escape(path).replace(r"/\*\*", "(?:/[^/]+)*").replace(r"\*", "[^/]+")
    return re.compile(f"{steps}(?:/.*)?$")


def _under(ref: str, leaves: Sequence[str]) -> tuple[str, ...]:
    return tuple(leaf for leaf in leaves if within(leaf, ref))


def _sort(
    rules: Sequence[Rule], read: Mapping[Rule, frozenset[str]], held: Mapping[str, tuple[str, ...]]
) -> tuple[Rule, ...]:
    sorter: TopologicalSorter[Rule] = TopologicalSorter(dict.fromkeys(rules, ()))
    for earlier in rules:
        written = _written(earlier, held)
        for later in rules:
            if later is not earlier and (written & read[later] or _opens(earlier, later)):
                sorter.add(later, earlier)
    try:
        return tuple(sorter.static_order())
    except CycleError as error:
        circle = " → ".join(dict.fromkeys(rule.ref for rule in error.args[1]))
        raise FormError(f"These depend on each other in a circle: {circle}.") from None


def _written(rule: Rule, held: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    if rule.what == "relevant":
        return frozenset(held[rule.ref])
    return frozenset((rule.ref,)) if rule.what == "calculate" else frozenset()


def _opens(earlier: Rule, later: Rule) -> bool:
    """Nothing is calculated or weighed where it is not relevant."""
    return earlier.what == "relevant" != later.what and within(later.ref, earlier.ref)


def _places(
    keys: Iterable[str], concerns: Callable[[str, Rule], bool], ordered: Sequence[Rule]
) -> dict[str, tuple[int, ...]]:
    found = {key: tuple(i for i, rule in enumerate(ordered) if concerns(key, rule)) for key in keys}
    return {key: places for key, places in found.items() if places}
