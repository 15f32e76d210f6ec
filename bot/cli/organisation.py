"""`mushawara organisation`: list, show, verify, refuse, invite."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from bot.cli import links
from bot.cli.common import BotName, meant_by, save, with_store
from bot.desk import utc_now
from bot.settings import random_bytes
from handlers.organisations import invitations, verifying
from handlers.refused import Refused
from storage import consultations, organisations
from storage.changes import Changes, Stale
from storage.organisations import Organisation
from storage.store import Store
from survey.lookalikes import mixes_alphabets, tidy

app = typer.Typer(help="Organisations: see who registered, verify or refuse them.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="Its id, as `organisation list` shows it.")]
Work = Callable[[Store, Organisation], Awaitable[None]]


@app.command("list")
def list_all() -> None:
    """Name all organisations: id, state, name; and whose name looks like another's."""
    with_store(_list)


async def _list(store: Store) -> None:
    found = await organisations.every(store.database, store.keys)
    if not found:
        typer.echo("No organisation yet. They register in the chat, by /organisation.")
    for each in sorted(found, key=lambda one: (organisations.STATES.index(one.state), one.name)):
        typer.echo(f"{each.code}\t{each.state}\t{each.name}{_looks_like(each, found)}")


def _looks_like(organisation: Organisation, among: list[Organisation]) -> str:
    others = verifying.alike(organisation, among)
    return "".join(f"\tlooks like {other.code} ({other.state}) {other.name}" for other in others)


@app.command()
def show(id: Id) -> None:
    """What an organisation says of itself."""
    _with(id, _show)


async def _show(store: Store, organisation: Organisation) -> None:
    profile = organisation.profile
    typer.echo(f"{organisation.code}  {organisation.state}")
    for label, value in (
        ("Name", profile.name),
        ("What it does", profile.about),
        ("Where it works", profile.regions),
        ("Role of who registered it", profile.role),
        ("Reason it was refused", profile.reason),
        ("Members", str(organisation.members)),
    ):
        if value:
            typer.echo(f"{label}: {value}")
    for doubt in await _doubts(store, organisation):
        typer.echo(doubt)


async def _doubts(store: Store, organisation: Organisation) -> list[str]:
    """What whoever verifies it should know of its name."""
    others = verifying.alike(organisation, await organisations.every(store.database, store.keys))
    names = [f"{other.code} ({other.state}): {other.name}" for other in others]
    names += [f"who asks: {name}" for name in await verifying.list_organisers_alike(store, organisation)]
    mixed = ["Its name mixes letters of several alphabets that look alike."]
    return [
        *(f"Its name looks like that of {name}" for name in names),
        *(mixed if mixes_alphabets(organisation.name) else []),
    ]


@app.command()
def verify(id: Id) -> None:
    """It may answer from now on; its members are told in the chat."""
    _with(id, _verify)


async def _verify(store: Store, organisation: Organisation) -> None:
    if organisation.state == "verified":
        raise Refused(f"{organisation.code} is verified already; nothing was changed.")
    changes = await verifying.verified(store, organisation, _now(), random_bytes)
    await save(store, changes, "verified", organisation.code)
    typer.echo(f"{organisation.code} {organisation.name} is verified. Its members are told.")
    for doubt in await _doubts(store, organisation):
        typer.echo(f"Note: {doubt}", err=True)


@app.command()
def refuse(
    id: Id, reason: Annotated[str, typer.Option(help="Why; its members read it in the chat.")] = ""
) -> None:
    """It may not answer, or not any more; its members are told in the chat."""

    async def _refuse(store: Store, organisation: Organisation) -> None:
        if organisation.state == "refused":
            raise Refused(f"{organisation.code} is refused already; nothing was changed.")
        changes = await verifying.refused(store, organisation, tidy(reason), _now(), random_bytes)
        await save(store, changes, "refused", organisation.code)
        typer.echo(f"{organisation.code} {organisation.name} is refused. Its members are told.")
        typer.echo(
            "Its events and announcements that are still to come are called off, and who answered is told.\n"
            "If it sent answers while it was verified, they stay counted. "
            "Its members see them with /mydata, and its last member can erase them until the close."
        )

    _with(id, _refuse)


@app.command()
def invite(id: Id, bot: BotName = "") -> None:
    """Print a link by which one person can join a verified organisation, once, within some days."""
    _with(id, lambda store, organisation: _invite(store, organisation, bot))


async def _invite(store: Store, organisation: Organisation, given: str) -> None:
    if organisation.state != "verified":
        raise Refused(f"{organisation.code} is {organisation.state}. `organisation verify` it first.")
    made = invitations.invite(store.keys, organisation, _now(), random_bytes)
    await save(store, Changes(made.writes), "invited", organisation.code)
    typer.echo(f"One person can join {organisation.name}, once, within {invitations.DAYS} days:")
    found = await consultations.every(store.database)
    slugs = [each.slug for each in found if not each.ended and each.terms.named("organisations")]
    await links.tell(made.token, slugs, given)


def _with(code: str, work: Work) -> None:
    """Do something with one organisation. Raises `Refused`."""

    async def named(store: Store) -> None:
        every = await organisations.every(store.database, store.keys)
        found = meant_by(code, every, "organisation", "organisation list")
        try:
            await work(store, found)
        except Stale as error:
            raise Refused(f"{found.code} has changed meanwhile; nothing was done. Try again.") from error

    with_store(named)


def _now() -> int:
    return int(utc_now().timestamp())
