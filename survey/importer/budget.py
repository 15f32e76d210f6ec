"""Lines of a budget: numbers that add up, each tagged with a right, with goals, and with what was adopted.

The columns `right` (an issue of the Universal Periodic Review), `sdg` (numbers of goals) and `adopted` stand
in the XForm as attributes of the control.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from survey.importer.columns import BUDGET
from survey.importer.source import Question, Source
from survey.importer.types import Kind
from survey.problems import Problem, suggestion

RIGHTS = tuple(
    f"upr-{name}"
    for name in """
        asylum civil-political civil-society corruption counter-terrorism death-penalty detention development
        disabilities economic-social elections disappearances environment executions assembly movement
        expression religion press general hiv defenders rights-education state-agents impunity indigenous
        displaced humanitarian-law instruments justice labour migrants minorities national-institution
        plan-of-action other poverty security racial-discrimination education food health housing land water
        child orientation special-procedures cooperation torture trafficking treaty-bodies process women
    """.split()  # noqa: SIM905 - as a list it would take a page
)
"""The codes of the codebook for open answers (`handlers/reading/codebook.py`)."""
GOALS = range(1, 18)
NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
FEWEST = 3
"""Of two lines each says what the other is, so that what is hidden of one would be told by the other."""


def check_budget(source: Source) -> Iterator[Problem]:
    """Lines that are no numbers of a sum, tags that are unknown, sums of which only a part is tagged."""
    lines = defaultdict[Question, list[Question]](list)
    for question in source.questions:
        if any(question.entry.text(column) for column in BUDGET):
            if question.kind not in NUMBERS or question.parent is None or not _adds_up(question.parent):
                yield question.entry.problem("budget_kind", next(filter(question.entry.text, BUDGET)))
                continue
            lines[question.parent].append(question)
            yield from _tags(question)
    for group, found in lines.items():
        numbers = [each for each in source.questions if each.parent is group and each.kind in NUMBERS]
        for each in numbers:
            if each not in found:
                yield each.entry.problem("budget_untagged", "adopted")
        if len(numbers) < FEWEST:
            yield group.entry.problem("budget_few", "type", count=str(FEWEST))


def _adds_up(group: Question) -> bool:
    """Whether it is a group with a condition, asked once."""
    above: Question | None = group
    while above:
        if above.kind is Kind.BEGIN_REPEAT:
            return False
        above = above.parent
    return "=" in group.entry.text("constraint")


def _tags(question: Question) -> Iterator[Problem]:
    entry = question.entry
    right, adopted = entry.text("right"), entry.text("adopted")
    if right and right not in RIGHTS:
        yield entry.problem("right_unknown", "right", name=right, **suggestion(right, RIGHTS))
    for goal in goals_in(entry.text("sdg")):
        if not (goal.isascii() and goal.isdecimal() and int(goal) in GOALS):
            yield entry.problem("goal_unknown", "sdg", name=goal)
    if not _is_amount(adopted):
        yield entry.problem("adopted_unreadable", "adopted", text=adopted)


def goals_in(text: str) -> list[str]:
    """The numbers of goals, however they are set apart."""
    return text.replace(",", " ").replace(";", " ").split()


def _is_amount(text: str) -> bool:
    try:
        return text.isascii() and 0 <= Decimal(text) < Decimal(10) ** 15
    except InvalidOperation:
        return False
