"""`mushawara recommendations bundle`: what a national mechanism takes over."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import with_store, write_whole
from handlers.recommendations.bundling import followed
from handlers.refused import Refused
from reports.recommendations.bundle import files
from storage.store import Store


def bundle(
    to: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("bundle"),
    ours: Annotated[bool, typer.Option("--ours", help="Only those within our competence.")] = False,
    session: Annotated[int, typer.Option(help="Only those of this session.", min=0, max=999)] = 0,
) -> None:
    """Write CSV and JSON with OHCHR's numbers and the goals, official statuses, and what people say."""
    with_store(lambda store: _bundle(store, to, ours, session))


async def _bundle(store: Store, to: Path, ours: bool, session: int) -> None:
    found = await followed(store, ours, session)
    if not found:
        raise Refused("There is no such recommendation. `mushawara recommendations list` shows all.")
    await asyncio.to_thread(_write, to, files(found))
    typer.echo(f"{to} holds {len(found)}, and what people said of them in published results.")


def _write(folder: Path, content: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made: {error.strerror}.") from error
    for name, each in content.items():
        write_whole(folder / name, each)
