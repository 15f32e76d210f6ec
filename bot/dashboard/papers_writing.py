"""What stands in a paper, written anew: a paragraph at a time, so that two can write at once.

What somebody wrote is never thrown away: if another was quicker, it is shown again beside what stands there.
"""

from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, page, parts, to, words_of
from bot.dashboard.keeping import kept
from bot.dashboard.papers import address, held_of, number_in, others, paper_in
from handlers.approvals.outcome import Outcome, Said, sentence
from handlers.submissions import keeping
from handlers.submissions.drafts import draft_of
from reports.files.words import clean
from reports.submission.draft import SUMMARY, Draft, Paragraph
from reports.submission.editing import Placed, changed, line, removed, swapped
from reports.submission.editing import added as one_more
from storage.papers import Paper

LARGEST_POST = 100_000
"""Bytes; a letter takes up to twelve of them in a form."""
Edit = Callable[[Draft], Draft]
Fields = dict[str, str]


async def paragraph(request: web.Request) -> web.Response:
    """GET /admin/papers/<id>/<number>; 0 is the summary."""
    paper = await paper_in(request)
    placed = _there(request, draft_of(paper))
    fields = {
        "text": placed.paragraph.text,
        "cites": "\n".join(placed.paragraph.cites),
        "heading": placed.heading or "",
        "version": str(paper.version),
    }
    return await _writing(request, paper, fields)


async def written(request: web.Request) -> web.Response:
    """POST the same with `version`, `text`, `cites` (one a line) and `heading`."""
    fields = await _fields(request)
    number, placed = _number(request), _placed(fields)
    if number and not placed.paragraph.text:
        raise web.HTTPBadRequest

    def edit(draft: Draft) -> Draft:
        _there(request, draft)
        return changed(draft, number, placed)

    said, paper = await _kept(request, fields, edit)
    if said in {"changed", "long"}:
        return await _writing(request, paper, fields, said)
    return _back(paper, said, number)


async def add(request: web.Request) -> web.Response:
    """GET /admin/papers/<id>/after/<number>: one more paragraph."""
    paper = await paper_in(request)
    return await _writing(request, paper, {"version": str(paper.version)}, is_new=True)


async def added(request: web.Request) -> web.Response:
    """POST the same, as a paragraph is sent."""
    fields = await _fields(request)
    number, placed = _number(request), _placed(fields)
    if not placed.paragraph.text:
        raise web.HTTPBadRequest
    said, paper = await _kept(request, fields, lambda draft: one_more(draft, number, placed))
    if said in {"changed", "long"}:
        return await _writing(request, paper, fields, said, is_new=True)
    return _back(paper, said, number + 1)


async def placed(request: web.Request) -> web.Response:
    """POST /admin/papers/<id>/<number>/place with `version` and `do`: up, down or out."""
    fields, number = await _fields(request), _number(request)
    last = len(line(draft_of(await paper_in(request))))
    found = _move(fields.get("do", ""), number, last)
    if found is None:
        raise web.HTTPBadRequest
    edit, then = found
    said, paper = await _kept(request, fields, edit)
    return _back(paper, said, then if said == "done" else number)


def _move(do: str, number: int, last: int) -> tuple[Edit, int] | None:
    """What is done, and which paragraph is looked at then; None where that cannot be."""
    if not SUMMARY < number <= last:
        return None
    match do:
        case "up" if number > 1:
            return lambda draft: swapped(draft, number - 1), number - 1
        case "down" if number < last:
            return lambda draft: swapped(draft, number), number + 1
        case "out":
            return lambda draft: removed(draft, number), min(number, last - 1)
    return None


async def about(request: web.Request) -> web.Response:
    """GET /admin/papers/<id>/about: what stands before the summary."""
    paper = await paper_in(request)
    draft = draft_of(paper)
    fields = {
        "title": draft.title,
        "country": draft.country,
        "keywords": "\n".join(draft.keywords),
        "submitters": "\n".join(draft.submitters),
        "contact": draft.contact,
        "version": str(paper.version),
    }
    return await _about(request, paper, fields)


