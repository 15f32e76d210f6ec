"""What waits for somebody: looked at as it is, then approved, or refused with a reason."""

from functools import partial

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, page, parts, to, view_of, words_of
from bot.dashboard.keeping import and_back, kept
from handlers.announcements import judging as announcements
from handlers.announcements.previewing import beginning, preview
from handlers.announcements.reading import media_of
from handlers.approvals.approval import Subject
from handlers.approvals.awaiting import awaited, group_by_organisation
from handlers.approvals.outcome import Outcome
from handlers.approvals.reasons import LONGEST_REASON
from handlers.consultations import describing, machine_signs
from handlers.consultations import judging as proposals
from handlers.consultations.describing import described, name_of
from handlers.consultations.standing import title_of
from handlers.events import judging as events
from handlers.events.preview import looked_at
from handlers.view import Place
from handlers.words import Words
from storage import consultations, organisations
from storage.announcements import Announcement
from storage.events import Event
from storage.messages import Medium
from storage.proposals import Proposal
from storage.store import Store

HOME = "/admin/waiting"


async def show(request: web.Request) -> web.Response:
    """GET /admin/waiting: all of it."""
    store, words = parts(request).store, words_of(request)
    found = group_by_organisation(await awaited(store, request[WHO].person))
    groups = [
        (
            await _name_of(store, organisation),
            [(each.id.hex(), _label(words, each), each.consultation) for each in theirs],
        )
        for organisation, theirs in found.items()
    ]
    signs, longest = await _signs(store, words), LONGEST_REASON
    return await page(request, "waiting.html", at="waiting", groups=groups, signs=signs, longest=longest)


async def _name_of(store: Store, organisation: bytes | None) -> str:
    """Of an organisation; empty for the team."""
    found = await organisations.get(store.database, store.keys, organisation) if organisation else None
    return found.name if found else ""


async def _signs(store: Store, words: Words) -> list[tuple[str, str, list[str]]]:
    """The consultations that are open and have responses that look made, with what is said of these."""
    there = [each for each in await consultations.every(store.database) if each.state == "open"]
    told = [(each, await machine_signs.told(store, words, each.slug)) for each in there]
    return [(each.slug, title_of(words, each), lines) for each, lines in told if lines]


def _label(words: Words, subject: Subject) -> str:
    if isinstance(subject, Proposal):
        return name_of(words, subject.kind)
    return beginning(subject.title if isinstance(subject, Event) else subject.texts, words.language)


async def one(request: web.Request) -> web.Response:
    """GET /admin/waiting/<id>: all of it. The buttons are about these bytes and no others."""
    words, found = words_of(request), await _found(request)
    store = parts(request).store
    return await page(
        request,
        "judging.html",
        at="waiting",
        found=found.id.hex() if found else "",
        label=_label(words, found) if found else "",
        proposed=isinstance(found, Proposal),
        consultation=found.consultation if found else "",
        told=await _told(request, found) if found else [],
        media=await _media(store, words, found) if found else (),
        seen=_mark(found) if found else "",
        longest=LONGEST_REASON,
    )


async def _told(request: web.Request, found: Subject) -> list[str]:
    """All that is looked at, in paragraphs."""
    store, view = parts(request).store, view_of(request)
    match found:
        case Proposal():
            return await described(store, view.words, found)
        case Announcement():
            return (await preview(store, view, found)).split("\n\n")
        case Event():
            consultation = await consultations.get(store.database, found.consultation)
            return await looked_at(store, view.words, found, consultation) if consultation else []


async def _media(store: Store, words: Words, found: Subject) -> tuple[Medium, ...]:
    """What is seen and heard beside the words."""
    if isinstance(found, Proposal):
        return await describing.media_of(store, found)
    return await media_of(store, found, _label(words, found)) if isinstance(found, Announcement) else ()


def _mark(found: Subject) -> str:
    """Stands for exactly what was looked at."""
    match found:
        case Proposal():
            return proposals.mark(found)
        case Announcement():
            return announcements.mark(found)
        case Event():
            return events.mark(found)


async def approved(request: web.Request) -> web.Response:
    """POST /admin/waiting/<id>/approve with `seen`: exactly what was looked at."""
    return await _judged(request, "seen")


async def refused(request: web.Request) -> web.Response:
    """POST /admin/waiting/<id>/refuse with `reason`."""
    return await _judged(request, "reason")


async def refuse_all(request: web.Request) -> web.Response:
    """POST /admin/waiting/refuse with `ids`, of one organisation as they stood on the page, and `reason`."""
    form = await form_of(request)
    reason, said = str(form.get("reason", "")), "gone"
    for each in str(form.get("ids", "")).split():
        if (said := await kept(request, partial(_refuse_of_organisation, request, each, reason))) == "reason":
            break
    return to(f"{HOME}?said={said}")


async def _refuse_of_organisation(request: web.Request, identity: str, reason: str) -> Outcome:
    desk, person = parts(request).desk, request[WHO].person
    found = next((each for each in await awaited(desk.store, person) if each.id.hex() == identity), None)
    if found is None or found.organisation is None:
        return Outcome("gone")
    return await _decided(desk.store, desk.place(), person, found, "reason", reason)


async def _judged(request: web.Request, field: str) -> web.Response:
    """Decided by what stands in this field of the form."""
    given = str((await form_of(request)).get(field, ""))

    async def decide() -> Outcome:
        desk, found = parts(request).desk, await _found(request)
        if found is None:
            return Outcome("gone")
        return await _decided(desk.store, desk.place(), request[WHO].person, found, field, given)

    return await and_back(request, decide, HOME)


async def _decided(
    store: Store, place: Place, person: bytes, found: Subject, field: str, given: str
) -> Outcome:
    """Approved where the field is `seen`, else refused."""
    yes = field == "seen"
    match found:
        case Proposal():
            return await (proposals.approved if yes else proposals.refused)(
                store, place, person, found, given
            )
        case Announcement():
            judge = announcements.approved if yes else announcements.refused
            return await judge(store, place, person, found, given)
        case Event():
            return await (events.approved if yes else events.refused)(store, place, person, found, given)


async def _found(request: web.Request) -> Subject | None:
    """What they look at, if it still waits for them."""
    found = await awaited(parts(request).store, request[WHO].person)
    return next((each for each in found if each.id.hex() == request.match_info["id"]), None)
