"""`mushawara event import`: all events of a file, or none; a file that comes again updates them."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli.common import Slug, save, with_store
from bot.desk import utc_now
from handlers.events import calendar_file, going_out
from handlers.events.csv_table import Table, identity
from handlers.events.importing import Taken, called_off, taken
from handlers.events.sheet import Around, EventRefused, around
from handlers.links import sites_of
from handlers.refused import Refused
from handlers.words import Words, plain
from reports.calendars import read
from reports.calendars.entry import Entry
from reports.calendars.entry import Refused as FileRefused
from storage import events
from storage.changes import Changes, Stale
from storage.events import Event
from storage.store import Store

NOTHING = "Nothing was kept."


def import_file(
    slug: Slug,
    file: Annotated[Path, typer.Argument(help="A table (.csv) or a calendar file (.ics).")],
    language: Annotated[
        str,
        typer.Option(help="Of the texts of an .ics; by default as it says, or our first."),
    ] = "",
) -> None:
    """Keep all events of a file; new ones wait for `event approve`."""
    with_store(lambda store: _import(store, slug, file, language))


async def _import(store: Store, slug: str, file: Path, language: str) -> None:
    try:
        content = await asyncio.to_thread(file.read_bytes)
        there = await around(store, slug, utc_now(), sites_of(settings.load().public_url))
        known = {each.id: each for each in await events.every(store.database)}
        calendar = file.suffix.lower() == ".ics"
        found = await (
            _calendar(store, content, there, known, language)
            if calendar
            else _table(store, content, there, known)
        )
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
    except EventRefused as refused:
        raise Refused(f"{refused}\n{NOTHING}") from refused
    await _save(store, found)
    for each in found:
        typer.echo(f"{each.event.code}\t{each.what}\t{when(each.event)}\t{title(each.event)}")
    counts = Counter(each.what for each in found)
    typer.echo(", ".join(f"{count} {what}" for what, count in counts.items()) or "No event was taken.")


async def _table(store: Store, content: bytes, there: Around, known: dict[bytes, Event]) -> list[Taken]:
    found = Table(there, known).read(content)
    return [await taken(store, each, known.get(each.id), there.now) for each in found]


async def _calendar(
    store: Store, content: bytes, there: Around, known: dict[bytes, Event], language: str
) -> list[Taken]:
    terms, slug = there.consultation.terms, there.consultation.slug
    if language and language not in terms.languages:
        raise Refused(f"'{slug}' does not speak '{language}'. It speaks: {', '.join(terms.languages)}.")
    entries = _entries(content, terms.timezone)
    wrong = calendar_file.bad_links(entries, there.sites)
    made, seen = [], Counter[str]()
    for entry in entries:
        seen[entry.uid] += 1
        which = identity(slug, "calendar", f"{entry.uid or entry} {seen[entry.uid]}")
        before = known.get(which)
        if entry.cancelled and before:
            made.append(await called_off(store, before, there.now))
        elif entry.cancelled or (not before and entry.starts <= there.now.timestamp()):
            typer.echo(f"Left out, since it is past or cancelled: {entry.title}")
        else:
            wrong += calendar_file.bad_times(entry, there.now)
            spoken = language or terms.spoken(entry.language)
            event = calendar_file.event(entry, slug, spoken, which, before)
            made.append(await taken(store, event, before, there.now))
            if entry.language and (spoken != entry.language or spoken != terms.languages[0]):
                typer.echo(f"Its texts are marked as {entry.language} and taken as {spoken}: {entry.title}")
            if entry.rule:
                typer.echo(f"Only the first time is taken of what comes again: {entry.title} ({entry.rule})")
    if wrong:
        raise EventRefused("\n".join(map(plain, wrong)))
    return made


def _entries(content: bytes, zone: str) -> list[Entry]:
    try:
        return read.events(content, zone)
    except FileRefused as refused:
        told = [plain(calendar_file.why(Words("en"), fault)) for fault in refused.faults]
        raise EventRefused("\n".join(told)) from refused


async def _save(store: Store, found: list[Taken]) -> None:
    """All of it in one transaction."""
    writes = tuple(write for each in found for write in each.writes)
    if not writes:
        return
    codes = [each.event.code for each in found if each.writes]
    about = codes[0] if len(codes) == 1 else f"{len(codes)} events"
    try:
        await save(store, Changes(writes, wakes=going_out.WAKES), "imported", about)
    except Stale as error:
        raise Refused(f"An event has changed meanwhile. {NOTHING} Try again.") from error


def title(event: Event) -> str:
    """What it is called, on a line of staff."""
    return plain(next(iter(event.title.values())))


def when(event: Event) -> str:
    """When it begins, on a line of staff."""
    return f"{event.begins:%Y-%m-%d %H:%M} ({event.zone})"
