"""Organisations that sign a paper together: what a signature is for, and what it changes. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from reports.submission.draft import Draft
from reports.submission.known import Problem
from reports.submission.text import same

Answer = Literal["asked", "again", "signed", "declined"]
"""Not heard yet; signed another text than the one that stands there now; signs this one; does not sign."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """An organisation that was asked to sign."""

    name: str
    answer: Answer


def mark_of(draft: Draft) -> str:
    """Stands for all that its file says, but for who signs it. What it rests on does not stand there."""
    said = (
        *(draft.title, draft.country, draft.language, draft.form),
        *(draft.consultation, draft.release, draft.simulated),
        *(draft.keywords, draft.submitters, draft.contact, draft.summary.text),
        [(each.heading, [one.text for one in each.paragraphs]) for each in draft.sections],
    )
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def with_signatories(draft: Draft, those: Iterable[Signatory]) -> Draft:
    """All who signed are among those who submit it."""
    there = _submitting(draft)
    more = (each.name for each in those if each.answer == "signed" and same(each.name) not in there)
    return replace(draft, submitters=(*draft.submitters, *more))


def standing(draft: Draft, those: Iterable[Signatory]) -> int:
    """How many submit it, if all sign who have not declined."""
    return len(_submitting(draft) | {same(each.name) for each in those if each.answer != "declined"})


def unsigned(draft: Draft, those: Iterable[Signatory]) -> Iterator[Problem]:
    """Who was asked and did not sign this text; and who does not sign, and is named all the same."""
    there = _submitting(draft)
    for each in those:
        if each.answer in {"asked", "again"}:
            yield Problem("unsigned", each.name)
        elif each.answer == "declined" and same(each.name) in there:
            yield Problem("declined", each.name)


def _submitting(draft: Draft) -> set[str]:
    return {same(each) for each in draft.submitters}
