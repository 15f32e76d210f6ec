"""`mushawara announce`: write, list, show, edit, pause, resume, cancel, stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot import settings
from bot.cli import announce_write
from bot.cli.announce_write import code
from bot.cli.common import Slug, TextFile, about, meant_by, named, said, save, texts_of, with_store
from bot.desk import utc_now
from handlers.announcements import announcing, halting
from handlers.announcements.audience import FEWEST
from handlers.approvals.approval import by_hand
from handlers.links import sites_of
from handlers.refused import Refused
from handlers.rounded import adding_up
from storage import announcements, approvals, consultations
from storage.announcements import Announcement
from storage.changes import Changes, Stale
from storage.store import Store

app = typer.Typer(
    help="Announcements: write one, see what became of it, pause it, call it off.", no_args_is_help=True
)
Id = Annotated[str, typer.Argument(help="Its id, as `announce list` shows it, or how that begins.")]
TOO_FEW = f"not sent: fewer than {FEWEST} people had not answered"


app.command("write")(announce_write.write)


@app.command("list")
def list_all(slug: Slug) -> None:
    """Name all announcements of a consultation: id, state, when, how it begins."""
    with_store(lambda store: _list_all(store, slug))


async def _list_all(store: Store, slug: str) -> None:
    zone = (await named(store, slug)).terms.zone
    found = await announcements.of(store.database, slug)
    if not found:
        typer.echo("Nothing was announced yet. Begin: mushawara announce write --help")
    for each in found:
        due = datetime.fromtimestamp(each.due, UTC).astimezone(zone)
        when = each.local.replace("T", " ") or f"{due:%Y-%m-%d %H:%M}"
        typer.echo(f"{code(each)}\t{await _became(store, each)}\t{when}\t{_beginning(each)}")


async def _became(store: Store, announcement: Announcement) -> str:
    if await halting.went_to_nobody(store, announcement):
        return TOO_FEW
    return said(announcement.state)


def _beginning(announcement: Announcement) -> str:
    text = next(iter(announcement.texts.values()), announcement.kind)
    return text.splitlines()[0][:60]


@app.command()
def show(id: Id) -> None:
    """What an announcement says, to whom, and what became of it."""
    with_store(lambda store: _show(store, id))


async def _show(store: Store, id: str) -> None:
    found = await _named(store, id)
    typer.echo(f"{code(found)}  {await _became(store, found)}")
    for label, value in (
        ("Regions", ", ".join(found.regions)),
        ("Topics", ", ".join(found.topics)),
        ("Language", found.language),
        ("Audience", found.audience),
        ("In each one's own time", found.local.replace("T", " ")),
        ("Again by", found.rule),
        ("Learning cards", found.cards),
    ):
        if value:
            typer.echo(f"{label}: {value}")
    for language, text in found.texts.items():
        typer.echo(f"[{language}] {text}")
    if people := sum((report := await halting.report(store, found)).values()):
        became = ", ".join(f"{name}: {about(count)}" for name, count in adding_up(report).items() if count)
        typer.echo(f"Of {about(people)} people: {became}")


@app.command()
def edit(id: Id, text_file: TextFile) -> None:
    """Say something else; only before any of it was sent."""
    texts = texts_of(text_file)

    with_store(lambda store: _edit(store, id, texts))


async def _edit(store: Store, id: str, texts: dict[str, str]) -> None:
    found = await _named(store, id)
    after = replace(found, texts=texts)
    changes = await announcing.changed(store, found, after, sites_of(settings.load().public_url))
    anew = () if found.state in {"draft", "asked"} else (approvals.add(by_hand(after)),)
    await _apply(store, changes.also(*anew), "edited", code(found))
    typer.echo(f"{code(found)} has other words now.")


@app.command()
def pause(id: Id) -> None:
    """Send nothing more of it until it is resumed."""
    _do(id, halting.paused, "paused", "is paused")


@app.command()
def resume(
    id: Id = "",
    everything: Annotated[bool, typer.Option("--all", help="All that is paused.")] = False,
) -> None:
    """Go on where it was paused."""
    if bool(id) == everything:
        raise Refused("Write which one: announce resume ID. Or all that is paused: announce resume --all")
    with_store(lambda store: _resume(store, id))


async def _resume(store: Store, id: str) -> None:
    paused = [await _named(store, id)] if id else await announcements.paused(store.database)
    if not paused:
        return typer.echo("Nothing is paused.")
    changes = await halting.resumed(store, paused, utc_now())
    await _apply(store, changes, "resumed", code(paused[0]) if id else "everything")
    for each in paused:
        typer.echo(f"{code(each)} goes on: {_beginning(each)}")


@app.command()
def cancel(id: Id) -> None:
    """Send nothing more of it, ever."""
    _do(id, halting.cancelled, "cancelled", "is cancelled")


@app.command()
def stop() -> None:
    """Emergency: pause everything that waits or is being sent, of every consultation."""
    with_store(lambda store: save(store, halting.stopped(), "stopped", "everything"))
    typer.echo(
        "All announcements are paused. To call off what is wrong: mushawara announce cancel ID. Then, to go "
        "on with one or with all: mushawara announce resume ID, mushawara announce resume --all"
    )


def _do(id: str, decide: Callable[[Announcement], Changes], what: str, done: str) -> None:
    async def work(store: Store) -> None:
        found = await _named(store, id)
        await _apply(store, decide(found), what, code(found))
        typer.echo(f"{code(found)} {done}.")

    with_store(work)


async def _apply(store: Store, changes: Changes, what: str, on: str) -> None:
    try:
        await save(store, changes, what, on)
    except Stale as error:
        raise Refused("It has changed meanwhile; nothing was done. Look again: announce show ID") from error


async def _named(store: Store, id: str) -> Announcement:
    every = [
        each
        for consultation in await consultations.every(store.database)
        for each in await announcements.of(store.database, consultation.slug)
    ]
    return meant_by(id, every, "announcement", "announce list SLUG")
