"""A draft of which one paragraph is changed, added, moved or taken out. Pure.

All paragraphs stand in one line, and a heading stands before one of them: so it stays where it is when they
change places.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reports.submission.draft import SUMMARY, Draft, Paragraph, Section


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph, and the heading before it; None where it belongs to the section of the one before."""

    paragraph: Paragraph
    heading: str | None = None


def line(draft: Draft) -> list[Placed]:
    """All but the summary, in their order."""
    return [
        Placed(each, None if number else section.heading)
        for section in draft.sections
        for number, each in enumerate(section.paragraphs)
    ]


def changed(draft: Draft, number: int, placed: Placed) -> Draft:
    """Another paragraph in the place of this number; the summary has no heading."""
    if number == SUMMARY:
        return replace(draft, summary=placed.paragraph)
    there = line(draft)
    there[number - 1] = placed
    return _of(draft, there)


def added(draft: Draft, after: int, placed: Placed) -> Draft:
    """One more, after this number; what comes first takes over the heading there, if it brings none."""
    there = line(draft)
    if after == 0 and there and placed.heading is None:
        placed, there[0] = replace(placed, heading=there[0].heading), replace(there[0], heading=None)
    there.insert(after, placed)
    return _of(draft, there)


def removed(draft: Draft, number: int) -> Draft:
    """Without it; its heading stays for those that are left in its section."""
    there = line(draft)
    gone = there.pop(number - 1)
    left = there[number - 1 : number]
    if left and left[0].heading is None:
        there[number - 1] = replace(left[0], heading=gone.heading)
    return _of(draft, there)


def swapped(draft: Draft, number: int) -> Draft:
    """It and the next one change places."""
    there = line(draft)
    first, second = there[number - 1 : number + 1]
    there[number - 1] = replace(first, paragraph=second.paragraph)
    there[number] = replace(second, paragraph=first.paragraph)
    return _of(draft, there)


def _of(draft: Draft, there: Iterable[Placed]) -> Draft:
    sections = list[tuple[str, list[Paragraph]]]()
    for each in there:
        if each.heading is not None or not sections:
            sections.append((each.heading or "", []))
        sections[-1][1].append(each.paragraph)
    return replace(draft, sections=tuple(Section(heading, tuple(those)) for heading, those in sections))
