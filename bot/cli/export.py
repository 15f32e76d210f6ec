"""`mushawara export`: single submissions, as files for other tools."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Slug, named, with_store
from bot.exporting import CsvWriter, Writer, XmlWriter, disguised, published
from bot.settings import random_bytes
from handlers.refused import Refused
from storage import attachments, collected
from storage.consultations import Consultation
from storage.keys import KEY_BYTES
from storage.store import Store


class Format(StrEnum):
    """How submissions are written."""

    xml = "xml"
    csv = "csv"


class Kind(StrEnum):
    """Which responses: those of people, of makers before the opening, or made by chance."""

    real = "real"
    trial = "trial"
    simulated = "simulated"


def export(
    slug: Slug,
    form: Annotated[Format, typer.Option("--format", help="xml (ODK submissions) or csv (one row each).")],
    out: Annotated[Path, typer.Option(help="A new folder.")],
    kind: Annotated[Kind, typer.Option(help="real, trial or simulated.")] = Kind.real,
    split: Annotated[
        bool, typer.Option("--split", help="csv: a column for each choice of a select_multiple.")
    ] = False,
) -> None:
    """Write single submissions, in an order that tells nothing, to a folder for you alone."""
    if out.exists():
        raise Refused(f"{out} is there already. Name a new folder, so that nothing is overwritten.")

    def writer(folder: Path) -> Writer:
        return XmlWriter(folder) if form is Format.xml else CsvWriter(folder, split)

    count = with_store(lambda store: _export(store, slug, kind, out, writer))
    typer.echo(f"{count} submissions are in {out}.")


async def _export(store: Store, slug: str, kind: Kind, out: Path, writer: Callable[[Path], Writer]) -> int:
    consultation = await named(store, slug)
    _allow(consultation, kind)
    versions = await published(store, consultation)
    count, chance = 0, random_bytes(KEY_BYTES)
    with _whole(out) as folder, writer(folder) as writing:
        for version in versions.values():
            writing.form(version)
        async for survey, number, kept in collected.shuffled(
            store.database, store.keys, slug, kind.value, chance
        ):
            document, names = disguised(kept, chance)
            files = {
                name: await attachments.get(store.database, store.keys, slug, before)
                for name, before in names.items()
            }
            writing.submission(versions[survey, number], document, files)
            count += 1
    return count


def _allow(consultation: Consultation, kind: Kind) -> None:
    slug = consultation.slug
    if kind is not Kind.simulated and not consultation.terms.raw_export:
        raise Refused(
            f"'{slug}' was begun without 'raw_export': people are told that only counts are published. "
            "That cannot be changed any more. `--kind simulated` writes the simulated answers."
        )
    if consultation.state == "expired":
        raise Refused(f"The answers of '{slug}' were deleted, as people were told. Nothing was written.")
    if kind is Kind.real and consultation.state == "open":
        typer.echo(
            f"'{slug}' is open: people may still change and erase what these files hold. "
            "Delete them when you export again after the close.",
            err=True,
        )


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """A folder to write to that becomes `out` when all is well, and is gone when not."""
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.absolute().parent))
    try:
        yield draft
        os.rename(draft, out)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
