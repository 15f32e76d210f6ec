"""`mushawara audit`: what staff did, and whether the log is whole."""

from datetime import UTC, datetime

import typer

from bot.cli.common import with_store
from handlers.refused import Refused
from storage import audit, staff
from storage.store import Store

app = typer.Typer(help="The log of what staff did.", no_args_is_help=True)


@app.command()
def show() -> None:
    """Every entry: number, day, who, what, of what."""
    with_store(_show)


async def _show(store: Store) -> None:
    names = {each.code: each.name for each in await staff.every(store.database, store.keys)}
    for each in await audit.every(store.database, store.keys):
        day = datetime.fromtimestamp(each.day * audit.DAY, UTC)
        who = f"{each.who} {names[each.who]}" if each.who in names else each.who
        typer.echo(f"{each.number}\t{day:%Y-%m-%d}\t{who}\t{each.what}\t{each.on}")


@app.command()
def verify() -> None:
    """Whether each entry is as it was written, after the one before it; note what it says of the last."""
    with_store(_verify)


async def _verify(store: Store) -> None:
    entries = await audit.every(store.database, store.keys)
    if broken := [each.number for each in entries if not each.true]:
        raise Refused(f"Entry {broken[0]} is not as it was written, or one before it is missing.")
    if not entries:
        typer.echo("Nothing was noted yet.")
        return
    last = entries[-1]
    typer.echo(f"Whole: {last.number} entries, the last with the mark {last.mark}.")
    typer.echo("Keep this line elsewhere: entries cut off at the end are told by comparing it.")
