"""The check before a paper goes out: small groups, words without consent, people who could be found, form."""

import re
from collections.abc import Iterator

from reports.submission import numbers, pointing, wording
from reports.submission.cites import EVENT, KINDS, RECOMMENDATION, kind_of, named
from reports.submission.draft import SUMMARY, Draft, Paragraph
from reports.submission.known import Kind, Known, Problem
from reports.submission.quoting import quoted
from reports.submission.text import Text
from reports.submission.world import state_of, states_named

_AND = re.compile(r"\s*(?:,|;|/|&|\band\b|\bet\b)\s*")


def check(draft: Draft, known: Known, words: int, limit: int) -> list[Problem]:
    """Everything at once, in the order of the paper. `words` it has; `limit`: it may have, 0 for no limit."""
    return list(dict.fromkeys((*_whole(draft, known, words, limit), *_texts(draft, known))))


def _whole(draft: Draft, known: Known, words: int, limit: int) -> Iterator[Problem]:
    yield from _form(draft)
    if limit and words > limit:
        yield Problem("limit", f"{words} > {limit}")
    if known.release is None:
        yield Problem("release")
        return
    if (known.release["consultation"], known.release["release"]) != (draft.consultation, draft.release):
        yield Problem("stale", str(draft.release))
    yield from numbers.differences(known.release, draft.cites())


def _form(draft: Draft) -> Iterator[Problem]:
    countries = [each for each in _AND.split(draft.country) if state_of(each)]
    if not state_of(draft.country):
        yield Problem("countries" if len(countries) > 1 else "country", draft.country)
    wanted: dict[Kind, object] = {
        "submitter": draft.submitters,
        "contact": draft.contact,
        "summary": draft.summary.text,
        "keywords": draft.keywords,
    }
    yield from (Problem(kind) for kind, given in wanted.items() if not given)


def _texts(draft: Draft, known: Known) -> Iterator[Problem]:
    heads = " . ".join((draft.title, *draft.keywords, *(each.heading for each in draft.sections)))
    yield from _read(draft, Paragraph(heads, draft.cites()), known, None)
    for number, each in draft.paragraphs():
        cites = draft.cites() if number == SUMMARY else each.cites
        yield from _read(draft, Paragraph(each.text, cites), known, number)


def _read(draft: Draft, paragraph: Paragraph, known: Known, number: int | None) -> Iterator[Problem]:
    """Each thing is accounted for once: what comes first decides what it is."""
    text, at, cites = Text(paragraph.text), number, paragraph.cites
    figures = numbers.shown_by(known.release, cites) if known.release else []
    if number:
        yield from _cited(cites, known, at)
    yield from quoted(text, known, at)
    text.leave_out((*known.labels, *known.places, *known.names, *draft.submitters, draft.country))
    yield from _references(text, known, at)
    yield from pointing.pointed(text, known.days, at)
    text.take(wording.YEARS)
    numbers.leave_shown(text, figures)
    yield from pointing.surely(text, at)
    for pattern in (wording.ORDINAL, wording.MEASURED):
        text.take(pattern)
    yield from numbers.told_in_words(text, figures, at)
    yield from numbers.unaccounted(text, cites, at)
    yield from _elsewhere(text, draft, known, paragraph, at)
    if number is not None:
        yield from pointing.people(text, at)


def _cited(cites: tuple[str, ...], known: Known, at: int | None) -> Iterator[Problem]:
    """What is cited is there."""
    if known.release:
        yield from numbers.cited(known.release, cites, at)
    for each in named(cites, RECOMMENDATION):
        if each not in known.recommendations:
            yield Problem("recommendation", each, at)
    yield from (Problem("cite", each, at) for each in named(cites, EVENT) if each not in known.events)
    yield from (Problem("cite", each, at) for each in cites if kind_of(each)[0] not in KINDS)


def _references(text: Text, known: Known, at: int | None) -> Iterator[Problem]:
    text.take(wording.SYMBOL)
    for match in text.take(wording.RECOMMENDED):
        for each in re.findall(r"\d+(?:\.\d+)*", match["numbers"]):
            if each not in known.recommendations:
                yield Problem("recommendation", each, at)
    text.leave_out(known.recommendations)
    text.take(wording.REFERRED)


def _elsewhere(
    text: Text, draft: Draft, known: Known, paragraph: Paragraph, at: int | None
) -> Iterator[Problem]:
    """Other States, but for those that made a recommendation that is cited here."""
    cited = named(paragraph.cites, RECOMMENDATION)
    ours = {state_of(draft.country), *(state_of(each) for one in cited for each in known.states.get(one, ()))}
    for written in states_named(text.left):
        if state_of(written) not in ours:
            yield Problem("elsewhere", written, at)
