"""`mushawara cards`: sets of learning cards, to start from and to see."""

import shlex
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.common import Slug, named, with_store, write_whole
from handlers.card_sets import sets_of
from handlers.refused import Refused
from storage import consultations
from storage.store import Store
from survey.form import Form

app = typer.Typer(help="Learning cards: a set to start from, and those there are.", no_args_is_help=True)
Set = Annotated[
    Literal["upr", "housing", "recommendation"],
    typer.Option("--set", help="On the UPR, the right to housing, or what becomes of a recommendation."),
]


@app.command()
def write(
    slug: Slug,
    file: Annotated[Path, typer.Argument(help="A new spreadsheet (.xlsx).")],
    which: Set = "upr",
) -> None:
    """Write a set to start from, with the languages and the regions of a consultation."""
    if file.exists():
        raise Refused(f"{file} is there already. Name a new file, so that nothing is overwritten.")
    write_whole(file, with_store(lambda store: _written(store, slug, which)))
    typer.echo(f"Written to {file}. Change it, then: mushawara form check {shlex.quote(str(file))}")


async def _written(store: Store, slug: str, which: str) -> bytes:
    from bot.card_starter import card_starter  # noqa: PLC0415 - spreadsheets take time to load

    found = await named(store, slug)
    return card_starter(which, found.terms, await _asked_of_residents(store, slug))


async def _asked_of_residents(store: Store, slug: str) -> Form | None:
    """The survey that asks for the region."""
    for version in (await consultations.latest(store.database, slug)).values():
        if version.audience == "residents":
            return await store.form(slug, version.survey, version.number)
    return None


@app.command("list")
def list_all(slug: Slug) -> None:
    """Name all sets of a consultation: name, title, who wrote it."""
    with_store(lambda store: _list(store, slug))


async def _list(store: Store, slug: str) -> None:
    found = await named(store, slug)
    sets = await sets_of(store, found, found.terms.languages[0])
    if not sets:
        typer.echo("No learning cards yet. Begin: mushawara cards write --help")
    for each in sets:
        typer.echo("\t".join((each.survey, each.title, *filter(None, (each.by,)))))
