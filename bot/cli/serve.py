"""`mushawara serve` and `mushawara db`."""

import asyncio

import typer

from bot import app as process
from bot import settings
from bot.cli.common import Refused, with_store

database = typer.Typer(help="The database.", no_args_is_help=True)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def serve() -> None:
    """Run the bot: Telegram if there is a token, web chat, clock."""
    loaded = settings.load()
    if loaded.host not in LOOPBACK and not loaded.public_url.startswith("https://"):
        raise Refused(
            "MUSHAWARA_LISTEN is open to the network, where the web chat needs HTTPS. Put a proxy with a "
            "certificate before it and set MUSHAWARA_PUBLIC_URL to its https address, or listen on 127.0.0.1."
        )
    asyncio.run(process.serve(loaded))


@database.callback()
def _group() -> None:
    """The database."""


@database.command()
def upgrade() -> None:
    """Bring the database to the present version."""
    with_store(_nothing_more)
    typer.echo("The database is up to date.")


async def _nothing_more(_: object) -> None:
    """Opening the store upgrades it."""
