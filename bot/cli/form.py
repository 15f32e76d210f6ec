"""`mushawara form`: check a survey, or play it in the terminal."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.playing import play as play_form
from handlers.consultations.folder import media_beside
from handlers.refused import Refused
from survey.importer import Imported, import_form
from survey.problems import FormProblems

app = typer.Typer(help="Surveys: check them, play them.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="An XLSForm: .xlsx, .csv or .md.")]


@app.command()
def check(file: File) -> None:
    """List all mistakes of a survey; exit status 1 if there are any."""
    for warning in _import(file).warnings:
        typer.echo(f"Note: {warning.text}")
    typer.echo(f"{file}: no mistakes found.")


@app.command()
def play(
    file: File, language: Annotated[str, typer.Option(help="Code of the language, such as ar.")] = ""
) -> None:
    """Hold the survey's conversation in the terminal; nothing is kept."""
    imported = _import(file)
    if language and imported.languages and language not in imported.languages:
        raise Refused(f"The survey speaks {', '.join(imported.languages)}, not '{language}'.")
    asyncio.run(play_form(imported, language))


def _import(file: Path) -> Imported:
    try:
        return import_form(file.read_bytes(), file.suffix.lower(), read=media_beside(file.parent))
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
    except FormProblems as error:
        for problem in error.problems:
            typer.echo(f"Note: {problem.text}" if problem.is_warning else problem.text)
        raise typer.Exit(1) from error
