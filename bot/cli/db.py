"""`mushawara db`: upgrade, backup, verify, restore."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli.common import Yes, about, confirmed, save, with_store
from bot.desk import utc_now
from bot.installation import refuse_missing
from bot.settings import PREFIX, Settings
from handlers.announcements import halting
from handlers.refused import Refused
from storage import backup as copies
from storage import restore as restoring
from storage.backup import DATABASE, DAYS, KEYS, MANY, SUMS, damaged, too_old
from storage.closures import read_closures
from storage.databases import open_database
from storage.keys import Keyring
from storage.restore import Contents
from storage.store import Store

app = typer.Typer(help="The database.", no_args_is_help=True)
Copy = Annotated[Path, typer.Argument(help="The folder of one copy.")]


@app.callback()
def _group() -> None:
    """The database."""


@app.command()
def upgrade() -> None:
    """Bring the database to the present version; on SQLite, make it if there is none."""
    with_store(_nothing_more, may_create=True)
    typer.echo("The database is up to date.")


@app.command()
def backup(
    folder: Annotated[
        Path | None,
        typer.Argument(help=f"Where copies are kept: not beside the database. Else {PREFIX}BACKUPS."),
    ] = None,
) -> None:
    """Copy the database and the keys of answers into a new folder there, while the bot runs."""
    loaded, now = settings.load(), utc_now()
    kept_in = folder or loaded.backups
    if kept_in is None:
        raise Refused(f"Name the folder of backups: mushawara db backup FOLDER, or set {PREFIX}BACKUPS.")
    made = asyncio.run(_backup(loaded, kept_in, now))
    typer.echo(f"Written to {made}: {DATABASE}, and the keys of answers in {KEYS}.")
    typer.echo(f"Keep the two apart, and no longer than {DAYS} days: what people erased lives on in it.")
    typer.echo(f"Answers to an open consultation are in it once {MANY} are new.")
    for each in too_old(kept_in, now):
        typer.echo(f"Older than {DAYS} days, to be deleted: {each}", err=True)


@app.command()
def verify(copy: Copy) -> None:
    """Tell whether a copy is as it was written; exit 1 where it is not."""
    if found := _damaged(copy):
        for name in found:
            typer.echo(f"Damaged or gone: {copy / name}", err=True)
        raise typer.Exit(1)
    typer.echo("The copy is as it was written.")


@app.command()
def restore(
    copy: Copy,
    answer_again: Annotated[
        bool,
        typer.Option(
            "--answer-again", help="Let go of the answers to what was open; everybody may answer again."
        ),
    ] = False,
    yes: Yes = False,
) -> None:
    """Put a copy back, into an empty database, on SQLite or PostgreSQL. The bot must not run."""
    loaded = settings.load()
    keys = loaded.keyring()
    if found := _damaged(copy):
        raise Refused(f"{copy} is damaged: {', '.join(found)}. Take another copy.")
    contents = restoring.look_into(copy)
    _tell(contents, answer_again)
    if not yes:
        confirmed("Put it back now?")
    restoring.restore_keys(copy, keys.folder)
    _require_keys(contents, keys.folder)
    asyncio.run(_restore(loaded, keys, copy, answer_again))
    with_store(lambda store: save(store, halting.stopped(), "restored", copy.name))
    _say_what_is_left(contents, keys.folder)


def _damaged(copy: Path) -> list[str]:
    try:
        return damaged(copy)
    except (OSError, ValueError) as error:
        raise Refused(f"{copy} is not a copy, or its {SUMS} is damaged.") from error


def _tell(contents: Contents, answer_again: bool) -> None:
    """What it means, before it is done."""
    typer.echo(f"People in this copy: {contents.people}. What came after it is lost.")
    for (slug, survey), count in contents.open.items():
        typer.echo(f"'{slug}' was open, with {about(count)} responses to the survey '{survey}'.")
    if not contents.open:
        return
    typer.echo("Which of them are whose is in no copy, so nobody can change, see or erase theirs any more.")
    if answer_again:
        typer.echo("They are let go, and everybody may answer again.")
    else:
        typer.echo(
            "They count. Nobody who is in this copy can answer again, or some would be counted twice. "
            "To let them go instead, so that everybody may answer again: --answer-again"
        )


def _require_keys(contents: Contents, folder: Path) -> None:
    needed, lost = restoring.find_missing(contents, folder)
    if needed:
        raise Refused(
            f"These keys are neither in {folder} nor in the copy: {', '.join(needed)}. "
            f"Put them into {folder}, then try again. Nothing was restored."
        )
    for name in lost:
        typer.echo(f"Without {name} the answers to a consultation that has ended stay unreadable.", err=True)


def _say_what_is_left(contents: Contents, folder: Path) -> None:
    typer.echo("Restored. Announcements are paused, or people would get some again: look at announce list,")
    typer.echo("cancel what went out since the copy, then: mushawara announce resume --all")
    for slug in sorted({slug for slug, _ in contents.open} & read_closures(folder)):
        typer.echo(f"'{slug}' was closed since. Close it here too: mushawara consultation close {slug}")


async def _backup(loaded: Settings, folder: Path, now: datetime) -> Path:
    """The database as it is: a new version makes its copy before it upgrades."""
    refuse_missing(loaded)
    async with Store(loaded.database_url, loaded.keyring()) as store:
        return await copies.backup(store, folder, now)


async def _restore(loaded: Settings, keys: Keyring, copy: Path, answer_again: bool) -> None:
    keys.check()
    database = open_database(loaded.database_url)
    await database.open()
    try:
        await restoring.restore(copy, database, keys, answer_again=answer_again)
    finally:
        await database.close()


async def _nothing_more(_: object) -> None:
    """Opening the store upgrades it."""
