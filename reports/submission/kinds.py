"""What each kind of paper begins with, and in which order its sections stand: its readers look for different
things. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.files.words import Words, clean
from reports.recommendations.entry import Position
from reports.submission.draft import Form, Paragraph, Section

TO_THE_UNITED_NATIONS: frozenset[Form] = frozenset({"organisation", "coalition"})
"""Submissions of stakeholders: the United Nations ask who submits them, for a contact and for key words."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One recommendation, and what is written of it. `goals`: "11", "16.3"."""

    position: Position
    goals: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


def purpose(form: Form, words: Words) -> str:
    """The sentence that a paper of this kind begins with; empty for submissions, which say what was heard."""
    match form:
        case "national":
            return words.say("This annex says what local governments did, and who was heard.")
        case "mid-term":
            return words.say(
                "This report says of one recommendation after the other what was done, and what has changed "
                "since people were asked before."
            )
        case "local":
            return words.say(
                "This review goes through the Sustainable Development Goals, and brings what people say of "
                "them where they live."
            )
    return ""


def arranged(
    form: Form,
    answered: Sequence[Answered],
    said: Sequence[Section],
    heard: Sequence[Paragraph],
    goals: Mapping[str, str],
    words: Words,
) -> tuple[Section, ...]:
    """`said`: what people said. `heard`: who they were. `goals`: what they are called, by their numbers."""
    say = words.say
    match form:
        case "national":
            sections = (
                _section(say("What local governments did"), answered),
                Section(say("Who was heard"), tuple(heard)),
                *said,
            )
        case "mid-term":
            noted = [each for each in answered if each.position == "noted"]
            others = [each for each in answered if each.position != "noted"]
            sections = (
                _section(say("Recommendations that were supported"), others),
                _section(say("Recommendations that were noted"), noted),
                *said,
            )
        case "local":
            sections = (*_by_goal(answered, goals, words), *said)
        case _:
            sections = (*said, _section(say("Recommendations of earlier reviews"), answered))
    return tuple(each for each in sections if each.paragraphs)


def _section(heading: str, answered: Sequence[Answered]) -> Section:
    return Section(clean(heading), tuple(one for each in answered for one in each.paragraphs))


def _by_goal(answered: Sequence[Answered], goals: Mapping[str, str], words: Words) -> Iterator[Section]:
    """A recommendation under several goals stands under the first of them; those without one come last."""
    first = [(min((_goal(one) for one in each.goals), default=0), each) for each in answered]
    for number in sorted({number for number, _ in first if number}):
        heading = words.say("Goal %(goal)s", goal=goals.get(str(number), str(number)))
        yield _section(heading, [each for of, each in first if of == number])
    yield _section(words.say("Other recommendations"), [each for of, each in first if not of])


def _goal(named: str) -> int:
    """ "16.3" is of goal 16."""
    return int(named.partition(".")[0])
