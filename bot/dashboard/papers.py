"""Papers for a review: begun from a release, held against it, looked at by a second person, written."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from bot.channels.web.common import attached
from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, id_in, page, parts, to, words_of
from bot.dashboard.keeping import and_back, kept
from handlers.approvals.outcome import Outcome
from handlers.submissions import gathering, holding, keeping, signing
from handlers.submissions.drafting import begun as first_draft
from handlers.submissions.drafts import draft_of
from handlers.submissions.holding import Held
from handlers.submissions.signing import Asked
from handlers.submissions.telling import form_name, why
from handlers.words import LANGUAGES, Words, name_of
from reports.submission.counting import words_in
from reports.submission.draft import FORMS, SUMMARY, Form
from reports.submission.editing import Placed, line
from storage import consultations, papers, releases, staff
from storage.consultations import Consultation
from storage.papers import Paper
from storage.recommendations import Recommendation

HOME = "/admin/papers"
LARGEST_POST = 20_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_APART = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph as the page shows it; what was found in it: whether it is a guess, and a sentence."""

    number: int
    placed: Placed
    found: tuple[tuple[bool, str], ...]


def address(paper: Paper) -> str:
    """The page of a paper."""
    return f"{HOME}/{paper.code}"


async def show(request: web.Request) -> web.Response:
    """GET /admin/papers."""
    words = words_of(request)
    those = [(each, draft_of(each)) for each in await papers.every(parts(request).store.database)]
    rows = [
        (address(each), draft.title, form_name(words, draft.form), name_of(each.language), _day(words, each))
        for each, draft in those
    ]
    return await page(request, "papers.html", at="papers", rows=rows)


def _day(words: Words, paper: Paper) -> str:
    return words.day(datetime.fromtimestamp(paper.begun, UTC).date())


async def begin(request: web.Request) -> web.Response:
    """GET /admin/papers/begin."""
    return await _beginning(request, {})


async def _beginning(
    request: web.Request, fields: dict[str, str], wrong: str = "", status: int = 200
) -> web.Response:
    words = words_of(request)
    those = await _released(request)
    return await page(
        request,
        "paper_begin.html",
        status,
        at="papers",
        consultations=[(each.slug, each.terms.say(each.terms.title, words.language)) for each in those],
        forms=[(each, form_name(words, each)) for each in FORMS],
        spoken_here=[(each, name_of(each)) for each in LANGUAGES],
        fields=dict.fromkeys(("consultation", "form", "language", "country", "recommendations"), "") | fields,
        wrong=wrong,
    )


async def _released(request: web.Request) -> list[Consultation]:
    """A paper is begun from a release alone."""
    database = parts(request).store.database
    every = await consultations.every(database)
    return [each for each in every if await releases.last(database, each.slug)]


async def begun(request: web.Request) -> web.Response:
    """POST the same with `consultation`, `form`, `language`, `country`, `recommendations`."""
    fields = {name: str(value).strip() for name, value in (await form_of(request)).items()}
    those = await _released(request)
    found = next((each for each in those if each.slug == fields.get("consultation")), None)
    form = next((each for each in FORMS if each == fields.get("form")), None)
    language = next((each for each in LANGUAGES if each == fields.get("language")), None)
    if found is None or form is None or language is None:
        raise web.HTTPBadRequest
    wanted = tuple(filter(None, _APART.split(fields.get("recommendations", ""))))
    country = fields.get("country", "")
    chosen = await gathering.chosen(parts(request).store, wanted, 0, country)
    missing = set(wanted) - {each.name for each in chosen}
    if missing:
        part, say = " ".join(sorted(missing)), words_of(request).say
        wrong = say("There is no recommendation %(part)s to this State. Look at its number.", part=part)
        return await _beginning(request, fields, wrong, 422)
    paper = await _first(request, found, form, Words(language), country, chosen)

    async def decide() -> Outcome:
        desk = parts(request).desk
        return await keeping.begun(desk.store, desk.place(), request[WHO].person, paper)

    if (said := await kept(request, decide)) == "long":
        wrong = words_of(request).say("It would be too long. Name fewer recommendations.")
        return await _beginning(request, fields, wrong, 422)
    return to(f"{address(paper)}?said={said}")


