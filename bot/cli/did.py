"""`mushawara did`: say what was done with the results."""

import typer

from bot import settings
from bot.cli.common import Slug, TextFile, named, texts_of, with_store
from bot.cli.proposal import do_or_ask
from handlers.consultations import publishing
from handlers.consultations.counting import results_address
from storage.store import Store


def did(
    slug: Slug,
    text_file: TextFile,
) -> None:
    """You said, we did: on the results page, and to those who follow the consultation."""
    with_store(lambda store: _did(store, slug, texts_of(text_file)))


async def _did(store: Store, slug: str, texts: dict[str, str]) -> None:
    consultation, place = await named(store, slug), settings.load().place
    proposed = await publishing.to_say(store, consultation, texts, place)
    if not await do_or_ask(store, proposed, "said what was done"):
        return
    typer.echo("It stands on the results page, and those who follow the consultation are told:")
    typer.echo(results_address(place, slug, consultation.terms.languages[0]))