async def told_about(request: web.Request) -> web.Response:
    """POST the same; key words and submitters stand one a line."""
    fields = await _fields(request)

    def edit(draft: Draft) -> Draft:
        return replace(
            draft,
            title=_one_line(fields, "title"),
            country=_one_line(fields, "country"),
            keywords=_lines(fields, "keywords"),
            submitters=_lines(fields, "submitters"),
            contact=_one_line(fields, "contact"),
        )

    said, paper = await _kept(request, fields, edit)
    if said in {"changed", "long"}:
        return await _about(request, paper, fields, said)
    return to(f"{address(paper)}?said={said}")


async def _kept(request: web.Request, fields: Fields, edit: Edit) -> tuple[Said, Paper]:
    """What became of it, and the paper as it is then. A page of another version changes nothing."""
    desk, version = parts(request).desk, number_in(fields.get("version"))

    async def decide() -> Outcome:
        paper = await paper_in(request)
        if version != paper.version:
            return Outcome("changed")
        draft = edit(draft_of(paper))
        return await keeping.changed(desk.store, desk.place(), request[WHO].person, paper, version, draft)

    said = await kept(request, decide)
    return said, await paper_in(request)


async def _writing(
    request: web.Request, paper: Paper, fields: Fields, said: Said | None = None, *, is_new: bool = False
) -> web.Response:
    draft, number = draft_of(paper), _number(request)
    there = line(draft)
    if number > len(there):
        number, is_new = len(there), True
    now = there[number - 1] if number else Placed(draft.summary)
    held = await held_of(request, paper)
    shown = {"heading": "", "text": "", "cites": "", **fields, "version": str(paper.version)}
    standing = "" if is_new else now.paragraph.text
    return await page(
        request,
        "paper_paragraph.html",
        409 if said else 200,
        at="papers",
        paper=paper,
        draft=draft,
        here=address(paper),
        number=number,
        is_new=is_new,
        fields=shown,
        now=now if said == "changed" and not is_new else None,
        wrong=sentence(words_of(request), said) if said else "",
        others=others(held, standing),
        held=held,
    )


async def _about(
    request: web.Request, paper: Paper, fields: Fields, said: Said | None = None
) -> web.Response:
    shown = {**fields, "version": str(paper.version)}
    return await page(
        request,
        "paper_about.html",
        409 if said else 200,
        at="papers",
        draft=draft_of(paper),
        here=address(paper),
        fields=shown,
        now=draft_of(paper) if said == "changed" else None,
        wrong=sentence(words_of(request), said) if said else "",
    )


def _back(paper: Paper, said: Said, number: int) -> web.Response:
    return to(f"{address(paper)}?said={said}#paragraph-{number}")


async def _fields(request: web.Request) -> Fields:
    form = await form_of(request)
    return {name: clean(str(value).replace("\r\n", "\n")).strip() for name, value in form.items()}


def _placed(fields: Fields) -> Placed:
    text = _one_line(fields, "text")
    return Placed(Paragraph(text, _lines(fields, "cites")), _one_line(fields, "heading") or None)


def _one_line(fields: Fields, name: str) -> str:
    """A paragraph has no lines: each has a number of its own."""
    return " ".join(fields.get(name, "").split())


def _lines(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in fields.get(name, "").splitlines() if each.strip())


def _number(request: web.Request) -> int:
    """Raises `HTTPNotFound` for a number that no paper has."""
    number = number_in(request.match_info["number"])
    if number < 0:
        raise web.HTTPNotFound
    return number


def _there(request: web.Request, draft: Draft) -> Placed:
    """Raises `HTTPNotFound`."""
    number, there = _number(request), line(draft)
    if number == SUMMARY:
        return Placed(draft.summary)
    if number > len(there):
        raise web.HTTPNotFound
    return there[number - 1]
