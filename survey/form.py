"""A form, ready to be answered. It is loaded once and never changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from survey.body import read_body
from survey.model import Model, SetValue, read_actions, read_model
from survey.nodes import Document, Element, Node
from survey.question import Bind, Choice, FormError, Group, Question
from survey.rules import Rules, order_rules
from survey.tree import parse_xml
from survey.wording import Translations


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """`languages` are codes in the author's order, empty if the form is not translated.

    `questions` stand in the order of the form, notes and calculates among them (see `Question.kind`).
    """

    title: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    template: Document = field(repr=False)
    instances: Mapping[str, Document] = field(repr=False)
    binds: Mapping[str, Bind] = field(repr=False)
    actions: tuple[SetValue, ...] = field(repr=False)
    translations: Translations = field(repr=False)
    rules: Rules = field(repr=False)
    refs: frozenset[str] = field(repr=False)
    asked: tuple[Question, ...] = field(repr=False)
    by_ref: Mapping[str, Question] = field(repr=False)
    groups: tuple[Group, ...] = field(repr=False)
    """Those with a constraint."""

    @classmethod
    def load(cls, xform: str | bytes) -> Form:
        """Read an ODK XForm.

        Raises XmlError (not XML), ExpressionError (an expression that cannot be read) and FormError
        (something the engine does not run).
        """
        head, body = _halves(parse_xml(xform).root)
        model_element = _need(head, "model")
        model = read_model(model_element)
        nodes = locate(model.template)
        questions = _in_order(nodes, tuple(read_body(body, model)), model)
        leaves = [ref for ref, node in nodes.items() if not node.elements()]
        title = head.child("title")
        return cls(
            title.value() if title is not None else "",
            model.translations.codes,
            questions,
            model.template,
            model.instances,
            model.binds,
            _actions(leaves, chain(model_element.elements(), body.descendants())),
            model.translations,
            order_rules(tuple(nodes), leaves, model.binds, questions),
            frozenset(nodes),
            tuple(question for question in questions if question.asked),
            {question.ref: question for question in questions},
            tuple(_constrained(questions)),
        )

    @property
    def instance_id(self) -> str:
        """The path of the node that holds the id of a response."""
        return f"/{self.template.root.name}/meta/instanceID"

    def question(self, ref: str) -> Question:
        """Raises KeyError if there is none."""
        return self.by_ref[ref]

    def label(self, ref: str, language: str) -> str:
        """The label without anybody's answers: what is filled in later stands as "…"."""
        return self.question(ref).label.say(language, lambda _: "…")

    def choices(self, ref: str) -> tuple[Choice, ...]:
        """All choices of a question, offered now or not; none for other questions."""
        choices = self.question(ref).choices
        return choices.full if choices else ()

    def choice_label(self, ref: str, name: str, language: str) -> str:
        """The label of a choice; its name if the question has no such choice."""
        labels = (item.label.say(language, lambda _: "…") for item in self.choices(ref) if item.name == name)
        return next(labels, name)

    def by_index(self, ref: str, index: int) -> str:
        """The name of the choice at that place. Raises KeyError."""
        choices = self.choices(ref)
        if not 0 <= index < len(choices):
            raise KeyError(index)
        return choices[index].name


def locate(document: Document) -> dict[str, Element]:
    """The elements of an instance by their paths, in document order. Raises FormError if two share one."""
    nodes: dict[str, Element] = {}
    _locate(document.root, "", nodes)
    return nodes


def _locate(element: Element, above: str, nodes: dict[str, Element]) -> None:
    ref = f"{above}/{element.name}"
    if ref in nodes:
        raise FormError(f"{ref} stands in the form twice.")
    nodes[ref] = element
    for child in element.children:
        if isinstance(child, Element):
            _locate(child, ref, nodes)


def _halves(root: Element) -> tuple[Element, Element]:
    return _need(root, "head"), _need(root, "body")


def _need(element: Element, name: str) -> Element:
    child = element.child(name)
    if child is None:
        raise FormError(f"The form has no <{name}>.")
    return child


def _actions(leaves: Sequence[str], among: Iterable[Node]) -> tuple[SetValue, ...]:
    actions = tuple(read_actions(among))
    wrong = [action.ref for action in actions if action.ref not in leaves]
    if wrong:
        raise FormError(f"{wrong[0]} is given a value but is not a question of the form.")
    return actions


def _constrained(questions: Iterable[Question]) -> dict[Group, None]:
    groups = (group for question in questions for group in question.groups)
    return dict.fromkeys(group for group in groups if group.bind.constraint)


def _in_order(
    nodes: Mapping[str, Element], asked: tuple[Question, ...], model: Model
) -> tuple[Question, ...]:
    """Questions and held values in the order of the instance, which is the one the author wrote."""
    places = {ref: place for place, ref in enumerate(nodes)}
    missing = [question.ref for question in asked if question.ref not in places]
    if missing:
        raise FormError(f"{missing[0]} is not in the instance.")
    shown = {question.ref for question in asked}
    held = [
        Question(ref, ref.rpartition("/")[2], "calculate" if bind.calculate else "hidden", bind)
        for ref, bind in model.binds.items()
        if ref in places and ref not in shown and _keeps_a_value(nodes[ref], bind) and "/meta/" not in ref
    ]
    return tuple(sorted((*asked, *held), key=lambda question: places[question.ref]))


def _keeps_a_value(node: Element, bind: Bind) -> bool:
    """Whether it is a value of the author's: no group, no metadata."""
    return bool(bind.calculate) or not (node.elements() or bind.preload[0])
