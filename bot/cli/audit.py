"""`mushawara audit`: what staff did, and whether the log is whole."""

from datetime import UTC, datetime
from typing import Annotated

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
def verify(
    noted: Annotated[
        str, typer.Option(help="What it said of the last entry before, such as 12:3fa2c1d09b7e.")
    ] = "",
) -> None:
    """Whether each entry is as it was written, after the one before it; note what it says of the last."""
    with_store(lambda store: _verify(store, _read(noted) if noted else None))


async def _verify(store: Store, noted: tuple[int, str] | None) -> None:
    entries = await audit.every(store.database, store.keys)
    broken = audit.broken(entries, noted)
    last = entries[-1].number if entries else 0
    if broken > last:
        raise Refused(
            f"The log ends with entry {last}, before the one that was noted: its end was cut off, or "
            "a backup of an earlier day was put back."
        )
    if broken:
        raise Refused(f"Entry {broken} is not as it was written, or one before it is missing.")
    if not entries:
        typer.echo("Nothing was noted yet.")
        return
    mark = f"{last}:{entries[-1].mark}"
    typer.echo(f"Whole: {len(entries)} entries, the last is {mark}")
    typer.echo("Keep this line elsewhere. Entries that are cut off at the end are told by comparing it:")
    typer.echo(f"mushawara audit verify --noted {mark}")


def _read(noted: str) -> tuple[int, str]:
    """Raises `Refused`."""
    number, _, mark = noted.partition(":")
    if not (number.isascii() and number.isdecimal() and mark):
        raise Refused(f"--noted is '{noted}'. Write number and mark with a colon, such as 12:3fa2c1d09b7e.")
    return int(number), mark
