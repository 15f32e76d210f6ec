"""The links of an invitation, printed: for the web chat, and for Telegram."""

import contextlib
from collections.abc import Iterable

import typer

from bot import settings
from bot.channels.telegram.username import NameUnknown, username
from handlers.organisations import invitations


async def tell(token: str, slugs: Iterable[str], bot_name: str) -> None:
    """Each way in which one person can take it; `slugs`: consultations whose page leads to it."""
    loaded = settings.load()
    place = loaded.public_url or f"http://{loaded.listen}"
    for slug in slugs:
        typer.echo(f"  web chat: {invitations.web_address(place, slug, token)}")
    with contextlib.suppress(NameUnknown):
        if name := bot_name or await username(loaded.telegram_token, loaded.telegram_api_url):
            typer.echo(f"  Telegram: {invitations.telegram_address(name, token)}")
    typer.echo(f"  written to the bot in Telegram: {invitations.command(token)}")
