"""The round of dialogues of a consultation's folder, on the command line: read, kept, told."""

import asyncio
from pathlib import Path

import typer

from bot import settings
from bot.cli.common import save
from bot.cli.event_import import title, when
from bot.desk import utc_now
from handlers.consultations.folder import Folder
from handlers.dialogues import holding_round
from handlers.dialogues.dialogues_file import FILE, Dialogue
from handlers.links import sites_of
from handlers.refused import Refused
from storage.changes import Stale
from storage.store import Store


async def read(store: Store, path: Path, folder: Folder) -> list[Dialogue]:
    """The round beside consultation.toml, if there is one. Raises `Refused`."""
    file = path / FILE
    if not file.exists():
        return []
    content = await asyncio.to_thread(file.read_bytes)
    try:
        return await holding_round.read(
            store, folder, content, utc_now(), sites_of(settings.load().public_url)
        )
    except Refused as error:
        raise Refused(f"{error}\nNothing was changed.") from error


async def keep(store: Store, slug: str, found: list[Dialogue]) -> None:
    """Events and contacts as they were read; what is as it was is left alone. Raises `Refused`."""
    if not found:
        return
    held = await holding_round.held(store, slug, found, utc_now())
    try:
        await save(store, held.changes, "imported", f"{slug} dialogues")
    except Stale as error:
        raise Refused(
            "A dialogue has changed meanwhile; nothing of the round was kept. Try again."
        ) from error
    for each in held.taken:
        typer.echo(f"{each.event.code}\t{each.what}\t{when(each.event)}\t{title(each.event)}")
    if any(each.event.state == "asked" for each in held.taken):
        typer.echo(
            "Dialogues that wait go out by approval: /admin in the chat, or `mushawara event approve ID`."
        )
    if held.nobody:
        typer.echo(
            f"Nobody answers in {', '.join(held.nobody)}: questions go to those who run the consultation."
        )
    if held.gone:
        typer.echo(
            f"No contact any more: {', '.join(held.gone)}. `mushawara event cancel` ends a dialogue there."
        )
    if held.later:
        typer.echo(
            f"Not kept so far, since the change waits for approval: {', '.join(held.later)}. Apply again."
        )
