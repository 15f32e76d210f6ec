"""Open answers: about how many there are, one at a time to be read and coded, and what may be quoted."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard import keeping as saving
from bot.dashboard.common import WHO, found_in, page, parts, to, words_of
from handlers.approvals.outcome import Outcome, Said, sentence
from handlers.consultations.standing import title_of
from handlers.reading import codebook, finding, keeping
from handlers.reading.finding import Answer, Counted, OpenQuestion
from handlers.rounded import rounded
from handlers.words import Words
from reports.redacting import pieces, without
from storage import consultations
from storage.consultations import Consultation
from storage.readings import KINDS, Kind, Reading
from survey.form import Form

LARGEST_POST = 65_536
"""Bytes of the longest answer as a form sends it, in any script, and of all codes."""
ASK_AGAIN: tuple[Said, ...] = ("words", "pointing")
"""After these the same answer is shown again, with what was written."""


async def show(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/answers."""
    words, found = words_of(request), await found_in(request)
    forms = await _forms(request, found)
    open_here = {survey: finding.open_questions(form) for survey, form in forms.items()}
    language = found.terms.spoken(words.language)
    counted = {kind: await finding.counted(parts(request).store, found, kind, open_here) for kind in KINDS}
    rows = [
        (kind, survey, name, forms[survey].heading(ref, language), *_told(words, counted[kind][survey, name]))
        for kind in KINDS
        for survey, asked in open_here.items()
        for name, ref in asked.items()
        if kind == "real" or counted[kind][survey, name].answers
    ]
    return await page(
        request, "answers.html", at="overview", slug=found.slug, title=title_of(words, found), rows=rows
    )


async def one(request: web.Request) -> web.Response:
    """GET …/answers/<answers>/<survey>/<question>: an unread answer by chance, once the log says so."""
    asked, desk = await _asked(request), parts(request).desk
    found = await finding.next_answer(desk.store, asked, desk.place())
    if not isinstance(found, Answer):
        return await _page(request, asked, why=_why(words_of(request), found))

    async def decide() -> Outcome:
        return Outcome("done", await keeping.opened(desk.store, desk.place(), request[WHO].person, asked))

    await saving.kept(request, decide)
    return await _answer(request, asked, found, Reading((), without(found.text), False))


async def kept(request: web.Request) -> web.Response:
    """POST the same with `answer`, codes, `words` and `quotable`: kept, and on to the next."""
    form, asked, desk = await form_of(request), await _asked(request), parts(request).desk
    reading = _reading(form)

    async def shown() -> Answer | None:
        return await finding.named(desk.store, asked, str(form.get("answer", "")))

    async def decide() -> Outcome:
        person = request[WHO].person
        return await keeping.kept(desk.store, desk.place(), person, asked, await shown(), reading)

    said = await saving.kept(request, decide)
    if said in ASK_AGAIN and (answer := await shown()):
        return await _answer(request, asked, answer, reading, sentence(words_of(request), said))
    return to(f"{request.path}?said={said}")


async def quotes(request: web.Request) -> web.Response:
    """GET …/quotes: what people agreed to be quoted with, as it was redacted."""
    asked, desk = await _asked(request), parts(request).desk
    found = await finding.quotes(desk.store, asked, desk.place().fresh(16))
    return await page(request, "quotes.html", **await _about(request, asked), quotes=found)


async def _answer(
    request: web.Request, asked: OpenQuestion, answer: Answer, reading: Reading, problem: str = ""
) -> web.Response:
    return await _page(
        request,
        asked,
        answer=finding.handle(parts(request).store, asked, answer),
        pieces=pieces(answer.text),
        codebook=codebook.codebook(words_of(request), asked.consultation.terms),
        reading=reading,
        may_quote=answer.may_quote,
        problem=problem,
    )


async def _page(request: web.Request, asked: OpenQuestion, why: str = "", **values: Any) -> web.Response:
    return await page(request, "reading.html", **await _about(request, asked), why=why, **values)


async def _about(request: web.Request, asked: OpenQuestion) -> dict[str, Any]:
    """What stands above every page of a question."""
    form = (await _forms(request, asked.consultation))[asked.survey]
    language = asked.consultation.terms.spoken(words_of(request).language)
    label = form.heading(finding.open_questions(form)[asked.question], language)
    here = f"/admin/consultations/{asked.slug}/answers"
    address = f"{here}/{asked.kind}/{asked.survey}/{asked.question}"
    return {"at": "overview", "label": label, "here": here, "address": address, "invented": not asked.is_real}


def _reading(form: Mapping[str, object]) -> Reading:
    words = str(form.get("words", "")).replace("\r\n", "\n")
    return Reading(tuple(form), words, "quotable" in form)


def _told(words: Words, counted: Counted) -> tuple[str, str]:
    """About how many answers there are, and about how many were read."""
    say, answers, read = words.say, rounded(counted.answers, finding.FEWEST), rounded(counted.read)
    if answers is None:
        return say("fewer than %(count)s answers", count=finding.FEWEST), ""
    return say("about %(count)s answers", count=answers), say(
        "about %(count)s read", count=read
    ) if read else say("fewer than 10 read")


def _why(words: Words, why: finding.Why) -> str:
    """Why there is nothing to read."""
    say = words.say
    return {
        "early": say("There are no answers to read now."),
        "few": say(
            "Answers can be read once at least %(count)s people have answered this question, those of this "
            "week from the next on. Else it is too easily guessed who wrote what.",
            count=finding.FEWEST,
        ),
        "soon": say(
            "You have read nearly all there are. The next can be read once at least %(count)s new ones have "
            "come, or after the close: of fewer it would show which came last.",
            count=finding.FEWEST_UNREAD,
        ),
        "all": say("All answers are read."),
    }[why]


async def _forms(request: web.Request, found: Consultation) -> dict[str, Form]:
    """The newest form of each survey."""
    store = parts(request).store
    latest = await consultations.latest(store.database, found.slug)
    return {name: await store.form(found.slug, name, each.number) for name, each in latest.items()}


async def _asked(request: web.Request) -> OpenQuestion:
    """The open question of the address. Raises `HTTPNotFound`."""
    given, found = request.match_info, await found_in(request)
    kind: Kind = "real" if given["answers"] == "real" else "simulated"
    asked = OpenQuestion(found, kind, given["survey"], given["question"])
    if not await finding.is_asked(parts(request).store, asked):
        raise web.HTTPNotFound
    return asked
