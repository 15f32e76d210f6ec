"""`mushawara codes`: single-use codes, shown once."""

import os
import sys
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot import settings
from bot.cli.common import Slug, named, with_store
from handlers.arriving.codes import make
from handlers.refused import Refused
from storage import codes as kept
from storage.changes import Changes
from storage.consultations import Consultation
from storage.store import Store

MOST = 10_000


def codes(
    slug: Slug,
    count: Annotated[int, typer.Option(min=1, max=MOST, help="How many.")],
    out: Annotated[Path | None, typer.Option(help="A new file to write them to, for you alone.")] = None,
) -> None:
    """Make single-use codes, one a line. They cannot be shown again: only their hashes are kept."""
    made = [make(settings.random_bytes) for _ in range(count)]
    if out is None:
        consultation = with_store(lambda store: _keep(store, slug, made))
        _write(made, sys.stdout)
    else:
        consultation = _into_new_file(out, slug, made)
    typer.echo(_how(consultation), err=True)


def _into_new_file(out: Path, slug: str, made: list[str]) -> Consultation:
    """The file is whole on the disk before the codes count; if they cannot be kept, it goes again."""
    try:
        handle = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise Refused(f"{out} is there already. Name a new file, so that no codes are lost.") from error
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            _write(made, file)
            file.flush()
            os.fsync(handle)
        return with_store(lambda store: _keep(store, slug, made))
    except BaseException:
        out.unlink()
        raise


def _write(made: list[str], file: TextIO) -> None:
    file.writelines(f"{code}\n" for code in made)


async def _keep(store: Store, slug: str, made: list[str]) -> Consultation:
    consultation = await named(store, slug)
    if consultation.ended:
        raise Refused(f"'{slug}' has ended; a code would let nobody in. No codes were made.")
    await store.apply(Changes(kept.add(store.keys, slug, made)))
    return consultation


def _how(consultation: Consultation) -> str:
    """What to do with them, for whoever runs the command."""
    slug, page = consultation.slug, settings.load().public_url
    lines = [
        "Each code lets one person in, once. Do not write down who gets which.",
        f"As links: {page}/chat/{slug}#CODE, and in Telegram https://t.me/YOUR_BOT?start={slug}_CODE",
    ]
    if consultation.terms.access == "open":
        lines.append(f"'{slug}' is open to everybody; those with a code are counted apart. See 'access'.")
    return "\n".join(lines)
