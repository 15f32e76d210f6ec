"""`mushawara serve` and `mushawara db`."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import app as process
from bot import settings
from bot.cli.common import with_store
from bot.desk import utc_now
from bot.installation import refuse_missing
from bot.settings import Settings
from handlers.refused import Refused
from storage import backup as copies
from storage.backup import DATABASE, DAYS, KEYS, MANY, SUMS, damaged, too_old
from storage.store import Store

database = typer.Typer(help="The database.", no_args_is_help=True)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def serve() -> None:
    """Run the bot: Telegram if there is a token, web chat, clock."""
    loaded = settings.load()
    if loaded.host not in LOOPBACK and not loaded.behind_proxy:
        raise Refused(
            "MUSHAWARA_LISTEN is open to the network, where what people say needs HTTPS. Put a proxy with a "
            "certificate before it and say so with MUSHAWARA_BEHIND_PROXY=1, or listen on 127.0.0.1."
        )
    if loaded.behind_proxy and not loaded.public_url.startswith("https://"):
        raise Refused(
            "MUSHAWARA_BEHIND_PROXY is set, and MUSHAWARA_PUBLIC_URL does not begin with https. Set the "
            "https address that people see."
        )
    asyncio.run(process.serve(loaded))


@database.callback()
def _group() -> None:
    """The database."""


@database.command()
def upgrade() -> None:
    """Bring the database to the present version; on SQLite, make it if there is none."""
    with_store(_nothing_more, may_create=True)
    typer.echo("The database is up to date.")


@database.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Where copies are kept: not beside the database.")],
) -> None:
    """Copy the database and the keys of answers into a new folder there, while the bot runs (SQLite)."""
    loaded, now = settings.load(), utc_now()
    made = asyncio.run(_backup(loaded, folder, now))
    typer.echo(f"Written to {made}: {DATABASE}, and the keys of answers in {KEYS}.")
    typer.echo(f"Keep the two apart, and no longer than {DAYS} days: what people erased lives on in it.")
    typer.echo(f"Answers to an open consultation are in it once {MANY} are new.")
    for each in too_old(folder, now):
        typer.echo(f"Older than {DAYS} days, to be deleted: {each}", err=True)


@database.command()
def verify(
    copy: Annotated[Path, typer.Argument(help="The folder of one copy.")],
) -> None:
    """Tell whether a copy is as it was written; exit 1 where it is not."""
    try:
        found = damaged(copy)
    except (OSError, ValueError) as error:
        raise Refused(f"{copy} is not a copy, or its {SUMS} is damaged.") from error
    for name in found:
        typer.echo(f"Damaged or gone: {copy / name}", err=True)
    if found:
        raise typer.Exit(1)
    typer.echo("The copy is as it was written.")


async def _backup(loaded: Settings, folder: Path, now: datetime) -> Path:
    """The database as it is: a new version makes its copy before it upgrades."""
    refuse_missing(loaded)
    async with Store(loaded.database_url, loaded.keyring()) as store:
        return await copies.backup(store, folder, now)


async def _nothing_more(_: object) -> None:
    """Opening the store upgrades it."""
