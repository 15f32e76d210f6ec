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
    if loaded.host not in LOOPBACK and not loaded.behind_proxy:
        raise Refused(
            "MUSHAWARA_LISTEN is open to the network, where what people say needs HTTPS. Put a proxy with a "
            "certificate before it and say so with MUSHAWARA_BEHIND_PROXY=1, or listen on 127.0.0.1."
        )
    if loaded.behind_proxy and loaded.public_url.startswith("http://"):
        raise Refused(
            "MUSHAWARA_BEHIND_PROXY is set, and MUSHAWARA_PUBLIC_URL begins with http. Set the https address "
            "that people see."
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
