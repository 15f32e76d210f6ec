"""A form, ready to be answered. It is loaded once and never changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from survey.actions import Actions, Compile, read_actions
from survey.body import Body, Flow, Series, repeated
from survey.model import OPENROSA, Model, read_model
from survey.nodes import Document, Element
from survey.question import Bind, Choice, FormError, Group, Question, Stop
from survey.refs import general
from survey.rules import Rules, order_rules
from survey.shape import Shape
from survey.tree import parse_xml
from survey.wording import Translations

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")
_FILLED_IN = "\0"
"""In no label of an author: XML has no such sign."""


@dataclass(frozen=True, eq=False)
class Form:
    """`languages` are codes in the author's order, empty if the form is not translated.

    `questions` stand in the order of the instance, notes and held values among them (see `Question.kind`);
    `asked` and `flow` in the order in which they are asked. All refs of a form are general (`survey.refs`).
    """

    title: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    template: Element = field(repr=False)
    shapes: Mapping[str, Shape] = field(repr=False)
    instances: Mapping[str, Document] = field(repr=False)
    binds: Mapping[str, Bind] = field(repr=False)
    actions: Actions = field(repr=False)
    translations: Translations = field(repr=False)
    rules: Rules = field(repr=False)
    refs: frozenset[str] = field(repr=False)
    flow: Flow = field(repr=False)
    asked: tuple[Question, ...] = field(repr=False)
    by_ref: Mapping[str, Question] = field(repr=False)
    groups: tuple[Group, ...] = field(repr=False)
    """Those with a constraint."""
    series: Mapping[str, Series] = field(repr=False)
    compiled: Compile = field(repr=False)
    """Reads an expression as it stands at a node."""

    @classmethod
    def load(cls, xform: str | bytes) -> Form:
        """Read an ODK XForm.

        Raises XmlError (not XML), ExpressionError (an expression that cannot be read) and FormError
        (something the engine does not run).
        """
        head, body = _halves(parse_xml(xform).root)
        model_element = _need(head, "model")
        root = _root(model_element)
        model = read_model(model_element, dict(repeated(body, root)))
        flow = Body(model).flow(body, root)
        series = {item.ref: item for item in _series(flow)}
        controls = tuple(_questions(flow))
        questions = _in_order(model, controls)
        counts = {item.ref: item.count for item in series.values() if item.count}
        title = head.child("title")
        return cls(
            title.value() if title is not None else "",
            model.translations.codes,
            questions,
            model.template,
            model.shapes,
            model.instances,
            model.binds,
            read_actions(model_element, body, model.shapes, model.compiled),
            model.translations,
            order_rules(model.shapes, model.binds, questions, counts),
            frozenset(model.shapes),
            flow,
            tuple(question for question in controls if question.asked),
            {
                question.ref: question
                for question in (*questions, *(item.question for item in series.values()))
            },
            tuple(_constrained(controls)),
            series,
            model.compiled,
        )

    @property
    def root(self) -> Shape:
        return self.shapes[f"/{self.template.name}"]

    @property
    def instance_id(self) -> str:
        """The path of the node that holds the id of a response."""
        return f"/{self.template.name}/meta/instanceID"

    @cached_property
    def version(self) -> str:
        """What tells this version of the form from others."""
        return version({key: item.text for key, item in self.template.attributes.items()})

    @cached_property
    def stops(self) -> tuple[tuple[Stop, tuple[str, ...]], ...]:
        """What is asked in a form without repeats, each with the nodes on whose relevance it hangs."""
        return tuple((Stop(item.ref, item), self.shapes[item.ref].guards) for item in self.asked)

    @cached_property
    def plain_questions(self) -> frozenset[str]:
        """The refs of what is asked outside of repeats."""
        return frozenset(item.ref for item in self.asked if not self.shapes[item.ref].series)

    @cached_property
    def plain_leaves(self) -> frozenset[str]:
        """The refs of what holds a value outside of repeats."""
        return frozenset(ref for ref, item in self.shapes.items() if not (item.children or item.series))

    def question(self, ref: str) -> Question:
        """By a general ref or that of one node. Raises KeyError if there is none."""
        return self.by_ref[general(ref)]

    def type_of(self, ref: str) -> str:
        """The type of a node's bind."""
        bind = self.binds.get(general(ref))
        return bind.type if bind else "string"

    def label(self, ref: str, language: str) -> str:
        """The label without anybody's answers: what is filled in later stands as "…"."""
        return self.question(ref).label.say(language, lambda _: "…")

    def hint(self, ref: str, language: str) -> str:
        """What helps with a question, in the same way; empty where nothing does."""
        return self.question(ref).hint.say(language, lambda _: "…")

    def refusals(self, ref: str, language: str) -> tuple[str, ...]:
        """What is said, in the same way, where an answer to a question cannot stand, or none is given."""
        bind = self.question(ref).bind
        said = (
            each.say(language, lambda _: "…") for each in (bind.constraint_message, bind.required_message)
        )
        return tuple(filter(None, said))

    def opening(self, language: str) -> str:
        """The first line of what is shown first."""
        return self.label(self.asked[0].ref, language).partition("\n")[0]

    def heading(self, ref: str, language: str) -> str:
        """The label above what many answered: a sentence with one person's answer is left out of others."""
        parts = _SENTENCE_END.split(self.question(ref).label.say(language, lambda _: _FILLED_IN))
        same_for_all = [part for part in parts if _FILLED_IN not in part]
        return " ".join(same_for_all) or self.label(ref, language)

    def choices(self, ref: str) -> tuple[Choice, ...]:
        """All choices of a question, offered now or not; none for other questions, nor where they are answers
        given before."""
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


