"""What staff say of a recommendation: whether it is theirs to act on, who sees to it, how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from storage import recommendations
from storage.changes import Write
from storage.recommendations import Progress, Recommendation, Status
from storage.store import Store
from survey.lookalikes import tidy

EPOCH = date(1970, 1, 1)
LONGEST = {"owner": 150, "source": 300, "question": 250}
"""Letters."""
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Marks:
    """What shall be said; None where it stays as it is. `source`: where the status was published.

    `questions`: how people are asked about it, by language.
    """

    competent: bool | None = None
    owner: str | None = None
    status: Status | None = None
    day: date | None = None
    source: str = ""
    questions: Mapping[str, str] | None = None

    def is_wrong(self, today: date) -> bool:
        """Whether something of it cannot be kept: too long, a status without its source, a day to come."""
        long = len(self.owner or "") > LONGEST["owner"] or len(self.source) > LONGEST["source"]
        long |= any(len(text) > LONGEST["question"] for text in (self.questions or {}).values())
        unsaid = self.status is not None and not self.source.strip()
        return long or unsaid or not EARLIEST <= (self.day or today) <= today


async def marked(store: Store, found: Recommendation, marks: Marks, today: date) -> tuple[Write, ...]:
    """What is written; nothing where all is so already. Each status stays, with its day and its source."""
    after = replace(
        found,
        competent=found.competent if marks.competent is None else marks.competent,
        owner=found.owner if marks.owner is None else tidy(marks.owner),
        questions=found.questions if marks.questions is None else _asked(marks.questions),
    )
    writes = (recommendations.mark(found, after),) if after != found else ()
    if marks.status is None:
        return writes
    before = await recommendations.progress_of(store.database, found.id)
    said = Progress(marks.status, ((marks.day or today) - EPOCH).days, tidy(marks.source))
    return writes if said in before else (*writes, recommendations.say(found.id, len(before), said))


def _asked(questions: Mapping[str, str]) -> dict[str, str]:
    """How people are asked, by language; a language without a question is left out."""
    return {language: text for language, given in questions.items() if (text := tidy(given))}


def day_of(progress: Progress) -> date:
    """When it was said."""
    return date.fromordinal(EPOCH.toordinal() + progress.day)
