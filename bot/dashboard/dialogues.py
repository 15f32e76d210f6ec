"""The round of dialogues of a consultation: each region with its date, its contact, and what waits there."""

from dataclasses import dataclass

from aiohttp import web

from bot.channels.web.guard import form_of
from bot.dashboard.common import WHO, found_in, page, parts, words_of
from bot.dashboard.keeping import and_back
from handlers.approvals.actions import RENEW, may
from handlers.approvals.outcome import Outcome
from handlers.consultations import standing
from handlers.contacts import appointing, waiting
from handlers.contacts.answerers import answers, can_answer
from handlers.events import readable
from handlers.words import Words, name_of
from storage import consultations, contacts, events, staff
from storage.consultations import Consultation, Region
from storage.contacts import LONGEST, Contact, dialogue
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Row:
    """A region of the round; `event`: the id of its dialogue, which may wait for approval still."""

    code: str
    name: str
    office: str
    who: str
    answers: bool
    event: str
    when: str
    place: str
    state: str
    waiting: int


async def show(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/round."""
    store, words, found = parts(request).store, words_of(request), await found_in(request)
    return await page(
        request,
        "round.html",
        at="overview",
        slug=found.slug,
        title=standing.title_of(words, found),
        rows=await _rows(store, words, found),
        edits=may(request[WHO].actor, RENEW) and not found.ended,
    )


async def _rows(store: Store, words: Words, found: Consultation) -> list[Row]:
    named, asked = await contacts.of(store.database, found.slug), await waiting.by_region(store, found.slug)
    names = {each.person: each.name for each in await staff.every(store.database, store.keys)}
    return [
        await _row(store, words, found, each, named.get(each.code), names, asked.get(each.code, 0))
        for each in await consultations.regions(store.database, found.slug)
    ]


async def _row(
    store: Store,
    words: Words,
    found: Consultation,
    region: Region,
    contact: Contact | None,
    names: dict[bytes, str],
    asked: int,
) -> Row:
    event = await events.get(store.database, dialogue(found.slug, region.code))
    return Row(
        region.code,
        found.terms.say(region.names, words.language),
        found.terms.say(contact.office, words.language) if contact else "",
        names.get(contact.person, "") if contact and contact.person else "",
        await answers(store, contact),
        event.id.hex() if event else "",
        readable.begins(event, words) if event else "",
        event.place if event else "",
        readable.state(event, words) if event else "",
        asked,
    )


async def one(request: web.Request) -> web.Response:
    """GET /admin/consultations/<slug>/round/<region>: who answers there."""
    store, words, found = parts(request).store, words_of(request), await found_in(request)
    region, contact = await _region(request, found), await _contact(request, found)
    can = await can_answer(store)
    every = [each for each in await staff.every(store.database, store.keys) if each.code in can]
    return await page(
        request,
        "contact.html",
        at="overview",
        slug=found.slug,
        title=standing.title_of(words, found),
        region=region.code,
        region_name=found.terms.say(region.names, words.language),
        offices=[(each, name_of(each), contact.office.get(each, "")) for each in found.terms.languages],
        staff=[(each.code, each.name, each.person == contact.person) for each in every],
        longest=LONGEST,
        there=region.code in await contacts.of(store.database, found.slug),
    )


async def named(request: web.Request) -> web.Response:
    """POST the same with `office.LANGUAGE` and `staff`; with `away`, nobody is named there any more."""
    form, desk = await form_of(request), parts(request).desk
    slug = request.match_info["slug"]

    async def decide() -> Outcome:
        found, person = await found_in(request), request[WHO].person
        region = await _region(request, found)
        if "away" in form:
            return await appointing.taken_away(desk.store, desk.place(), person, found, region.code)
        office = {each: str(form.get(f"office.{each}", "")) for each in found.terms.languages}
        wanted = Contact(found.slug, region.code, office)
        code = str(form.get("staff", ""))
        return await appointing.named(desk.store, desk.place(), person, wanted, found, code)

    return await and_back(request, decide, f"/admin/consultations/{slug}/round")


async def _region(request: web.Request, found: Consultation) -> Region:
    """Raises `HTTPNotFound`."""
    nodes = await consultations.regions(parts(request).store.database, found.slug)
    region = next((each for each in nodes if each.code == request.match_info["region"]), None)
    if region is None:
        raise web.HTTPNotFound
    return region


async def _contact(request: web.Request, found: Consultation) -> Contact:
    """As it is; empty where nobody is named."""
    region = request.match_info["region"]
    named = await contacts.of(parts(request).store.database, found.slug)
    return named.get(region, Contact(found.slug, region))
