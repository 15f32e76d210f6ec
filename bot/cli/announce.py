"""`mushawara announce`: write, list, show, edit, pause, resume, cancel, stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli.common import TextFile, about, meant_by, named, said, save, texts_of, with_store
from bot.desk import utc_now
from bot.settings import random_bytes
from handlers.announcements import announcing, halting
from handlers.announcements.announcing import Plan
from handlers.announcements.audience import FEWEST
from handlers.announcements.audience import audience as audience_of
from handlers.announcements.checking import languages_of
from handlers.approvals.approval import by_hand
from handlers.links import sites_of
from handlers.refused import Refused
from handlers.rounded import adding_up
from storage import announcements, approvals, consultations, media
from storage.announcements import Announcement
from storage.changes import Changes, Stale, Write
from storage.kinds import OF_FOLLOWERS, Audience
from storage.store import Store

app = typer.Typer(
    help="Announcements: write one, see what became of it, pause it, call it off.", no_args_is_help=True
)
Slug = Annotated[str, typer.Argument(help="The consultation's slug.")]
Id = Annotated[str, typer.Argument(help="Its id, as `announce list` shows it, or how that begins.")]
At = Annotated[str, typer.Option(help='Local time in the consultation\'s zone: "2026-12-01 09:00".')]
Until = Annotated[str, typer.Option(help="Local time from which on it is not sent any more.")]
Codes = Annotated[str, typer.Option(help="Codes of regions, by commas; what is inside counts.")]
TOO_FEW = f"not sent: fewer than {FEWEST} people had not answered"


@app.command()
def write(
    slug: Slug,
    text_file: TextFile,
    at: At = "",
    own_time: Annotated[
        bool, typer.Option("--own-time", help="At that time in each one's own zone.")
    ] = False,
    rule: Annotated[str, typer.Option(help="Comes again: FREQ=WEEKLY;BYDAY=MO;COUNT=4 (RFC 5545).")] = "",
    until: Until = "",
    regions: Codes = "",
    topics: Annotated[str, typer.Option(help="Topics, by commas: only who follows one of them.")] = "",
    language: Annotated[str, typer.Option(help="Only who chose this language.")] = "",
    audience: Annotated[str, typer.Option(help=f"{', '.join(OF_FOLLOWERS)}.")] = "everybody",
    medium: Annotated[Path | None, typer.Option(help="A picture or a .pdf that goes with it.")] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Somebody of the staff shall approve it.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Tell those who follow the consultation, or these regions and topics."""
    plan = Plan(
        topics=_list(topics),
        language=language,
        audience=_audience(audience),
        own_time=own_time,
        rule=rule,
        until=_time(until),
        state="asked" if ask else "waiting",
        sites=sites_of(settings.load().public_url),
    )
    texts, when = texts_of(text_file), _time(at)
    content = medium.read_bytes() if medium else b""
    with_store(lambda store: _write(store, slug, texts, when, _list(regions), plan, content, dry_run))


async def _write(
    store: Store,
    slug: str,
    texts: dict[str, str],
    at: datetime | None,
    regions: tuple[str, ...],
    plan: Plan,
    content: bytes,
    dry_run: bool,
) -> None:
    if dry_run:
        await _preview(store, slug, texts, plan)
    medium = await announcing.medium_of(content) if content else None
    plan = replace(plan, medium=media.digest(medium)) if medium else plan
    found = await announcing.write(store, slug, texts, at, regions, utc_now(), random_bytes, plan)
    reached = len(await audience_of(store, found))
    if plan.audience == "unanswered" and not reached and not at:
        raise Refused(
            f"Fewer than {FEWEST} people have not answered. So few are not written to alone: leave "
            "--audience out, to write to all who follow it. Nothing was kept."
        )
    people = about(reached)
    if dry_run:
        typer.echo(f"It would go to {people} people. Nothing was kept.")
        return
    kept = (*((media.keep(medium),) if medium else ()), announcements.add(found))
    if found.state == "asked":
        await save(store, Changes(kept), "asked", _code(found))
        typer.echo(f"{_code(found)} waits for approval: /admin in the chat. It would go to {people} people.")
        return
    await save(store, _by_hand(found, *kept), "announced", _code(found))
    typer.echo(f"{_code(found)} goes to {people} people {_when(found, at)}.")
    if plan.audience == "unanswered" and not reached:
        typer.echo(f"It is not sent if fewer than {FEWEST} people have not answered then, as just now.")


def _by_hand(announcement: Announcement, *writes: Write) -> Changes:
    """Who holds the server approves alone, and everybody is told so below the message."""
    return Changes((*writes, approvals.add(by_hand(announcement))))


async def _preview(store: Store, slug: str, texts: dict[str, str], plan: Plan) -> None:
    for language in languages_of(await named(store, slug), plan.language):
        typer.echo(f"[{language}] {texts.get(language, '').strip() or '(nothing is written)'}")


def _when(announcement: Announcement, at: datetime | None) -> str:
    if at is None:
        return "now"
    own = " in each one's own time" if announcement.local else ""
    again = f", and again by {announcement.rule}" if announcement.rule else ""
    return f"at {at:%Y-%m-%d %H:%M}{own}{again}"


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
        typer.echo(f"{_code(each)}\t{await _became(store, each)}\t{when}\t{_beginning(each)}")


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
    typer.echo(f"{_code(found)}  {await _became(store, found)}")
    for label, value in (
        ("Regions", ", ".join(found.regions)),
        ("Topics", ", ".join(found.topics)),
        ("Language", found.language),
        ("Audience", found.audience),
        ("In each one's own time", found.local.replace("T", " ")),
        ("Again by", found.rule),
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
    await _apply(store, changes.also(*anew), "edited", _code(found))
    typer.echo(f"{_code(found)} has other words now.")


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
    await _apply(store, changes, "resumed", _code(paused[0]) if id else "everything")
    for each in paused:
        typer.echo(f"{_code(each)} goes on: {_beginning(each)}")


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
        await _apply(store, decide(found), what, _code(found))
        typer.echo(f"{_code(found)} {done}.")

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


def _code(announcement: Announcement) -> str:
    return announcement.id.hex()[:12]


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _audience(text: str) -> Audience:
    found = [known for known in OF_FOLLOWERS if known == text]
    if not found:
        raise Refused(f"'{text}' is no audience. Write one of {', '.join(OF_FOLLOWERS)}.")
    return found[0]


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(f"'{text}' is not a time. Write one such as 2026-12-01 09:00.") from error
