"""`mushawara demo`: everything on SQLite, without a token, with simulated answers."""

import asyncio
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from bot import app as process
from bot import settings
from bot.cli import demo_events, demo_recommendations, demo_round
from bot.cli.common import named
from bot.cli.serve import LOOPBACK
from bot.clock import due_now
from bot.desk import utc_now
from bot.installation import CannotListen, open_store
from bot.results_page import demo_page
from bot.settings import Settings, random_bytes
from handlers.consultations import applying, counting, simulating
from handlers.consultations.folder import FolderProblems, read_folder
from handlers.organisations import invitations
from handlers.refused import Refused
from handlers.view import Place
from storage import organisations
from storage.changes import Changes
from storage.organisations import Organisation, Profile
from storage.store import Store
from storage.terms import Audience

FOLDER = Path(__file__).parent.parent / "demo"
SIMULATED: dict[Audience, int] = {"residents": 400, "organisations": 40, "learners": 300}
SEED = 12
FEW, PAUSE = 4, 0.03
ASSOCIATION = Organisation(b"demo-association", 1, "verified", Profile("Demo Association"))


def demo(
    listen: Annotated[str, typer.Option(help="HOST:PORT of the web chat.")] = "127.0.0.1:8080",
    data: Annotated[Path, typer.Option(help="Where the demo keeps its database and keys.")] = Path("data"),
) -> None:
    """Start the demo and print its addresses; Ctrl+C ends it."""
    asyncio.run(_demo(settings_of(listen, data)))


def settings_of(listen: str, data: Path) -> Settings:
    """Everything in the folder `data`, its own keys too. Raises `Refused` beyond this machine."""
    master = data / "master.key"
    loaded = settings.load(
        database_url=f"sqlite:///{data / 'demo.db'}",
        keys=data / "keys",
        master_key="",
        master_key_file=master,
        listen=listen,
        public_url=f"http://{listen}",
    )
    if loaded.host not in LOOPBACK:
        raise Refused("The demo speaks plain HTTP, for this machine alone. Listen on 127.0.0.1.")
    data.mkdir(parents=True, exist_ok=True)
    if not master.exists():
        master.touch(0o600)
        master.write_text(settings.new_master_key())
    return loaded


async def _demo(loaded: Settings) -> None:
    slug, invitation = await prepared(loaded)

    async def ready(store: Store) -> None:
        _tell(loaded.public_url, slug, invitation)
        await _populate(store, slug)

    try:
        await process.serve(loaded, demo_page, beside=ready)
    except CannotListen as error:
        how = "name another place with --listen 127.0.0.1:PORT (make demo LISTEN=127.0.0.1:PORT)"
        raise Refused(f"Something else listens on {loaded.listen}. End it, or {how}.") from error


def _tell(page: str, slug: str, invitation: str) -> None:
    typer.echo(f"Web chat:          {page}/chat/{slug}")
    typer.echo(f"For organisations: {invitations.web_address(page, slug, invitation)}")
    typer.echo("                   (works once; each start of the demo prints another)")
    typer.echo(f"Results page:      {page}/results/{slug}")
    typer.echo(f"Events:            {page}/events")
    typer.echo(f"Region by region:  {page}/round/{slug}")
    typer.echo(f"Recommendations:   {page}/recommendations")
    typer.echo("Ctrl+C ends the demo.")


async def prepared(loaded: Settings, place: Path = FOLDER) -> tuple[str, str]:
    """The demo's consultation, open; and the token by which one visitor joins its organisation.

    Raises `Refused` where the consultation of an earlier start cannot become this one.
    """
    folder = read_folder(place)
    async with open_store(loaded) as store:
        store.keys.create(folder.terms.slug)
        try:
            applied = await applying.apply(store, folder, utc_now())
        except FolderProblems as error:
            how = "Delete that folder, or name another with --data (make demo DATA=…)."
            raise Refused(f"What an older demo kept cannot go on as this one. {how}") from error
        await store.apply(applied.changes)
        await due_now(store, utc_now())
        invitation = await _invitation(store)
        await demo_events.announce(store, folder.terms.slug, ASSOCIATION.id, utc_now(), random_bytes)
        await demo_round.hold(store, folder, utc_now())
        await demo_recommendations.imported(store, utc_now().date())
        return folder.terms.slug, invitation


async def _invitation(store: Store) -> str:
    association = await organisations.get(store.database, store.keys, ASSOCIATION.id)
    if association is None:
        await store.apply(Changes((organisations.add(store.keys, ASSOCIATION),)))
    now = int(utc_now().timestamp())
    made = invitations.invite(store.keys, association or ASSOCIATION, now, random_bytes)
    await store.apply(Changes(made.writes))
    return made.token


async def _populate(store: Store, slug: str) -> None:
    """Simulated answers until there are enough, a few at a time, so that nobody real has to wait."""
    consultation = await named(store, slug)
    counted = await counting.results(store, consultation)
    answered = {survey["audience"]: survey["responses"] for survey in counted["surveys"]}
    rng = Random(SEED + sum(answered.values()))
    for audience, wanted in SIMULATED.items():
        for begun in range(answered[audience], wanted, FEW):
            few, place = min(FEW, wanted - begun), Place(utc_now(), random_bytes)
            await simulating.simulate(store, consultation, few, rng, place, audience)
            await asyncio.sleep(PAUSE)
