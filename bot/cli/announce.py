"""`mushawara announce`: tell those who follow a consultation, now or at a local time."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.common import Refused, about, with_store
from bot.desk import utc_now
from bot.settings import random_bytes
from handlers import announcing
from handlers.announcing import AnnouncementRefused
from storage import announcements
from storage.changes import Changes
from storage.store import Store


def announce(
    slug: Annotated[str, typer.Argument(help="The consultation's slug.")],
    text_file: Annotated[Path, typer.Option(help="A TOML file with [text] and one entry a language.")],
    at: Annotated[str, typer.Option(help='Local time in the consultation\'s zone: "2026-12-01 09:00".')] = "",
    regions: Annotated[str, typer.Option(help="Codes of regions, by commas; what is inside counts.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Tell those who follow the consultation, or these regions."""
    codes = tuple(code.strip() for code in regions.split(",") if code.strip())
    with_store(lambda store: _announce(store, slug, _texts(text_file), _time(at), codes, dry_run))


async def _announce(
    store: Store,
    slug: str,
    texts: dict[str, str],
    at: datetime | None,
    regions: tuple[str, ...],
    dry_run: bool,
) -> None:
    try:
        found = await announcing.write(store, slug, texts, at, regions, utc_now(), random_bytes)
    except AnnouncementRefused as error:
        raise Refused(str(error)) from error
    people = about(len(await announcing.audience(store, found)))
    if dry_run:
        for language, text in texts.items():
            typer.echo(f"[{language}] {text}")
        typer.echo(f"It would go to {people} people. Nothing was kept.")
        return
    await store.apply(Changes((announcements.add(found),)))
    typer.echo(f"It goes to {people} people{f' at {at:%Y-%m-%d %H:%M}' if at else ' now'}.")


def _texts(path: Path) -> dict[str, str]:
    try:
        texts: Any = tomllib.loads(path.read_text(encoding="utf-8")).get("text")
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}.") from error
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise Refused(f"{path} needs a table [text] with one entry a language.")
    return texts


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(f"'{text}' is not a time. Write one such as 2026-12-01 09:00.") from error
