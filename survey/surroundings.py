"""What an expression sees at a node: the instance, the lists beside it, the time, texts and choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from survey.form import Form
from survey.instance import Instance
from survey.nodes import Node
from survey.question import Choice, Question
from survey.refs import cut, general, resolve
from survey.state import Moment
from survey.wording import MORE, Wording, shortened
from survey.xpath import Allowance, Context, Expression, LimitExceeded

LONGEST_FILLED_IN = 1_000
"""Letters of an answer within another text."""


class Surroundings:
    """A form and an instance of it at one moment, in one language."""

    def __init__(self, form: Form, instance: Instance, moment: Moment, language: str) -> None:
        self.form = form
        self.instance = instance
        self.moment = moment
        self.language = language or form.translations.default
        self.allowance = Allowance()

    def context(self, ref: str, random: Callable[[], float] | None = None) -> Context:
        """Where an expression at a node or an attribute is evaluated."""
        return self._context(self.instance.at(ref), ref, random)

    def say(self, wording: Wording, ref: str) -> str:
        """A text in the language of this step, as it reads at `ref`."""
        return self._say(wording, ref, self.language)

    def holds(self, expression: Expression | None, ref: str, *, otherwise: bool) -> bool:
        """Whether it is true at a node; `otherwise` if there is none."""
        return otherwise if expression is None else expression.boolean(self.context(ref))

    def offers(self, question: Question, ref: str) -> Sequence[Choice]:
        """The choices as the choice filter leaves them; shuffled ones stay as they are for this response."""
        choices = question.choices
        if choices is None:
            return ()
        if choices.filter is None:
            return choices.full
        instance_id = self.instance.values.get(self.form.instance_id, "")
        nodes = choices.filter.nodes(self.context(ref, Random(f"{instance_id} {ref}").random))
        if choices.read is None:
            return [choices.by_item[item] for item in nodes if item in choices.by_item]
        read = (choices.read(index, item, self._text_at) for index, item in enumerate(nodes))
        return [choice for choice in read if choice.name]

    def _context(self, node: Node, ref: str, random: Callable[[], float] | None = None) -> Context:
        return Context(
            node,
            self.moment.now,
            random or self.moment.random,
            self.form.instances,
            self.language,
            partial(self._itext, ref),
            partial(self._choice_name, ref),
            allowance=self.allowance,
        )

    def _text_at(self, expression: Expression, node: Node) -> str:
        return expression.string(self._context(node, self.form.root.ref))

    def _say(self, wording: Wording, ref: str, language: str) -> str:
        return wording.say(language, lambda expression: self._filled_in(expression, ref))

    def _filled_in(self, expression: Expression, ref: str) -> str:
        """What stands in a text for an expression: a message has no room for all of a long one, nor patience
        for one that takes too many steps."""
        try:
            return shortened(expression.string(self.context(ref)), LONGEST_FILLED_IN)
        except LimitExceeded:
            return MORE

    def _itext(self, ref: str, text_id: str, language: str) -> str:
        def compiled(text: str) -> Expression:
            return self.form.compiled(text, general(ref))

        return self._say(self.form.translations.wording(text_id, compiled), ref, language)

    def _choice_name(self, ref: str, name: str, path: str, language: str) -> str:
        """The label of a choice of the question at `path`, offered now or not."""
        at = resolve(path, ref)
        question = self.form.by_ref.get(general(at))
        if question is None or question.choices is None:
            return ""
        choices = question.choices.full or self.offers(question, self._own(at, ref))
        self.allowance.spend(len(choices))
        labels = (self._say(choice.label, ref, language) for choice in choices if choice.name == name)
        return next(labels, "")

    def _own(self, ref: str, at: str) -> str:
        """A general ref told from inside a repeat means the node in that instance."""
        shape = self.form.shapes[general(ref)]
        depth = sum(general(at).startswith(series + "/") for series in shape.series)
        found = self.instance.expand(shape, cut(at, depth), depth)
        return found[0] if found and "[" not in ref else ref