def version(attributes: Mapping[str, str]) -> str:
    """The id and the version of an instance, by the attributes of its root."""
    number = attributes.get("version") or attributes.get(f"{{{OPENROSA}}}version", "")
    return f"{attributes.get('id', '')} {number}".strip()


def _halves(root: Element) -> tuple[Element, Element]:
    return _need(root, "head"), _need(root, "body")


def _need(element: Element, name: str) -> Element:
    child = element.child(name)
    if child is None:
        raise FormError(f"The form has no <{name}>.")
    return child


def _root(model: Element) -> str:
    """The ref of the root of the instance."""
    instance = model.child("instance")
    elements = instance.elements() if instance is not None else []
    return f"/{elements[0].name}" if elements else ""


def _series(flow: Flow) -> Iterator[Series]:
    for item in flow:
        if isinstance(item, Series):
            yield item
            yield from _series(item.flow)


def _questions(flow: Flow) -> Iterator[Question]:
    """All questions, those whether to add one more left out."""
    for item in flow:
        if isinstance(item, Series):
            yield from _questions(item.flow)
        else:
            yield item


def _constrained(questions: Iterable[Question]) -> dict[Group, None]:
    groups = (group for question in questions for group in question.groups)
    return dict.fromkeys(group for group in groups if group.bind.constraint)


def _in_order(model: Model, asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """Questions and held values in the order of the instance, which is the one the author wrote."""
    places = {ref: place for place, ref in enumerate(model.shapes)}
    shown = {question.ref for question in asked}
    held = [
        Question(ref, ref.rpartition("/")[2], "calculate" if bind.calculate else "hidden", bind)
        for ref, bind in model.binds.items()
        if ref in places and ref not in shown and _keeps_a_value(model.shapes[ref], bind)
    ]
    return tuple(sorted((*asked, *held), key=lambda question: places[question.ref]))


def _keeps_a_value(shape: Shape, bind: Bind) -> bool:
    """Whether it is a value of the author's: no group, no metadata."""
    return "/meta/" not in shape.ref and (bool(bind.calculate) or not (shape.children or bind.preload[0]))
