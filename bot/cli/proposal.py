"""`mushawara proposal`: what shall happen to consultations and waits for a second person."""

from typing import Annotated

import typer

from bot import settings
from bot.cli.common import meant_by, save, with_store
from bot.desk import utc_now
from handlers.approvals.approval import Says, can_approve, digest, only_one
from handlers.approvals.awaiting import SHORT
from handlers.approvals.reasons import LONGEST_REASON, reason_in
from handlers.consultations.carrying_out import carried_out
from handlers.consultations.describing import described, name_of
from handlers.refused import Refused
from handlers.view import Place
from handlers.words import Words
from storage import chores, proposals, staff
from storage.approvals import COMMAND_LINE
from storage.changes import Changes, NotOpen, Stale, Write
from storage.proposals import Proposal
from storage.store import Store

app = typer.Typer(
    help="What shall happen to consultations, and waits for a second person.", no_args_is_help=True
)
Id = Annotated[str, typer.Argument(help="Its id, as `proposal list` shows it, or how that begins.")]
As = Annotated[
    str, typer.Option("--as", help="Whose hand it is: their id, as `staff list` shows it. It is noted.")
]
WAITS = "It waits for a second person, and nothing happens before: /admin in the chat."
ENGLISH = Words("en")


async def do_or_ask(store: Store, proposed: Proposal, what: str, *beside: Write) -> bool:
    """Done at once where nobody else could approve it; else a second person is asked. Whether it was done.

    Raises `Refused`.
    """
    on = f"{proposed.kind} {proposed.consultation}"
    if not await only_one(store):
        await save(store, Changes((*beside, proposals.ask(proposed))), "asked", on)
        typer.echo(WAITS)
        return False
    await _do(store, proposed, COMMAND_LINE, "alone", what, proposed.consultation)
    return True


async def _do(
    store: Store, proposed: Proposal, person: bytes, says: Says, what: str, on: str, *beside: Write
) -> None:
    loaded = settings.load()
    place = Place(utc_now(), settings.random_bytes, loaded.place)
    try:
        changes = await carried_out(store, proposed, person, says, place)
        await save(store, changes.also(*beside), what, on)
    except (NotOpen, Stale) as error:
        raise Refused(f"'{proposed.consultation}' has changed meanwhile; nothing was done.") from error
    await chores.run(store)


@app.command("list")
def list_all() -> None:
    """Name all that waits: id, consultation, what shall happen."""
    with_store(_list)


async def _list(store: Store) -> None:
    found = await proposals.asked(store.database)
    if not found:
        typer.echo("Nothing waits.")
    for each in found:
        typer.echo(f"{each.id.hex()[:12]}\t{each.consultation}\t{name_of(ENGLISH, each.kind)}")


@app.command()
def show(id: Id) -> None:
    """All that is to be looked at."""
    with_store(lambda store: _show(store, id))


async def _show(store: Store, id: str) -> None:
    found = await _named(store, id)
    typer.echo(f"{found.id.hex()[:12]}  {found.consultation}: {name_of(ENGLISH, found.kind)}")
    for part in await described(store, ENGLISH, found):
        typer.echo(f"\n{part}")
    typer.echo(f"\n{await _how(store, found)}")


async def _how(store: Store, found: Proposal) -> str:
    """How it is approved, by whom it can be."""
    exactly = f"mushawara proposal approve {found.id.hex()[:12]} --seen {_seen(found)}"
    if await only_one(store):
        return f"To approve exactly this: {exactly}"
    if found.author is None:
        return "To approve it: /admin in the chat, by another person, since it was asked for on the server."
    return (
        f"To approve exactly this, in the name of who looked at it and did not ask for it: {exactly} --as ID"
        "\n`mushawara staff list` shows their IDs."
    )


@app.command()
def approve(
    id: Id,
    seen: Annotated[str, typer.Option(help="What `proposal show` says at its end: that this was looked at.")],
    whose: As = "",
) -> None:
    """It shall happen. Not by who asked; what was asked on the server is approved in the chat."""
    with_store(lambda store: _approve(store, id, seen, whose))


async def _approve(store: Store, id: str, seen: str, whose: str) -> None:
    found = await _named(store, id)
    if seen != _seen(found):
        raise Refused("It is not what was looked at any more. Look again: mushawara proposal show ID")
    person, says, name = await _hand(store, found, whose)
    on = f"{found.kind} {found.consultation}{f' as {name}' if name else ''}"
    await _do(store, found, person, says, "approved", on, proposals.decide(found, "done"))
    typer.echo("It is approved.")


async def _hand(store: Store, proposed: Proposal, whose: str) -> tuple[bytes, Says, str]:
    """Who approves it here, as what, and their id. Raises `Refused`."""
    if await only_one(store):
        return COMMAND_LINE, "alone", ""
    if proposed.author is None:
        raise Refused("It was asked for on the server, so another person approves it: /admin in the chat.")
    every = await staff.every(store.database, store.keys)
    meant = [each for each in every if whose and each.code == whose]
    says: Says = await can_approve(store, meant[0].person, proposed) if meant else ""
    if not says:
        raise Refused(
            "Say by --as whose hand it is: somebody who may approve it and did not ask for it. "
            "`mushawara staff list` shows their ids."
        )
    return meant[0].person, says, meant[0].code


@app.command()
def refuse(id: Id, reason: Annotated[str, typer.Option(help="Why; staff read it.")]) -> None:
    """It shall not happen as it is."""
    with_store(lambda store: _refuse(store, id, reason_in(reason)))


async def _refuse(store: Store, id: str, reason: str) -> None:
    found = await _named(store, id)
    if not reason:
        raise Refused(
            f"--reason: write why, in at most {LONGEST_REASON} letters, so that it can be done better."
        )
    on = f"{found.kind} {found.consultation}"
    try:
        await save(store, Changes((proposals.decide(found, "refused", reason),)), "refused", on)
    except Stale as error:
        raise Refused("It was decided, or has changed meanwhile; nothing was done.") from error
    typer.echo("It is refused.")


async def _named(store: Store, id: str) -> Proposal:
    return meant_by(id, await proposals.asked(store.database), "waiting proposal", "proposal list")


def _seen(proposed: Proposal) -> str:
    return digest(proposed).hex()[:SHORT]
