"""`mushawara poster`: pages to print and hang up."""

from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.channels.telegram.username import NameUnknown, username
from bot.cli.common import BotName, Slug, named, with_store
from bot.poster import poster as page
from bot.settings import Settings
from handlers.refused import Refused
from storage.store import Store


def poster(
    slug: Slug,
    out: Annotated[Path, typer.Option(help="A new HTML file to write.")],
    bot: BotName = "",
) -> None:
    """A page to print in each language, with QR codes for the web chat and Telegram."""
    html = with_store(lambda store: _poster(store, slug, bot))
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(html)
    except FileExistsError as error:
        raise Refused(f"{out} is there already. Name a new file, so that nothing is overwritten.") from error
    typer.echo(f"Written to {out}. Open it in a browser and print it: one page of A4 a language.")


async def _poster(store: Store, slug: str, bot: str) -> str:
    consultation, loaded = await named(store, slug), settings.load()
    if consultation.ended:
        raise Refused(f"'{slug}' has ended; nobody could take part any more.")
    name = bot or await _asked(loaded)
    if not (loaded.public_url or name):
        raise Refused(
            "There is no way to take part yet. Set MUSHAWARA_PUBLIC_URL for the web chat, or "
            "MUSHAWARA_TELEGRAM_TOKEN for Telegram."
        )
    return page(consultation, loaded.public_url, name)


async def _asked(loaded: Settings) -> str:
    try:
        return await username(loaded.telegram_token, loaded.telegram_api_url)
    except NameUnknown as error:
        raise Refused(str(error)) from None
