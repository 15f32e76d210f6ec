"""`mushawara demo`: everything on SQLite, without a token, with simulated answers."""

import asyncio
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from bot import app as process
from bot import settings
from bot.clock import due_now
from bot.desk import utc_now
from bot.pages.counted import results_page
from bot.settings import Settings, random_bytes
from handlers import applying, simulating
from handlers.folder import read_folder
from handlers.view import Place
from storage import consultations

FOLDER = Path(__file__).parent.parent / "demo"
PEOPLE, SEED = 400, 12


def demo(
    listen: Annotated[str, typer.Option(help="HOST:PORT of the web chat.")] = "127.0.0.1:8080",
    data: Annotated[Path, typer.Option(help="Where the demo keeps its database and keys.")] = Path("data"),
) -> None:
    """Start the demo and print its addresses; Ctrl+C ends it."""
    asyncio.run(_demo(_settings(listen, data)))


def _settings(listen: str, data: Path) -> Settings:
    data.mkdir(parents=True, exist_ok=True)
    master = data / "master.key"
    if not master.exists():
        master.touch(0o600)
        master.write_text(settings.new_master_key())
    return settings.load(
        database_url=f"sqlite:///{data / 'demo.db'}",
        keys=data / "keys",
        master_key="",
        master_key_file=master,
        listen=listen,
        public_url=f"http://{listen}",
    )


async def _demo(loaded: Settings) -> None:
    slug = await _prepared(loaded)
    typer.echo(f"Web chat:     {loaded.public_url}/chat/{slug}")
    typer.echo(f"Results page: {loaded.public_url}/results/{slug}")
    typer.echo("Ctrl+C ends the demo.")
    await process.serve(loaded, results_page)


async def _prepared(loaded: Settings) -> str:
    """The demo's consultation, open, with 400 simulated people; made once."""
    folder = read_folder(FOLDER)
    slug = folder.terms.slug
    async with process.open_store(loaded) as store:
        known = await consultations.get(store.database, slug)
        store.keys.create(slug)
        await store.apply((await applying.apply(store, folder, utc_now())).changes)
        await due_now(store, utc_now())
        found = await consultations.get(store.database, slug)
        if known is None and found is not None:
            await simulating.simulate(store, found, PEOPLE, Random(SEED), Place(utc_now(), random_bytes))
    return slug
