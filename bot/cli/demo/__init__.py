"""`mushawara demo`: everything on SQLite, without a token, with simulated answers."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Annotated, NamedTuple

import typer

from bot import app as process
from bot import settings
from bot.cli.common import named
from bot.cli.demo import dialogues, events, office, paper, progress, recommendations
from bot.cli.demo.progress import Earlier
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
from handlers.staff import signing_in
from handlers.view import Place
from storage import consultations, organisations
from storage import recommendations as recommended
from storage.changes import Changes
from storage.organisations import Organisation, Profile
from storage.recommendations import Recommendation
from storage.store import Store
from storage.terms import Audience
from survey.chance import Likings

FOLDER = Path(__file__).parents[2] / "demo"
SIMULATED: dict[Audience, int] = {"residents": 400, "organisations": 40, "learners": 300}
SOME: dict[Audience, int] = {"residents": progress.PEOPLE}
EVERYWHERE = {f"MA-{number:02}": 1.0 for number in range(1, 13)}
HEARD: Likings = {"region": {**EVERYWHERE, office.UNHEARD: 0.0}}
"""From one region nobody has answered yet."""
SEED = 12
FEW, PAUSE = 4, 0.03
OWNERS = ("Visitor of the dashboard", "Visitor of the chat")
ASSOCIATION = Organisation(b"demo-association", 1, "verified", Profile("Demo Association"))


class Addresses(NamedTuple):
    """What the demo prints besides its pages: tokens by which one visitor each comes in, once."""

    slug: str
    organisation: str
    dashboard: str
    chat: str


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
        master.write_text(settings.new_secret())
    return loaded


async def _demo(loaded: Settings) -> None:
    found: list[Addresses] = []

    async def prepare() -> None:
        found.append(await prepared(loaded))

    async def ready(store: Store) -> None:
        _tell(loaded.public_url, found[0])
        await populate(store, found[0].slug)

    try:
        await process.serve(loaded, demo_page, beside=ready, prepare=prepare)
    except CannotListen as error:
        how = "name another place with --listen 127.0.0.1:PORT (make demo LISTEN=127.0.0.1:PORT)"
        raise Refused(f"Something else listens on {loaded.listen}. End it, or {how}.") from error


def _tell(page: str, found: Addresses) -> None:
    slug = found.slug
    typer.echo(f"Web chat:          {page}/chat/{slug}")
    typer.echo(f"Results page:      {page}/results/{slug}")
    typer.echo(f"Region by region:  {page}/round/{slug}")
    typer.echo(f"Recommendations:   {page}/recommendations")
    typer.echo(f"Events:            {page}/events")
    typer.echo("These work once; each start of the demo prints others:")
    typer.echo(f"For organisations: {invitations.web_address(page, slug, found.organisation)}")
    typer.echo(f"Dashboard:         {signing_in.invitation_address(page, found.dashboard)}")
    typer.echo(f"Staff in the chat: {invitations.web_address(page, slug, found.chat)}")
    typer.echo("Ctrl+C ends the demo.")


async def prepared(loaded: Settings, place: Path = FOLDER) -> Addresses:
    """The demo's consultation, open; and what lets visitors in.

    Raises `Refused` where the consultation of an earlier start cannot become this one.
    """
    folder, now = read_folder(place), utc_now()
    async with open_store(loaded, may_create=True) as store:
        store.keys.create(folder.terms.slug)
        try:
            before = await consultations.get(store.database, folder.terms.slug)
            applied = await applying.apply(store, folder, before, now)
        except FolderProblems as error:
            how = "Delete that folder, or name another with --data (make demo DATA=…)."
            raise Refused(f"What an older demo kept cannot go on as this one. {how}") from error
        await store.apply(applied.changes)
        await due_now(store, now)
        found = await _let_in(store, folder.terms.slug)
        await events.announce(store, folder.terms.slug, ASSOCIATION.id, now, random_bytes)
        contacts = await office.staffed(store, folder.regions, random_bytes)
        await dialogues.hold(store, folder, contacts, now)
        await office.asked(store, folder, now, random_bytes)
        await recommendations.imported(store, now.date())
        await progress.hold(store, folder)
        return found


async def _let_in(store: Store, slug: str) -> Addresses:
    """A member of the association, and two who own the demo: one on the dashboard, one in the chat."""
    association = await organisations.get(store.database, store.keys, ASSOCIATION.id)
    if association is None:
        await store.apply(Changes((organisations.add(store.keys, ASSOCIATION),)))
    now = int(utc_now().timestamp())
    member = invitations.invite(store.keys, association or ASSOCIATION, now, random_bytes)
    owners = [invitations.enlist(store.keys, "owner", name, now, random_bytes) for name in OWNERS]
    await store.apply(Changes((*member.writes, *(write for each in owners for write in each.writes))))
    return Addresses(slug, member.token, *(each.token for each in owners))


async def populate(store: Store, slug: str) -> None:
    """Answers of invented people, and what is made of them."""
    every = await recommended.every(store.database)
    await asyncio.gather(
        _answered(store, slug, SIMULATED, HEARD), *(_said(store, each, every) for each in progress.EARLIER)
    )
    place = Place(utc_now(), random_bytes)
    await paper.written(store, await named(store, slug), place, ASSOCIATION.id)


async def _said(store: Store, earlier: Earlier, every: Sequence[Recommendation]) -> None:
    """What people said of recommendations before, and that it was published."""
    await _answered(store, earlier.slug, SOME, {**HEARD, **progress.likings(every, earlier)})
    await progress.publish(store, await named(store, earlier.slug))


async def _answered(store: Store, slug: str, people: Mapping[Audience, int], likings: Likings) -> None:
    """Simulated answers until there are enough, a few at a time, so that nobody real has to wait."""
    consultation = await named(store, slug)
    counted = await counting.results(store, consultation)
    answered = {survey["audience"]: survey["responses"] for survey in counted["surveys"]}
    rng = Random(SEED + sum(answered.values()))
    for audience, wanted in people.items():
        for begun in range(answered[audience], wanted, FEW):
            few, place = min(FEW, wanted - begun), Place(utc_now(), random_bytes)
            await simulating.simulate(store, consultation, few, rng, place, audience, likings)
            await asyncio.sleep(PAUSE)
