"""A form is tried before anybody answers it: with nothing answered, with the longest answers that it takes,
and with many instances of its repeats."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from survey.form import Form
from survey.question import FormError, Question, Stop
from survey.refs import place
from survey.sending import begin
from survey.state import Moment, State
from survey.values import LONGEST, LONGEST_TOGETHER, OK
from survey.weighing import MOST
from survey.working_copy import WorkingCopy
from survey.xpath import Expression, ExpressionError, LimitExceeded
from survey.xpath.allowance import MOST_STEPS, check_length

Made = TypeVar("Made")
TRYING = Moment(datetime(2026, 1, 1, tzinfo=UTC), lambda: 0.5)
STEPS = 5 * MOST_STEPS
"""For all trials of a form together; each may take what a step of a person may."""
LENGTHS = (LONGEST, 400, 40, 4, 1)
"""Letters of a text, the longest first that its constraint allows."""
NUMBERS = ("2147483647", "500", "100", "50", "20", "10", "5", "2", "1", "0")
COUNTING = ("integer", "range", "decimal", "select_multiple")
ADDED = 100
"""Instances of a repeat to which people add one after the other."""
PLAIN = {
    "decimal": "999999999999999.5",
    "date": "2026-11-30",
    "time": "23:59:59.000+14:00",
    "datetime": "2026-11-30T23:59:59.000+14:00",
    "geopoint": "-89.999999 -179.999999 0 0",
    "acknowledge": OK,
    **dict.fromkeys(("image", "audio", "video", "file"), "x" * 200),
}


def try_form(form: Form) -> None:
    """Raises FormError, ExpressionError, or LimitExceeded with the node whose expression takes too much."""
    trial = _Trial(form)
    trial.try_expressions(trial.copy(State(form.version)))
    for language in form.languages if form.rules.worded else ("",):
        trial.begun = begin(form, TRYING, "uuid:trying", language)
    trial.try_expressions(trial.copy())
    trial.try_expressions(trial.answered())
    if any(series.count for series in form.series.values()):
        trial.try_counts()
    for ref, series in form.series.items():
        if series.grows:
            trial.try_repeat(ref)


class _Trial:
    """What is left of the steps, and the form as it begins."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.begun = State(form.version)
        self.left = STEPS

    def copy(self, state: State | None = None) -> WorkingCopy:
        return WorkingCopy(self.form, state or self.begun, TRYING)

    def take(self, tried: WorkingCopy, ref: str, what: str, work: Callable[[], Made]) -> Made:
        """One step of a person. Raises LimitExceeded that names the node."""
        tried.allowance.steps = given = min(self.left, MOST_STEPS)
        try:
            made = work()
        except LimitExceeded as error:
            raise error.at(ref, what) from None
        self.left -= given - tried.allowance.steps
        return made

    def try_expressions(self, tried: WorkingCopy) -> None:
        """Raises FormError that names the node where one fails."""
        for ref, what, expression in _expressions(self.form):
            at = tried.context(self.form.shapes[ref].first)
            try:
                self.take(tried, ref, what, partial(expression.evaluate, at))
            except LimitExceeded:
                raise
            except ExpressionError as error:
                raise FormError(f"{ref}: {error}") from error

    def answered(self) -> WorkingCopy:
        """All answered at length, everything relevant, one instance of each repeat, all calculated."""
        tried = self.copy()
        tried.instance.irrelevant.clear()
        for ref in self.form.series:
            tried.instance.counts.setdefault(place(self.form.shapes[ref].first)[0], 1)
        tried.instance.restructure()
        for question in filter(lambda each: each.counted, self.form.asked):
            self.answer(tried, question)
        for rule in self.form.rules.ordered:
            if rule.what == "calculate" and "/@" not in rule.ref:
                self.take(
                    tried, rule.ref, rule.what, partial(self.calculate, tried, rule.ref, rule.expression)
                )
        return tried

    def answer(self, tried: WorkingCopy, question: Question) -> None:
        """With the longest answer that the constraint allows, if it allows any of ours. All of them may be
        longer together than those of a person."""
        ref = self.form.shapes[question.ref].first
        for value in _long_values(question):
            self.take(tried, question.ref, "type", partial(check_length, len(value)))
            tried.instance.values[ref] = value
            broken = partial(tried.constrained, Stop(ref, question))
            if not self.take(tried, question.ref, "constraint", broken):
                return
        tried.instance.values.pop(ref, None)

    def calculate(self, tried: WorkingCopy, ref: str, expression: Expression) -> None:
        first = self.form.shapes[ref].first
        value = expression.string(tried.context(first))
        check_length(len(value))
        tried.instance.values[first] = value
        if sum(question.kind == "text" for question in self.form.asked) * LONGEST <= LONGEST_TOGETHER:
            tried.instance.check()

    def try_counts(self) -> None:
        """As many instances as answers count, given one after the other."""
        tried = self.copy()
        for question in self.form.asked:
            ref = self.form.shapes[question.ref].first
            if question.kind in COUNTING and "[" not in ref and tried.relevant(ref):
                self.answer(tried, question)
                value = tried.instance.values.pop(ref, "")
                self.take(tried, ref, "", partial(tried.set, ref, value))

    def try_repeat(self, ref: str) -> None:
        """As many instances as people may add, and one more."""
        tried = self.copy()
        for above in self.form.shapes[ref].series[:-1]:
            self.take(tried, ref, "", partial(_grow, tried, place(self.form.shapes[above].first)[0], 1))
        own = place(self.form.shapes[ref].first)[0]
        for count in range(10, min(ADDED, MOST) + 1, 10):
            self.take(tried, ref, "", partial(_grow, tried, own, count))


def _expressions(form: Form) -> Iterator[tuple[str, str, Expression]]:
    """Where they stand and what they are."""
    for ref, bind in form.binds.items():
        for what in ("relevant", "required", "constraint", "calculate", "read_only"):
            if (said := getattr(bind, what)) is not None and ref in form.refs:
                yield ref, what, said
    for question in form.asked:
        if question.choices and question.choices.filter:
            yield question.ref, "choice_filter", question.choices.filter


def _long_values(question: Question) -> Iterator[str]:
    names = [choice.name for choice in question.choices.full] if question.choices else []
    match question.kind:
        case "text":
            yield from ("x" * length for length in LENGTHS)
        case "integer":
            yield from NUMBERS
        case "range" if question.range:
            yield str(question.range.high)
        case "select_one" if names:
            yield max(names, key=len)
        case "select_multiple" | "rank":
            yield " ".join(names)
        case kind if kind in PLAIN:
            yield PLAIN[kind]


def _grow(tried: WorkingCopy, series: str, count: int) -> None:
    if tried.instance.counts.get(series, 0) < count:
        tried.weigher.grow(series, count)
        tried.weigher.settle()
