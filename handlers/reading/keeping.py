"""What is read goes into the log; what was read out of an answer is kept beside it."""

from collections.abc import Iterable

from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.reading import codebook
from handlers.reading.finding import Answer, OpenQuestion
from handlers.view import Place
from handlers.words import Words
from reports import redacting
from storage import readings
from storage.changes import Changes, Write
from storage.readings import Reading
from storage.store import Store


async def opened(store: Store, place: Place, person: bytes, asked: OpenQuestion) -> Changes:
    """Written before an answer is shown: who reads, of which question. Never which answer."""
    return Changes(await _noted(store, place, person, asked, "read"))


async def kept(
    store: Store, place: Place, person: bytes, asked: OpenQuestion, answer: Answer | None, reading: Reading
) -> Outcome:
    """Codes that exist, words that somebody said, a quote that they agreed to; else nothing."""
    if answer is None:
        return Outcome("changed")
    if not redacting.only_taken_out(answer.text, reading.words):
        return Outcome("words")
    if reading.quotable and not (answer.may_quote and _can_stand(reading.words)):
        return Outcome("pointing")
    kept = Reading(known(asked, reading.codes), reading.words.strip(), reading.quotable)
    written = readings.keep(store.keys, asked.slug, answer.read, asked.question, kept)
    noted = await _noted(store, place, person, asked, "quoted") if kept.quotable else ()
    return Outcome("done", Changes((written, *noted)))


def known(asked: OpenQuestion, codes: Iterable[str]) -> tuple[str, ...]:
    """Those of the codebook, in its order."""
    given = set(codes)
    return tuple(each for each in codebook.names(Words("en"), asked.consultation.terms) if each in given)


def _can_stand(words: str) -> bool:
    """Whether there is something to quote, and no number, address or link in it."""
    return bool(words.replace(redacting.GAP, "").strip()) and redacting.is_clean(words)


async def _noted(
    store: Store, place: Place, person: bytes, asked: OpenQuestion, what: str
) -> tuple[Write, ...]:
    """Invented answers are nobody's: reading them is not noted."""
    if not asked.is_real:
        return ()
    return (await note(store, place, person, what, f"{asked.slug} {asked.survey} {asked.question}"),)
