"""A working copy of a state: the instance as a tree that expressions can read and an answer can change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from random import Random

from survey.form import Form, locate
from survey.nodes import Element
from survey.question import Choice, Group, Question
from survey.rules import Rule
from survey.state import Moment, State
from survey.tree import parse_xml, to_xml
from survey.values import cast, fault
from survey.wording import Wording
from survey.xpath import Context, Expression


class Draft:
    """Made for one step and then dropped; `State` is what stays.

    What is not relevant is empty to every expression (ODK XForms, "relevant"), so such answers stand in
    `hidden` while they wait to be relevant again or to be left out of what is sent.
    """

    def __init__(self, form: Form, state: State, moment: Moment, language: str = "") -> None:
        self.form = form
        self.state = state
        self.moment = moment
        self.language = language
        self.tree = parse_xml(state.document)
        self.nodes: dict[str, Element] = locate(self.tree)
        self.visited = set(state.visited)
        self.declined = set(state.declined)
        self.irrelevant = set(state.irrelevant)
        self.hidden: dict[str, str] = {}
        for ref in state.irrelevant:
            self._hide_or_show(form.rules.leaves[ref])

    def commit(self, position: str, pending: tuple[str, ...] | None = None) -> State:
        """The state after this step."""
        return State(
            self.document(),
            position,
            frozenset(self.visited),
            frozenset(self.declined),
            self.state.objected - self.visited,
            frozenset(self.irrelevant),
            pending,
        )

    def document(self) -> str:
        """The whole instance, hidden answers included. Nothing can be evaluated after it."""
        for ref, value in self.hidden.items():
            self.nodes[ref].set_value(value)
        return to_xml(self.tree)

    def value(self, ref: str) -> str:
        """The answer that stands there, relevant or not."""
        return self.hidden[ref] if ref in self.hidden else self.nodes[ref].value()

    def set(self, ref: str, value: str) -> None:
        """Put an answer in place and weigh again what depends on it."""
        if ref in self.hidden:
            self.hidden[ref] = value
        elif self.nodes[ref].value() != value:
            self.nodes[ref].set_value(value)
            self._weigh(self.form.rules.readers.get(ref, ()))

    def weigh_everything(self) -> None:
        """Relevance and calculations from the ground, as for a new instance."""
        self._weigh(range(len(self.form.rules.ordered)))

    def relevant(self, ref: str) -> bool:
        """Whether neither the node nor one above it is ruled out."""
        return self.irrelevant.isdisjoint(self.form.rules.guards[ref])

    def asked(self) -> Iterator[Question]:
        """The questions and notes that are relevant now, in order."""
        return (question for question in self.form.asked if self.relevant(question.ref))

    def required(self, question: Question) -> bool:
        return self._holds(question.bind.required, question.ref, otherwise=False)

    def read_only(self, question: Question) -> bool:
        """Whether it is shown like a note."""
        return question.kind == "note" or self._holds(question.bind.read_only, question.ref, otherwise=False)

    def constrained(self, question: Question) -> bool:
        """Whether the answer that stands there breaks the constraint; an empty one never does."""
        return not self._holds(question.bind.constraint, question.ref, otherwise=True)

    def members(self, group: Group) -> list[Question]:
        """The questions of a group that are relevant now, notes left out."""
        return [item for item in self.asked() if item.counted and group in item.groups]

    def group_holds(self, group: Group) -> bool:
        """Whether the constraint of a group is met; one without an answer in it always holds."""
        answered = any(self.value(item.ref) for item in self.members(group))
        return not answered or self._holds(group.bind.constraint, group.ref, otherwise=True)

    def offered(self, question: Question) -> Sequence[Choice]:
        """The choices as the choice filter leaves them; shuffled ones stay as they are for this response."""
        choices = question.choices
        if choices is None:
            return ()
        if choices.filter is None:
            return choices.full
        context = self.context(question.ref, Random(f"{self.instance_id} {question.ref}").random)
        return [choices.by_item[item] for item in choices.filter.nodes(context)]

    def names(self, question: Question) -> list[str]:
        return [choice.name for choice in self.offered(question)]

    def stands(self, question: Question) -> bool:
        """Whether what was answered, or left open, can be sent as it is."""
        value = self.value(question.ref)
        if value:
            return not fault(question, value, self.names(question)) and not self.constrained(question)
        return question.ref in self.declined or not self.required(question)

    def say(self, wording: Wording, ref: str) -> str:
        """A text in the language of this step, as it reads at `ref`."""
        return wording.say(self.language, lambda expression: expression.string(self.context(ref)))

    @property
    def instance_id(self) -> str:
        return self.nodes[self.form.instance_id].value()

    def context(self, ref: str, random: Callable[[], float] | None = None) -> Context:
        return Context(
            self.nodes[ref],
            self.moment.now,
            random or self.moment.random,
            self.form.instances,
            self.language or self.form.translations.default,
            self._itext,
            self.form.choice_label,
        )

    def _itext(self, text_id: str, language: str) -> str:
        root = f"/{self.tree.root.name}"
        wording = self.form.translations.wording(text_id)
        return wording.say(language, lambda expression: expression.string(self.context(root)))

    def _holds(self, expression: Expression | None, ref: str, *, otherwise: bool) -> bool:
        return otherwise if expression is None else expression.boolean(self.context(ref))

    def _weigh(self, due: Iterable[int]) -> None:
        """Apply rules in order, and those that read what they changed."""
        heap = list(due)
        heapify(heap)
        queued = set(heap)
        while heap:
            at = heappop(heap)
            queued.discard(at)
            for place in self._apply(self.form.rules.ordered[at]):
                if place not in queued:
                    queued.add(place)
                    heappush(heap, place)

    def _apply(self, rule: Rule) -> Iterator[int]:
        if rule.what == "relevant":
            return self._decide_relevance(rule)
        if rule.what == "calculate":
            return self._calculate(rule)
        return self._doubt(rule)

    def _decide_relevance(self, rule: Rule) -> Iterator[int]:
        relevant = self._holds(rule.expression, rule.ref, otherwise=True)
        if relevant == (rule.ref not in self.irrelevant):
            return
        if relevant:
            self.irrelevant.discard(rule.ref)
            yield from self.form.rules.beneath.get(rule.ref, ())
        else:
            self.irrelevant.add(rule.ref)
        for leaf in self._hide_or_show(self.form.rules.leaves[rule.ref]):
            yield from self.form.rules.readers.get(leaf, ())

    def _calculate(self, rule: Rule) -> Iterator[int]:
        if not self.relevant(rule.ref):
            return
        node = self.nodes[rule.ref]
        value = cast(self.form.binds[rule.ref].type, rule.expression.string(self.context(rule.ref)))
        if value != node.value():
            node.set_value(value)
            yield from self.form.rules.readers.get(rule.ref, ())

    def _doubt(self, rule: Rule) -> Iterator[int]:
        """An answer that no longer stands has to be asked again; choices that are gone go out of it."""
        if not self.relevant(rule.ref):
            return
        question = self.form.question(rule.ref)
        left = self._still_offered(question)
        if left != self.value(rule.ref):
            self.nodes[rule.ref].set_value(left)
            self.visited.discard(rule.ref)
            yield from self.form.rules.readers.get(rule.ref, ())
        elif rule.ref in self.visited and not self.stands(question):
            self.visited.discard(rule.ref)

    def _still_offered(self, question: Question) -> str:
        """The answer without choices that the filter has taken away: the specification leaves it open, and
        the clients of ODK take them out at once (getodk/javarosa#437, getodk/web-forms#57)."""
        value = self.value(question.ref)
        if not value or not question.filtered:
            return value
        names = self.names(question)
        if question.kind == "select_one":
            return value if value in names else ""
        return " ".join(name for name in value.split() if name in names)

    def _hide_or_show(self, leaves: Iterable[str]) -> list[str]:
        """Empty the leaves that are not relevant, give back those that are; the ones that changed."""
        changed = []
        for ref in leaves:
            relevant, node = self.relevant(ref), self.nodes[ref]
            if relevant and ref in self.hidden:
                value = self.hidden.pop(ref)
                node.set_value(value)
            elif not relevant and ref not in self.hidden:
                value = self.hidden[ref] = node.value()
                node.set_value("")
            else:
                continue
            if value:
                changed.append(ref)
        return changed
