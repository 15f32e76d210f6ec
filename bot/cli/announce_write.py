"""`mushawara announce write`: whom it reaches is said first, then it is kept, or asks for approval."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli.common import Slug, TextFile, about, named, save, texts_of, with_store
from bot.desk import utc_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from handlers.announcements.audience import FEWEST, MOST
from handlers.announcements.audience import size as size_of
from handlers.announcements.checking import languages_of
from handlers.approvals.approval import by_hand
from handlers.links import sites_of
from handlers.refused import Refused
from storage import announcements, approvals, media
from storage.announcements import Announcement
from storage.changes import Changes, Write
from storage.kinds import OF_FOLLOWERS, Audience
from storage.store import Store

At = Annotated[str, typer.Option(help='Local time in the consultation\'s zone: "2026-12-01 09:00".')]
Until = Annotated[str, typer.Option(help="Local time from which on it is not sent any more.")]
Codes = Annotated[str, typer.Option(help="Codes of regions, by commas; what is inside counts.")]


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
    cards: Annotated[str, typer.Option(help="A set of learning cards, for a button that opens it.")] = "",
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
        cards=cards,
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
    reached = await size_of(store, found)
    if plan.audience == "unanswered" and not reached and not at:
        raise Refused(
            f"Fewer than {FEWEST} people have not answered. So few are not written to alone: leave "
            "--audience out, to write to all who follow it. Nothing was kept."
        )
    people = about(reached) if reached < MOST else f"more than {MOST}"
    if dry_run:
        typer.echo(f"It would go to {people} people. Nothing was kept.")
        return
    kept = (*((media.keep(medium),) if medium else ()), announcements.add(found))
    if found.state == "asked":
        await save(store, Changes(kept), "asked", code(found))
        typer.echo(f"{code(found)} waits for approval: /admin in the chat. It would go to {people} people.")
        return
    await save(store, _by_hand(found, *kept), "announced", code(found))
    typer.echo(f"{code(found)} goes to {people} people {_when(found, at)}.")
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


def code(announcement: Announcement) -> str:
    """The beginning of its id, long enough to be told from others."""
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
