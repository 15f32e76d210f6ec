"""The check before a paper goes out: small groups, words without consent, people who could be found, form."""

import re
from collections.abc import Iterator

from reports.submission import addresses, numbers, pointing, referring
from reports.submission.cites import EVENT, KINDS, RECOMMENDATION, SOURCE, kind_of, named
from reports.submission.draft import SUMMARY, Draft, Paragraph
from reports.submission.kinds import TO_THE_UNITED_NATIONS
from reports.submission.known import Kind, Known, Problem
from reports.submission.quoting import Runs, quoted, runs_of, under
from reports.submission.text import Text
from reports.submission.wording import COUNTED, PEOPLE, loose
from reports.submission.world import state_of, states_named

_AND = re.compile(r"\s*(?:,|;|/|&|\band\b|\bet\b)\s*")
_COUNT = loose(rf"[\W\d]*|(?:\d[\d\W]*|{COUNTED}|one|une?|واحدة?)(?:\s+(?:{PEOPLE}))?")
"""A text of ours, such as an answer "5 people", that hides a number elsewhere."""
_NOBODY = re.compile(r"anonym\w*|unknown|inconnue?s?|n\.?\s?n\.?|مجهول\w*", re.IGNORECASE)


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
    yield from numbers.differences(known, draft.cites())


def _form(draft: Draft) -> Iterator[Problem]:
    """Of an annex, and of a city’s own review, the United Nations ask less than of a submission."""
    countries = [each for each in _AND.split(" ".join(draft.country.split())) if state_of(each)]
    if not state_of(draft.country):
        yield Problem("countries" if len(countries) > 1 else "country", draft.country)
    wanted: dict[Kind, object] = {"summary": draft.summary.text}
    if draft.form == "mid-term":
        wanted |= {"submitter": _submitters(draft)}
    if draft.form in TO_THE_UNITED_NATIONS:
        wanted |= {"submitter": _submitters(draft), "contact": draft.contact, "keywords": draft.keywords}
    yield from (Problem(kind) for kind, given in wanted.items() if not given)


def _submitters(draft: Draft) -> bool:
    """A submission cannot be anonymous."""
    return bool(draft.submitters) and not any(_NOBODY.fullmatch(each) for each in draft.submitters)


def _texts(draft: Draft, known: Known) -> Iterator[Problem]:
    runs, ours = runs_of(known.quotes), _ours(draft, known)
    heads = " . ".join((draft.title, *draft.keywords, *(each.heading for each in draft.sections)))
    yield from _read(draft, Paragraph(heads, draft.cites()), known, runs, ours, None)
    for number, each in draft.paragraphs():
        cites = draft.cites() if number == SUMMARY else each.cites
        yield from _read(draft, Paragraph(each.text, cites), known, runs, ours, number)
    yield from _quoted_under(draft, known)


def _ours(draft: Draft, known: Known) -> frozenset[str]:
    """Names and texts of our own, which tell nothing."""
    every = (*known.labels, *known.places, *known.names, *draft.submitters, draft.country)
    return frozenset(each for each in every if not _COUNT.fullmatch(each.strip()))


def _quoted_under(draft: Draft, known: Known) -> Iterator[Problem]:
    """A quote under a heading that names its region."""
    placed = ((section.heading, each) for section in draft.sections for each in section.paragraphs)
    for number, (heading, each) in enumerate(placed, 1):
        yield from under(heading, each.text, known, number)


def _read(
    draft: Draft, paragraph: Paragraph, known: Known, runs: Runs, ours: frozenset[str], number: int | None
) -> Iterator[Problem]:
    """Each thing is accounted for once: what comes first decides what it is."""
    text, at, cites = Text(paragraph.text), number, paragraph.cites
    figures = numbers.shown_by(known, cites)
    if number:
        yield from _cited(cites, known, at)
    yield from quoted(text, known, cites, runs, at)
    text.leave_out(ours)
    yield from addresses.pointed(text, at)
    yield from _references(text, known, at)
    yield from pointing.pointed(text, known.days, at)
    text.take(referring.YEARS)
    numbers.leave_shown(text, figures)
    for pattern in (referring.ORDINAL, referring.MEASURED):
        text.take(pattern)
    yield from addresses.surely(text, at)
    yield from numbers.told_in_words(text, figures, at)
    yield from numbers.unaccounted(text, cites, at)
    yield from _elsewhere(text, draft, known, paragraph, at)
    yield from pointing.people(text, at, heading=number is None)


def _cited(cites: tuple[str, ...], known: Known, at: int | None) -> Iterator[Problem]:
    """What is cited is there."""
    yield from numbers.cited(known, cites, at)
    for each in named(cites, RECOMMENDATION):
        if each not in known.recommendations:
            yield Problem("recommendation", each, at)
    yield from (Problem("cite", each, at) for each in named(cites, EVENT) if each not in known.events)
    yield from (Problem("cite", each, at) for each in cites if kind_of(each)[0] not in KINDS)
    for each in named(cites, SOURCE):
        if not referring.LOCATED.search(each):
            yield Problem("source" if each else "cite", each or SOURCE, at)


def _references(text: Text, known: Known, at: int | None) -> Iterator[Problem]:
    for pattern in referring.OTHERS:
        text.take(pattern)
    for match in text.take(referring.RECOMMENDED):
        for each in re.findall(r"\d+(?:\.\d+)*", match["numbers"]):
            if each not in known.recommendations:
                yield Problem("recommendation", each, at)
    for match in list(referring.BARE.finditer(text.left)):
        if match[0] in known.recommendations:
            text.done(match)
    text.take(referring.REFERRED)


def _elsewhere(
    text: Text, draft: Draft, known: Known, paragraph: Paragraph, at: int | None
) -> Iterator[Problem]:
    """Other States, but for those that made a recommendation that is cited here."""
    cited = named(paragraph.cites, RECOMMENDATION)
    ours = {state_of(draft.country), *(state_of(each) for one in cited for each in known.states.get(one, ()))}
    for written in states_named(text.left):
        if state_of(written) not in ours:
            yield Problem("elsewhere", written, at)
