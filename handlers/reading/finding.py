"""Which open answers can be read, and which is read next: by chance, apart from all else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from handlers.view import Place
from storage import collected, consultations, readings
from storage.consultations import Consultation
from storage.readings import Kind, Read, Reading
from storage.responses import WEEK, Sent
from storage.store import Store
from survey import engine
from survey.form import Form

FEWEST = 20
"""Of fewer answers to a question none is read: who wrote which is too easily guessed."""
FEWEST_UNREAD = 10
"""Of fewer unread ones none is read while people still answer: who reads would know which came last.

Nor is one read in the week in which it came: who looks at all of them again and again would see it come.
"""
CONSENT = "may_quote"
"""The question by which people agree to be quoted; `AGREED` is the choice that does."""
AGREED = "yes"
Why = Literal["early", "few", "soon", "all"]
"""Why nothing can be read: not the time for it, too few answers, too few new ones yet, all is read."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One open question: of which consultation, real or invented answers, which survey, its name."""

    consultation: Consultation
    kind: Kind
    survey: str
    question: str

    @property
    def slug(self) -> str:
        return self.consultation.slug

    @property
    def is_real(self) -> bool:
        return self.kind == "real"

    @property
    def purpose(self) -> str:
        """What a handle of one of its answers is for."""
        return f"{self.kind} {self.survey} {self.question}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is read, and whether it may be quoted."""

    read: Read
    text: str
    may_quote: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How many answers a question has, and how many of them were read; whoever shows it rounds it."""

    answers: int
    read: int


@lru_cache(maxsize=64)
def open_questions(form: Form) -> Mapping[str, str]:
    """The questions that are answered in one's own words, name to ref; none that stands in a repeat."""
    return {
        each.name: each.ref
        for each in form.questions
        if each.kind == "text" and each.ref in form.plain_questions
    }


def in_time(consultation: Consultation, kind: Kind) -> bool:
    """Whether there are answers that may be read."""
    real = ("open", "closed", "published")
    return consultation.state in real if kind == "real" else consultation.state != "expired"


async def is_asked(store: Store, asked: OpenQuestion) -> bool:
    """Whether there is such an open question."""
    latest = (await consultations.latest(store.database, asked.slug)).get(asked.survey)
    if latest is None:
        return False
    return asked.question in open_questions(await store.form(asked.slug, asked.survey, latest.number))


async def next_answer(store: Store, asked: OpenQuestion, place: Place) -> Answer | Why:
    """An unread answer of an earlier week by chance, or why there is none."""
    if not in_time(asked.consultation, asked.kind):
        return "early"
    first: Answer | None = None
    answers = unread = 0
    week, chance = int(place.now.timestamp()) // WEEK, place.fresh(16)
    async for read in readings.shuffled(store.database, store.keys, asked.slug, asked.kind, chance, week):
        found = await answer_in(store, asked, read)
        if found is None:
            continue
        answers += 1
        if asked.question not in read.readings:
            first, unread = first or found, unread + 1
        if _enough(asked, answers, unread):
            break
    if asked.is_real and answers < FEWEST:
        return "few"
    if first and not _enough(asked, FEWEST, unread):
        return "soon"
    return first or "all"


async def named(store: Store, asked: OpenQuestion, handle: str) -> Answer | None:
    """The answer that is shown on a page; None if it was changed or erased since."""
    if not in_time(asked.consultation, asked.kind):
        return None
    read = await readings.named(store.database, store.keys, asked.slug, asked.purpose, handle)
    return await answer_in(store, asked, read) if read else None


async def answer_in(store: Store, asked: OpenQuestion, read: Read) -> Answer | None:
    """What a response says to the question; None if nothing."""
    if read.survey != asked.survey:
        return None
    given = await _given(store, asked.slug, read.survey, read.sent)
    if not (text := given.get(asked.question, "")):
        return None
    return Answer(read, text, given.get(CONSENT) == AGREED)


def handle(store: Store, asked: OpenQuestion, answer: Answer) -> str:
    """Stands for it on a page."""
    return readings.handle(store.keys, asked.slug, asked.purpose, answer.read)


async def counted(
    store: Store, consultation: Consultation, kind: Kind, open_here: Mapping[str, Iterable[str]]
) -> dict[tuple[str, str], Counted]:
    """Of each survey and open question of it (`open_here`): how many answers, and how many were read."""
    found = {(survey, name): Counted(0, 0) for survey, names in open_here.items() for name in names}
    if not in_time(consultation, kind):
        return found
    async for survey, sent in collected.each(store.database, store.keys, consultation.slug, kind):
        given = await _given(store, consultation.slug, survey, sent)
        read = readings.of(store.keys, consultation.slug, sent)
        for name in open_here.get(survey, ()):
            if given.get(name):
                before = found[survey, name]
                found[survey, name] = Counted(before.answers + 1, before.read + (name in read))
    return found


async def quotes(store: Store, asked: OpenQuestion, chance: bytes) -> list[Reading]:
    """What may be quoted, as it was redacted, in an order that tells nothing."""
    found: list[Reading] = []
    if in_time(asked.consultation, asked.kind):
        async for read in readings.shuffled(store.database, store.keys, asked.slug, asked.kind, chance):
            reading = read.readings.get(asked.question)
            if read.survey == asked.survey and reading and reading.quotable:
                found.append(reading)
    return found


async def _given(store: Store, slug: str, survey: str, sent: Sent) -> Mapping[str, str]:
    form = await store.form(slug, survey, sent.version)
    return engine.answers(form, sent.document.submission)


def _enough(asked: OpenQuestion, answers: int, unread: int) -> bool:
    """Whether one of so many can be read without anybody standing out."""
    if not asked.is_real:
        return unread > 0
    wanted = FEWEST_UNREAD if asked.consultation.state == "open" else 1
    return answers >= FEWEST and unread >= wanted