async def _first(
    request: web.Request,
    found: Consultation,
    form: Form,
    words: Words,
    country: str,
    chosen: list[Recommendation],
) -> Paper:
    desk = parts(request).desk
    of = await gathering.material(desk.store, found, simulated=False, day=desk.clock().date())
    draft = await first_draft(desk.store, of, form, words, country, chosen)
    return keeping.new(desk.store, desk.place(), request[WHO].person, draft)


async def paper_in(request: web.Request) -> Paper:
    """The one that the address names. Raises `HTTPNotFound`."""
    found = await papers.get(parts(request).store.database, id_in(request, "paper"))
    if found is None:
        raise web.HTTPNotFound
    return found


async def held_of(request: web.Request, paper: Paper) -> Held:
    """It against what is known now. Raises `HTTPNotFound` where its consultation is gone."""
    desk = parts(request).desk
    held = await keeping.held(desk.store, desk.place(), paper)
    if held is None:
        raise web.HTTPNotFound
    return held


async def one(request: web.Request) -> web.Response:
    """GET /admin/papers/<id>: all that stands in it, and what was found in each paragraph."""
    paper, words = await paper_in(request), words_of(request)
    draft, held = draft_of(paper), await held_of(request, paper)
    store = parts(request).store
    asked = await signing.asked(store, paper)
    names = {each.code: each.name for each in await staff.every(store.database, store.keys)}
    who = staff.code(store.keys, request[WHO].person)
    return await page(
        request,
        "paper.html",
        at="papers",
        paper=paper,
        draft=draft,
        form=form_name(words, draft.form),
        here=address(paper),
        held=held,
        whole=_found(words, held, None),
        summary=Row(SUMMARY, Placed(draft.summary), _found(words, held, SUMMARY)),
        rows=[Row(number, each, _found(words, held, number)) for number, each in enumerate(line(draft), 1)],
        wrote=who in paper.writers,
        looked=names.get(paper.seen_by, paper.seen_by) if held.warnings == paper.seen_what else "",
        refused=keeping.refused(paper, held),
        asked=[(each.organisation.id.hex(), each, _answer(words, each)) for each in asked],
        to_ask=[(each.id.hex(), each.name) for each in await signing.to_ask(store, asked)],
    )


def _answer(words: Words, asked: Asked) -> str:
    say = words.say
    if not asked.can_sign:
        return say("is not verified any more, and cannot sign")
    return {
        "asked": say("not heard yet"),
        "again": say("asked again: the text has changed since it signed"),
        "signed": say("signs it"),
        "declined": say("does not sign it"),
    }[asked.answer]


def _found(words: Words, held: Held, number: int | None) -> tuple[tuple[bool, str], ...]:
    return tuple((each.is_warning, why(words, each)) for each in held.problems if each.paragraph == number)


def others(held: Held, text: str) -> int:
    """Words of all but this text."""
    return held.words - words_in(text)


async def seen(request: web.Request) -> web.Response:
    """POST /admin/papers/<id>/seen with `version` and `warnings`, which stands for those that were shown."""
    form, desk = await form_of(request), parts(request).desk
    version, warnings = number_in(form.get("version")), str(form.get("warnings", ""))

    async def decide() -> Outcome:
        paper = await paper_in(request)
        held = await held_of(request, paper)
        return await keeping.seen(
            desk.store, desk.place(), request[WHO].person, paper, held, version, warnings
        )

    return await and_back(request, decide, address(await paper_in(request)))


async def file(request: web.Request) -> web.Response:
    """POST /admin/papers/<id>/file: the Word file, unless something stands against it."""
    paper, desk = await paper_in(request), parts(request).desk
    held = await held_of(request, paper)
    if refused := keeping.refused(paper, held):
        return to(f"{address(paper)}?said={refused}")
    made = await holding.drawn(desk.store, held)

    async def decide() -> Outcome:
        return await keeping.written(desk.store, desk.place(), request[WHO].person, paper, held)

    if (said := await kept(request, decide)) != "done":
        return to(f"{address(paper)}?said={said}")
    return attached(f"{paper.consultation}-{paper.form}-{paper.language}.docx", WORD, made)


def number_in(given: object) -> int:
    """A number out of a form; -1 for what is none."""
    text = str(given)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
