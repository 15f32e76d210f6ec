"""`mushawara upr`: new, apply, show, done."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import HERE, save, with_store, write_whole
from handlers.refused import Refused
from handlers.upr import keeping, plan_file
from handlers.upr.plan_file import PlanRefused
from storage import upr
from storage.changes import Changes, Stale
from storage.store import Store
from storage.upr import Dated, Task

app = typer.Typer(
    help="The review at the United Nations: its dates, and what to do before.", no_args_is_help=True
)
EXAMPLE = files("bot") / "example" / "upr.toml"
File = Annotated[Path, typer.Argument(help="A TOML file with dates, each with its source, and steps.")]


@app.command()
def new(file: File) -> None:
    """Write a commented plan to start from: steps with their lead times, and no date."""
    if file.exists():
        raise Refused(f"{file} is there already. Name a new file, so that nothing is overwritten.")
    write_whole(file, EXAMPLE.read_bytes())
    typer.echo(
        f"Written to {file}. Write the dates you know, each with its source, then: mushawara upr apply {file}"
    )


@app.command()
def apply(file: File) -> None:
    """Take the dates and steps of a file over; what was edited or is done stays. Can be repeated."""
    try:
        dates, steps = plan_file.read(file.read_text(encoding="utf-8"))
    except PlanRefused as error:
        raise Refused("\n".join((*str(error).splitlines(), "Nothing was changed."))) from error
    with_store(lambda store: _apply(store, dates, steps))


async def _apply(store: Store, dates: list[Dated], steps: list[Task]) -> None:
    applied = await keeping.applied(store, dates, steps)
    try:
        await save(store, applied.changes, "applied", "upr")
    except Stale as error:
        raise Refused(
            "Nothing was changed: somebody changed the plan meanwhile. Please try again."
        ) from error
    for each in applied.plan.moved:
        typer.echo(f"{each.name}\t{each.due or 'no day yet'}")
    for each in applied.plan.kept:
        why = "done already" if each.done else "changed by hand"
        typer.echo(f"{each.name}\tstays on {each.due}: {why}")
    for each in applied.gone:
        typer.echo(f"{each.name}\tis not planned any more")
    if not (applied.plan.moved or applied.plan.kept or applied.gone):
        typer.echo(f"No day has changed. Tasks: {len(applied.plan.tasks)}. See them: mushawara upr show")


@app.command()
def show() -> None:
    """The dates with their sources, and what is planned, the earliest first."""
    with_store(_show)


async def _show(store: Store) -> None:
    known = await upr.dates(store.database)
    for dated in known.values():
        typer.echo(f"{dated.name}\t{dated.day}\t{dated.source}")
    for each in await upr.tasks(store.database):
        state = f"done by {each.done}" if each.done else "changed by hand" if each.edited else "planned"
        typer.echo(f"{each.name}\t{each.due or 'no day yet'}\t{state}\t{each.text('en')}")
    if not known:
        typer.echo("No date is known so far. Write those you know into your plan, then apply it.")


@app.command()
def done(name: Annotated[str, typer.Argument(help="Its name, as `upr show` says it.")]) -> None:
    """A task is done."""
    with_store(lambda store: _done(store, name))


async def _done(store: Store, name: str) -> None:
    found = next((each for each in await upr.tasks(store.database) if each.name == name), None)
    if found is None or found.done:
        raise Refused(f"There is no open task '{name}'. `mushawara upr show` names them.")
    try:
        await save(store, Changes((upr.change(found, keeping.by(found, HERE)),)), keeping.DONE, name)
    except Stale as error:
        raise Refused("It has changed meanwhile; nothing was done. Try again.") from error
    typer.echo(f"{name} is done.")
