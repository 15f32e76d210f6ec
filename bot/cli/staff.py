"""`mushawara staff`: invite, link, list, remove."""

from typing import Annotated

import typer

from bot import settings
from bot.cli import links
from bot.cli.common import BotName, save, with_store
from bot.desk import utc_now
from bot.settings import random_bytes
from handlers.organisations import invitations
from handlers.refused import Refused
from handlers.staff import signing_in
from handlers.view import Place
from storage import consultations, staff
from storage.changes import Changes, Stale
from storage.staff import Colleague, Role
from storage.store import Store
from survey.lookalikes import tidy

app = typer.Typer(help="Who works here, and as what.", no_args_is_help=True)


@app.command()
def invite(
    name: Annotated[str, typer.Option(help="By which the others know them.")],
    role: Annotated[Role, typer.Option(help="What they may do.")],
    bot: BotName = "",
) -> None:
    """Print links by which one person joins the staff, in the chat or on the dashboard, once."""
    with_store(lambda store: _invite(store, tidy(name), role, bot))


async def _invite(store: Store, name: str, role: Role, bot_name: str) -> None:
    if not name:
        raise Refused("--name is empty. Write a name by which the others know them.")
    made = invitations.enlist(store.keys, role, name, int(utc_now().timestamp()), random_bytes)
    await save(store, Changes(made.writes), "invited", role)
    typer.echo(f"One person joins as {role}, once, within {invitations.DAYS} days:")
    slugs = [each.slug for each in await consultations.every(store.database) if not each.ended]
    await links.tell(made.token, slugs, bot_name)
    typer.echo(
        f"  dashboard, without a chat: {signing_in.invitation_address(settings.load().place, made.token)}"
    )


@app.command()
def link(id: Annotated[str, typer.Argument(help="Their id, as `staff list` shows it.")]) -> None:
    """Print a link by which somebody of the staff signs in to the dashboard, once, within minutes."""
    with_store(lambda store: _link(store, id))


async def _link(store: Store, code: str) -> None:
    found, place = await _named(store, code), settings.load().place
    made = signing_in.link(store.keys, found.person, Place(utc_now(), random_bytes))
    await save(store, Changes(made.writes), "made a link for", found.code)
    typer.echo(f"Signs in {found.name}, once, within {signing_in.MINUTES} minutes. Give it to nobody else:")
    typer.echo(signing_in.address(place, made.token))


@app.command("list")
def list_all() -> None:
    """Name all staff: id, role, name."""
    with_store(_list)


async def _list(store: Store) -> None:
    found = await staff.every(store.database, store.keys)
    if not found:
        typer.echo("Nobody yet. `mushawara staff invite` prints a link for the first.")
    for each in sorted(found, key=lambda one: (staff.ROLES.index(one.role), one.name)):
        typer.echo(f"{each.code}\t{each.role}\t{each.name}")


@app.command()
def remove(id: Annotated[str, typer.Argument(help="Their id, as `staff list` shows it.")]) -> None:
    """They may do nothing any more; what they did stays in the log."""
    with_store(lambda store: _remove(store, id))


async def _remove(store: Store, code: str) -> None:
    found = await _named(store, code)
    try:
        await save(store, Changes(staff.remove(found.person, found.erasure_key)), "removed", found.code)
    except Stale as error:
        raise Refused("Something was done meanwhile; nothing was changed. Try again.") from error
    typer.echo(f"{found.code} {found.name} may do nothing any more.")


async def _named(store: Store, code: str) -> Colleague:
    found = [each for each in await staff.every(store.database, store.keys) if each.code == code.lower()]
    if len(found) != 1:
        raise Refused(f"Nobody has the id '{code}'. `mushawara staff list` shows them.")
    return found[0]
