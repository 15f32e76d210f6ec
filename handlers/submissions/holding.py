"""A draft held against what is known: its words counted, its problems found, and drawn as a Word file."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.submissions import gathering
from handlers.submissions.gathering import Material
from handlers.view import Fresh
from handlers.words import Words
from reports.submission.counting import allowed, body
from reports.submission.draft import Draft
from reports.submission.known import Problem
from reports.submission.signing import Signatory, standing, unsigned, with_signatories
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """`draft`: with all who signed among those who submit it. `limit`: how many words it may have, 0 where
    nobody says; `source`: who says so."""

    draft: Draft
    of: Material
    words: int
    limit: int
    source: str
    problems: tuple[Problem, ...]

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be mended before it can go out."""
        return any(not each.is_warning for each in self.problems)

    @property
    def warnings(self) -> str:
        """Stands for all warnings there are; empty where there is none."""
        those = [repr(each) for each in self.problems if each.is_warning]
        return hashlib.sha256("\n".join(those).encode()).hexdigest()[:16] if those else ""


async def held(
    store: Store,
    of: Material,
    draft: Draft,
    fresh: Fresh,
    most: int = 0,
    asked: Sequence[Signatory] = (),
) -> Held:
    """`most`: words it may have, where that is not the usual number. `asked`: to sign it."""
    from reports.submission.checking import check  # noqa: PLC0415 - many patterns: half a second to load

    whole = with_signatories(draft, asked)
    usual, source = allowed(draft.form, standing(draft, asked))
    count, limit = body(whole, Words(draft.language)), most or usual
    known = await gathering.known(store, of, whole, fresh)
    found = await asyncio.to_thread(check, whole, known, count, limit)
    problems = (*unsigned(draft, asked), *found)
    return Held(whole, of, count, limit, "" if most else source, problems)


async def drawn(store: Store, held: Held) -> bytes:
    """The Word file."""
    from handlers.submissions.annexing import annex_of  # noqa: PLC0415 - what draws files takes
    from reports.submission.word import document  # noqa: PLC0415 - half a second to load

    draft = held.draft
    annex = await annex_of(store, held.of, draft.language)
    words, day = Words(draft.language), annex.day
    return await asyncio.to_thread(lambda: document(draft, annex, words, day))
