"""`mushawara event`: add, import, list, show, approve, refuse, change, cancel."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli import event_import
from bot.cli.common import Slug, about, meant_by, said, save, with_store
from bot.cli.event_import import title, when
from bot.desk import utc_now
from bot.settings import random_bytes
from handlers.approvals.approval import by_hand
from handlers.approvals.reasons import LONGEST_REASON, reason_in
from handlers.events import going_out, toml_file
from handlers.events.preview import as_seen
from handlers.events.sheet import around
from handlers.links import sites_of
from handlers.organisations.verifying import is_verified
from handlers.refused import Refused
from handlers.words import plain
from storage import approvals, consultations, events, rsvps
from storage.changes import Changes, Stale
from storage.events import Event
from storage.store import Store

app = typer.Typer(help="Events: add them, approve what organisations wrote, cancel.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="Its id, as `event list` shows it.")]
File = Annotated[Path, typer.Argument(help="A TOML file, as docs/reference.md describes it.")]
Work = Callable[[Store, Event], Awaitable[None]]


app.command("import")(event_import.import_file)


@app.command()
def add(slug: Slug, file: File) -> None:
    """Keep an event and show it as people will see it; `event approve` sends it out."""
    with_store(lambda store: _add(store, slug, file))


async def _add(store: Store, slug: str, file: Path) -> None:
    event = await _read(store, slug, file, random_bytes(16))
    await _save(store, event, "added", Changes((events.add(event),), wakes=going_out.WAKES))
    await _show(store, event)
    typer.echo(f"It waits. `mushawara event approve {event.code}` sends it out.")


@app.command("list")
def list_all() -> None:
    """Name all events: id, state, when, title."""
    with_store(_list)


async def _list(store: Store) -> None:
    found = [each for each in await events.every(store.database) if each.state != "draft"]
    if not found:
        typer.echo("No event yet. Organisations write them in the chat, by /event.")
    for each in found:
        changes = f" (changes {each.changes.hex()[: events.CODE]})" if each.changes else ""
        typer.echo(f"{each.code}\t{said(each.state)}\t{when(each)}\t{title(each)}{changes}")


@app.command()
def show(id: Id) -> None:
    """What people see, in each language; of who answered only rounded numbers."""
    _with(id, _show)


async def _show(store: Store, event: Event) -> None:
    consultation = await consultations.get(store.database, event.consultation)
    if consultation is not None:
        typer.echo(plain("\n\n".join(await as_seen(store, event, consultation))))
    counts = await rsvps.counts(store.database, event.id)
    if event.state == "open":
        typer.echo(f"Coming: {about(counts.get('coming', 0))}. Waiting: {about(counts.get('waiting', 0))}.")


@app.command()
def approve(id: Id) -> None:
    """It goes out: those it concerns are invited."""
    _with(id, _approve)


async def _approve(store: Store, event: Event) -> None:
    _only(event, "asked")
    if event.organisation and not await is_verified(store, event.organisation):
        raise Refused(f"The organisation that wrote {event.code} is not verified. Refuse it.")
    after = await going_out.becomes(store, event)
    if after is None:
        raise Refused(f"The event that {event.code} changes is another one by now. Refuse it.")
    decided = await going_out.approved(store, event, utc_now())
    await _save(store, event, "approved", decided.also(approvals.add(by_hand(after))))
    told = f"changes {after.code}. All who answered are told." if event.changes else "is announced."
    typer.echo(f"{event.code} {title(event)} {told}")


@app.command()
def refuse(
    id: Id, reason: Annotated[str, typer.Option(help="Why, in a sentence or two, for who wrote it.")]
) -> None:
    """It does not go out; who wrote it is told why."""

    async def _refuse(store: Store, event: Event) -> None:
        _only(event, "asked")
        if not (why := reason_in(reason)):
            raise Refused(f"Write a reason of at most {LONGEST_REASON} letters.")
        await _save(store, event, "refused", going_out.refused(event, why, utc_now()))
        typer.echo(f"{event.code} {title(event)} is refused.")

    _with(id, _refuse)


@app.command()
def change(id: Id, file: File) -> None:
    """It is what the file says now; all who answered are told."""

    async def _change(store: Store, event: Event) -> None:
        _only(event, "open")
        read = await _read(store, event.consultation, file, event.id)
        after = replace(read, state="open", organisation=event.organisation, author=event.author)
        decided = await going_out.changed(store, event, after, utc_now())
        await _save(store, event, "changed", decided.also(approvals.add(by_hand(after))))
        typer.echo(f"{event.code} {title(after)} is changed. All who answered are told.")

    _with(id, _change)


@app.command()
def cancel(id: Id) -> None:
    """It does not take place; all who come, may come or wait are told."""
    _with(id, _cancel)


async def _cancel(store: Store, event: Event) -> None:
    _only(event, "open")
    await _save(store, event, "cancelled", await going_out.cancelled(store, event, utc_now()))
    typer.echo(f"{event.code} {title(event)} is cancelled. All who answered are told.")


async def _read(store: Store, slug: str, file: Path, identity: bytes) -> Event:
    try:
        there = await around(store, slug, utc_now(), sites_of(settings.load().public_url))
        return toml_file.read(await asyncio.to_thread(file.read_text, encoding="utf-8"), there, identity)
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error


async def _save(store: Store, event: Event, what: str, changes: Changes) -> None:
    """With a line in the log of what staff did. Raises `Refused`."""
    try:
        await save(store, changes, what, event.code)
    except Stale as error:
        raise Refused(f"{event.code} has changed meanwhile; nothing was done. Try again.") from error


def _only(event: Event, state: events.State) -> None:
    if event.state != state:
        raise Refused(f"{event.code}: {said(event.state)}; nothing was done.")


def _with(code: str, work: Work) -> None:
    """Do something with one event. Raises `Refused`."""

    async def named(store: Store) -> None:
        found = [each for each in await events.every(store.database) if each.state != "draft"]
        await work(store, meant_by(code, found, "event", "event list"))

    with_store(named)
