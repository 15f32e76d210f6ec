"""Rules and actions at work on an instance: what a change brings about, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush

from survey.actions import SetValue
from survey.form import Form
from survey.instance import Instance, ref_of
from survey.refs import above, cut, general, renumbered
from survey.rules import Rule
from survey.shape import Shape, fill
from survey.values import cast
from survey.xpath import Allowance, Context, Expression, LimitExceeded

MOST = 500
"""Instances that all repeats of a response may have together."""
STEPS = 4
"""What it takes to queue a rule at a node, or to make a node, in steps of an expression."""
PATIENCE = 10
"""How often a rule may be weighed at one node beyond once for each of its nodes, and how often changes may
set off actions: values that chase each other come to rest."""


class Weigher:
    """`context`: where an expression is evaluated, by ref; `allowance`: what that spends. `doubt`: what of an
    answer still stands, None if all of it does. `renumber` is told which instance of which repeat was taken
    out."""

    def __init__(
        self,
        form: Form,
        instance: Instance,
        context: Callable[[str], Context],
        allowance: Allowance,
        doubt: Callable[[str], str | None],
        renumber: Callable[[str, int], None],
    ) -> None:
        self.form = form
        self.rules = form.rules
        self.instance = instance
        self.context = context
        self.allowance = allowance
        self.doubt = doubt
        self.renumber = renumber
        self._changed: list[str] = []
        self._heap: list[tuple[int, str]] = []
        self._queued: set[tuple[int, str]] = set()

    @property
    def room(self) -> int:
        """How many instances may still be added."""
        return max(0, MOST - sum(self.instance.counts.values()))

    def set(self, ref: str, value: str) -> None:
        """Put a value in place; what reads it is weighed with `settle`."""
        if self.instance.set(ref, value):
            if self.form.actions.on_change:
                self._changed.append(ref)
            self._read_again(ref)

    def load(self, *, first: bool) -> None:
        """All rules and what is set when an instance is loaded, the first time or again (ODK XForms,
        "Events")."""
        for number in range(len(self.rules.ordered)):
            self._queue(number, "", 0)
        self.instance.check()
        self._run()
        for action in self.form.actions.on_load(first=first):
            for at in self.instance.expand(self.form.shapes[action.source]):
                self._act(action, at, every=True)
        self._run()
        self._changed.clear()

    def say_again(self) -> None:
        """Queue what speaks a language, after that has changed."""
        for number in self.rules.worded:
            self._queue(number, "", 0)

    def settle(self) -> None:
        """Weigh what is queued, and what that sets off, until nothing is left."""
        self._run()
        for _ in range(PATIENCE):
            if not self._changed:
                return
            changed, self._changed = self._changed, []
            for ref in changed:
                for action in self.form.actions.on_change.get(general(ref), ()):
                    self._act(action, ref)
            self._run()

    def grow(self, series: str, count: int) -> None:
        """Give a repeat more instances, at the end, with what is set in new ones before anything is
        weighed."""
        instance, shape = self.instance, self.form.shapes[general(series)]
        new = [f"{series}[{number}]" for number in range(instance.counts.get(series, 0) + 1, count + 1)]
        self.allowance.spend(STEPS * sum(len(new) for _ in shape.walk()))
        for ref in new:
            self._fill(shape, ref)
        instance.counts[series] = count
        instance.restructure()
        for ref in new:
            for action in self.form.actions.on_new.get(shape.ref, ()):
                self._act(action, ref + action.source[len(shape.ref) :])
        self._resized(series, shape)

    def _fill(self, shape: Shape, ref: str) -> None:
        """Put down with what an instance begins. Raises LimitExceeded if that is too much."""
        values = dict[str, str]()
        fill(shape.template, shape, ref, values, self.instance.counts)
        self.instance.grow(sum(map(len, values.values())))
        self.instance.values.update(values)

    def remove(self, series: str, number: int) -> None:
        """Take an instance out of a repeat; those after it move up."""
        self.instance.remove(series, number)
        self.renumber(series, number)
        self._changed = list(renumbered(dict.fromkeys(self._changed), series, number))
        self._queued = {at for at in self._queued if not at[1].startswith(f"{series}[")}
        self._heap = sorted(self._queued)
        self._resized(series, self.form.shapes[general(series)])

    def _act(self, action: SetValue, at: str, *, every: bool = False) -> None:
        """Set the node that is meant, seen from `at`, or every one."""
        nodes = action.target.nodes(self.context(at))
        for ref in [ref_of(node) for node in nodes][: None if every else 1]:
            shape = self.form.shapes.get(general(ref.partition("/@")[0]))
            if shape and ("/@" in ref or not shape.children):
                self._put(action.value, ref)

    def _put(self, said: Expression | str, ref: str) -> None:
        try:
            value = said if isinstance(said, str) else said.string(self.context(ref))
            self.set(ref, cast(self.form.type_of(ref), value))
        except LimitExceeded as error:
            raise error.at(ref, "default") from None

    def _read_again(self, ref: str) -> None:
        for reader in self.rules.readers.get(general(ref), ()):
            self._queue(reader.place, cut(ref, reader.shared), reader.shared)

    def _resized(self, series: str, shape: Shape) -> None:
        """Queue what hangs on the instances of a repeat: all inside, and what counts or reads them
        outside."""
        depth = len(shape.series) - 1
        start = cut(series, depth)
        for number in self.rules.inside.get(shape.ref, ()):
            self._queue(number, start, depth)
        for leaf in (shape, *shape.leaves()):
            for reader in self.rules.readers.get(leaf.ref, ()):
                shared = min(reader.shared, depth)
                self._queue(reader.place, cut(series, shared), shared)

    def _queue(self, number: int, start: str, depth: int) -> None:
        """Weigh a rule at all its nodes beneath `start`, an instance of the repeat at that depth."""
        rule = self.rules.ordered[number]
        if not rule.shape.series:
            self._push((number, rule.ref))
            return
        rest = rule.ref[len(rule.shape.ref) :]
        for ref in self.instance.expand(rule.shape, start, depth):
            self._push((number, ref + rest))

    def _push(self, at: tuple[int, str]) -> None:
        if at not in self._queued:
            self.allowance.spend(STEPS)
            self._queued.add(at)
            heappush(self._heap, at)

    def _run(self) -> None:
        weighed: Counter[tuple[int, str]] = Counter()
        while self._heap:
            at = heappop(self._heap)
            self._queued.discard(at)
            weighed[at] += 1
            rule = self.rules.ordered[at[0]]
            try:
                if weighed[at] <= PATIENCE or weighed[at] <= len(self._nodes(rule)):
                    self._apply(rule, at[1])
            except LimitExceeded as error:
                raise error.at(rule.ref, rule.what) from None

    def _nodes(self, rule: Rule) -> list[str]:
        return self.allowance.gather(self.instance.expand(rule.shape))

    def _apply(self, rule: Rule, ref: str) -> None:
        match rule.what:
            case "relevant":
                self._decide(rule, ref)
            case "count":
                self._count(rule, ref)
            case "calculate" if self.instance.relevant(ref.partition("/@")[0]):
                self.set(ref, cast(self.form.type_of(rule.ref), rule.expression.string(self.context(ref))))
            case "validity" if self.instance.relevant(ref):
                left = self.doubt(ref)
                if left is not None:
                    self.set(ref, left)

    def _decide(self, rule: Rule, ref: str) -> None:
        irrelevant, depth = self.instance.irrelevant, len(rule.shape.series)
        relevant = rule.expression.boolean(self.context(ref))
        if relevant == (ref not in irrelevant):
            return
        if relevant:
            irrelevant.discard(ref)
            for number in self.rules.beneath.get(rule.ref, ()):
                self._queue(number, cut(ref, depth), depth)
        else:
            irrelevant.add(ref)
        for leaf in self._held(self.rules.leaves.get(rule.ref, ()), ref, depth):
            self._read_again(leaf)

    def _held(self, leaves: Iterable[Shape], ref: str, depth: int) -> Iterator[str]:
        """The leaves beneath a node that have a value."""
        values, start = self.instance.values, cut(ref, depth)
        for leaf in leaves:
            found = self.instance.expand(leaf, start, depth) if leaf.series else (leaf.ref,)
            yield from (item for item in found if item in values)

    def _count(self, rule: Rule, series: str) -> None:
        """What says how many instances there are counts where the repeat stands."""
        if not self.instance.relevant(above(series)):
            return
        now, room = self.instance.counts.get(series, 0), self.room
        number = rule.expression.number(self.context(f"{series}[{now + 1}]"))
        wanted = int(min(number, now + room)) if number > 0 else 0
        if wanted > now:
            self.grow(series, wanted)
        for last in range(now, wanted, -1):
            self.remove(series, last)
