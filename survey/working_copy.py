"""A working copy of a state, made for one step and then dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.body import Flow, Series
from survey.form import Form
from survey.instance import Instance
from survey.question import Choice, Group, Stop
from survey.refs import above, renumbered
from survey.state import Moment, State
from survey.surroundings import Surroundings
from survey.values import fault
from survey.weighing import Weigher
from survey.xpath import Expression, LimitExceeded


class WorkingCopy(Surroundings):
    """What a form asks, shows and holds at one moment; `State` is what stays."""

    def __init__(self, form: Form, state: State, moment: Moment, language: str = "") -> None:
        values, counts = dict(state.values), dict(state.counts)
        instance = Instance(form.shapes, form.root, values, counts, set(state.irrelevant))
        super().__init__(form, instance, moment, language)
        self.state = state
        self.weigher = Weigher(form, instance, self.context, self.allowance, self._doubt, self._renumber)
        self.visited = set(state.visited)
        self.declined = set(state.declined)
        self.objected = set(state.objected)
        self.withdrawn = dict(state.withdrawn)

    def commit(self, position: str, pending: tuple[str, ...] | None = None) -> State:
        """The state after this step."""
        return State(
            self.form.version,
            self.instance.values,
            self.instance.counts,
            position,
            frozenset(self.visited),
            frozenset(self.declined),
            frozenset(self.objected - self.visited),
            frozenset(self.instance.irrelevant),
            pending,
            self.withdrawn,
        )

    def value(self, ref: str) -> str:
        """The answer that stands there, relevant or not."""
        return self.instance.values.get(ref, "")

    def length_without(self, ref: str) -> int:
        """Signs of all other answers together."""
        return sum(map(len, self.instance.values.values())) - len(self.value(ref))

    def set(self, ref: str, value: str) -> None:
        """Put an answer in place and weigh again what depends on it."""
        self.withdrawn.pop(ref, None)
        self.weigher.set(ref, value)
        self.weigher.settle()

    def relevant(self, ref: str) -> bool:
        """Whether neither the node nor one above it is ruled out."""
        return self.instance.relevant(ref)

    def stop(self, ref: str) -> Stop:
        return Stop(ref, self.form.question(ref))

    def asked(self) -> Iterator[Stop]:
        """What is asked and relevant now, in order."""
        if not self.form.series:
            irrelevant = self.instance.irrelevant
            for stop, guards in self.form.stops:
                if irrelevant.isdisjoint(guards):
                    yield stop
        else:
            yield from self._stops(self.form.flow, "", 0)

    def _stops(self, flow: Flow, start: str, done: int) -> Iterator[Stop]:
        """`start` is the instance of a repeat whose general ref is `done` characters long."""
        for item in flow:
            ref = start + item.ref[done:]
            if isinstance(item, Series):
                yield from self._of_series(item, ref)
            elif item.asked and self.relevant(ref):
                yield Stop(ref, item)

    def _of_series(self, series: Series, ref: str) -> Iterator[Stop]:
        if not self.relevant(above(ref)):
            return
        count = self.instance.counts.get(ref, 0)
        for number in range(1, count + 1):
            instance = f"{ref}[{number}]"
            if instance not in self.instance.irrelevant:
                yield from self._stops(series.flow, instance, len(series.ref))
        if series.grows and self.weigher.room:
            one_more = f"{ref}[{count + 1}]"
            if self._may_be(series.question.bind.relevant, one_more):
                yield Stop(one_more, series.question)

    def _may_be(self, relevant: Expression | None, one_more: str) -> bool:
        """Whether one more instance can be; not where that takes more than it may to say."""
        try:
            return self.holds(relevant, one_more, otherwise=True)
        except LimitExceeded:
            return False

    def required(self, stop: Stop) -> bool:
        return self.holds(stop.question.bind.required, stop.ref, otherwise=False)

    def read_only(self, stop: Stop) -> bool:
        """Whether it is shown like a note. What is inside of something read-only is so too."""
        if stop.question.kind in ("note", "repeat"):
            return stop.question.kind == "note"
        if self.holds(stop.question.bind.read_only, stop.ref, otherwise=False):
            return True
        return any(
            self.holds(group.bind.read_only, self.group_ref(group, stop.ref), otherwise=False)
            for group in stop.question.groups
        )

    def constrained(self, stop: Stop) -> bool:
        """Whether the answer that stands there breaks the constraint; an empty one never does."""
        held = self.holds(stop.question.bind.constraint, stop.ref, otherwise=True)
        return not held and bool(self.value(stop.ref))

    def group_ref(self, group: Group, ref: str) -> str:
        """The node of a group that the node at `ref` stands in."""
        return "/".join(ref.split("/")[: group.ref.count("/") + 1])

    def members(self, group: Group, ref: str) -> list[Stop]:
        """The questions that are relevant now in a group around `ref`, notes left out."""
        inside = self.group_ref(group, ref) + "/"
        return [
            stop
            for stop in self.asked()
            if stop.question.counted and group in stop.question.groups and stop.ref.startswith(inside)
        ]

    def group_holds(self, group: Group, ref: str) -> bool:
        """Whether the constraint of a group around `ref` is met; one without an answer in it always holds."""
        answered = any(self.value(stop.ref) for stop in self.members(group, ref))
        return not answered or self.holds(group.bind.constraint, self.group_ref(group, ref), otherwise=True)

    def offered(self, stop: Stop) -> Sequence[Choice]:
        """The choices that can be chosen now."""
        return self.offers(stop.question, stop.ref)

    def names(self, stop: Stop) -> list[str]:
        return [choice.name for choice in self.offered(stop)]

    def stands(self, stop: Stop) -> bool:
        """Whether what was answered, or left open, can be sent as it is."""
        if not stop.question.counted:
            return True
        value = self.value(stop.ref)
        if value:
            return not fault(stop.question, value, self.names(stop)) and not self.constrained(stop)
        return stop.ref in self.declined or not self.required(stop)

    def add(self, series: str) -> None:
        """One instance more at the end of a repeat."""
        self.weigher.grow(series, self.instance.counts.get(series, 0) + 1)
        self.weigher.settle()

    def remove(self, series: str, number: int) -> None:
        """One instance less; those after it move up."""
        self.weigher.remove(series, number)
        self.weigher.settle()

    def _renumber(self, series: str, number: int) -> None:
        """What was said of instances moves with them."""
        for refs in (self.visited, self.declined, self.objected):
            left = renumbered(dict.fromkeys(refs), series, number)
            refs.clear()
            refs.update(left)
        self.withdrawn = renumbered(self.withdrawn, series, number)

    def _doubt(self, ref: str) -> str | None:
        """An answer that no longer stands has to be asked again; choices that are gone go out of it.

        They come back with what offers them, as an answer comes back with its relevance: the specification
        leaves both open, and the clients of ODK take them out at once (getodk/javarosa#437,
        getodk/web-forms#57).
        """
        stop = self.stop(ref)
        given = self._given(ref)
        left = self._still_offered(stop, given)
        if left == given:
            self.withdrawn.pop(ref, None)
        else:
            self.withdrawn[ref] = given
        if left != self.value(ref):
            self.visited.discard(ref)
            return left
        if ref in self.visited and not self.stands(stop):
            self.visited.discard(ref)
        return None

    def _given(self, ref: str) -> str:
        """The answer with what was withdrawn from it, unless it was set to something else meanwhile."""
        value = self.value(ref)
        before = self.withdrawn.get(ref, value)
        return before if set(value.split()) <= set(before.split()) else value

    def _still_offered(self, stop: Stop, given: str) -> str:
        """An answer without the choices that the filter has taken away."""
        if not given or not stop.question.filtered:
            return given
        names = self.names(stop)
        if stop.question.kind == "select_one":
            return given if given in names else ""
        return " ".join(name for name in given.split() if name in names)
