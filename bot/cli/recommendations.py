"""`mushawara recommendations`: template, import, list, show, mark, assess, bundle."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Slug, named, save, texts_of, with_store, write_whole
from bot.cli.recommendation_bundle import bundle
from bot.desk import utc_now
from handlers.recommendations.assessing import form_for
from handlers.recommendations.importing import taken
from handlers.recommendations.marking import LONGEST, Marks, day_of, marked
from handlers.recommendations.telling import position_name, status_name, why
from handlers.refused import Refused
from handlers.words import Words, plain
from reports.recommendations import reading
from reports.recommendations.entry import About, Fault, FileRefused, Found
from storage import recommendations
from storage.changes import Changes, Stale
from storage.recommendations import STATUSES, Recommendation
from storage.store import Store

app = typer.Typer(help="Recommendations of the Universal Periodic Review.", no_args_is_help=True)
app.command()(bundle)
NOTHING = "Nothing was kept."
SHOWN = 90
"""Letters of a text in a list."""
Number = Annotated[str, typer.Argument(help="Its number, such as 115.3.")]
Session = Annotated[int, typer.Option(help="The session of the review, such as 34.", min=0, max=999)]
Work = Callable[[Store, Recommendation], Awaitable[None]]
ENGLISH = Words("en")


@app.command()
def template() -> None:
    """Print the first row of a table (CSV) of your own; several values in a cell have | between them."""
    typer.echo(reading.template(), nl=False)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="OHCHR's list (.docx), an export of the index, or a table.")],
    country: Annotated[
        str, typer.Option(help="The State under review, where the file does not say it.")
    ] = "",
    session: Session = 0,
    cycle: Annotated[int, typer.Option(help="The cycle of the review, likewise.", min=0, max=99)] = 0,
) -> None:
    """Keep all recommendations of a file, or none; what was imported before is brought up to date."""
    with_store(lambda store: _import(store, file, About(country, session, cycle)))


async def _import(store: Store, file: Path, about: About) -> None:
    try:
        found = await asyncio.to_thread(lambda: reading.read(file.read_bytes(), about))
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
    except FileRefused as refused:
        raise Refused(f"{_line(refused.fault)}\n{NOTHING}") from refused
    if not found.is_whole:
        wrong = [_line(fault) for fault in found.faults if not fault.is_warning]
        raise Refused("\n".join([*wrong, _hint(found), NOTHING]))
    for fault in found.faults:
        typer.echo(_line(fault), err=True)
    made = await taken(store, found)
    if made.writes:
        await _save(store, Changes(made.writes), "imported", f"{made.new + made.changed} recommendations")
    typer.echo(f"{made.new} new, {made.changed} changed, {made.same} as they were.")


def _hint(found: Found) -> str:
    options = [name for name in ("country", "session") if any(each.kind == name for each in found.faults)]
    return (
        "Say it with " + " and ".join(f"--{name}" for name in options) + "." if options else "Then try again."
    )


def _line(fault: Fault) -> str:
    where = f"row {fault.row}: " if fault.row else ""
    return where + plain(why(ENGLISH, fault))


@app.command("list")
def list_all(
    ours: Annotated[bool, typer.Option("--ours", help="Only those within our competence.")] = False,
    session: Session = 0,
) -> None:
    """Name them: session, number, position, how far it has come, text."""
    with_store(lambda store: _list(store, ours, session))


async def _list(store: Store, ours: bool, session: int) -> None:
    now = await recommendations.progress_now(store.database)
    every = await recommendations.every(store.database)
    found = [each for each in every if (each.competent or not ours) and session in {0, each.session}]
    if not found:
        typer.echo("There is none. `mushawara recommendations import FILE` brings them.")
    for each in found:
        said = status_name(ENGLISH, now[each.id].status if each.id in now else None)
        mark = "ours" if each.competent else ""
        text = each.text if len(each.text) <= SHOWN else f"{each.text[:SHOWN]}…"
        typer.echo(
            f"{each.session}\t{each.name}\t{position_name(ENGLISH, each.position)}\t{said}\t{mark}\t{text}"
        )


@app.command()
def show(number: Number, session: Session = 0) -> None:
    """All that is known of one."""
    _with(number, session, _show)


async def _show(store: Store, found: Recommendation) -> None:
    typer.echo(f"{found.country}, session {found.session}: {found.name}\n{found.text}")
    for label, value in (
        ("Recommended by", ", ".join(found.states)),
        ("Position", position_name(ENGLISH, found.position)),
        ("Source", found.source or found.document),
        ("Themes", " | ".join(found.themes)),
        ("Persons concerned", " | ".join(found.persons)),
        ("Sustainable Development Goals", ", ".join(found.sdgs)),
        ("Within our competence", "yes" if found.competent else "no"),
        ("Who sees to it", found.owner),
        *((f"Question ({language})", text) for language, text in sorted(found.questions.items())),
    ):
        if value:
            typer.echo(f"{label}: {value}")
    for each in await recommendations.progress_of(store.database, found.id):
        typer.echo(f"{day_of(each)}\t{status_name(ENGLISH, each.status)}\t{each.source}")


@app.command()
def mark(
    number: Number,
    session: Session = 0,
    ours: Annotated[
        bool | None, typer.Option("--ours/--not-ours", help="Is it within our competence?")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Who sees to it: an office, not a person.")] = None,
    status: Annotated[str, typer.Option(help=f"What is officially said: {', '.join(STATUSES)}.")] = "",
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When; today by default.")
    ] = None,
    source: Annotated[str, typer.Option(help="Where that is published.")] = "",
    text_file: Annotated[
        Path | None,
        typer.Option(help=r"How people are asked: TOML, \[text] with one entry a language."),
    ] = None,
) -> None:
    """Say whether it is ours to act on, who sees to it, how far it has come, and how people are asked."""
    said = next((each for each in STATUSES if each == status), None)
    if status and said is None:
        raise Refused(f"'{status}' is no status. Write one of: {', '.join(STATUSES)}.")
    questions = texts_of(text_file) if text_file else None
    marks = Marks(ours, owner, said, day.date() if day else None, source, questions)
    _with(number, session, lambda store, found: _mark(store, found, marks))


async def _mark(store: Store, found: Recommendation, marks: Marks) -> None:
    today = utc_now().date()
    if marks.is_wrong(today):
        raise Refused(
            "A status needs --source, and its --day cannot be to come. "
            f"--owner has at most {LONGEST['owner']} letters, --source {LONGEST['source']}, "
            f"a question {LONGEST['question']}."
        )
    writes = await marked(store, found, marks, today)
    if not writes:
        raise Refused(f"{found.name} is marked like that already; nothing was changed.")
    await _save(store, Changes(writes), "marked", found.name)
    typer.echo(f"{found.name} is marked.")


@app.command()
def assess(
    slug: Slug,
    numbers: Annotated[list[str], typer.Argument(help="Numbers of recommendations.")],
    to: Annotated[Path, typer.Option(help="A new spreadsheet (.xlsx).")] = Path("assessment.xlsx"),
    session: Session = 0,
) -> None:
    """Write a survey (XLSForm) in which people say how far recommendations have come.

    It asks where they live and for their group as the survey of that consultation does.
    """
    if to.exists():
        raise Refused(f"{to} is there already. Name a new file, so that nothing is overwritten.")
    with_store(lambda store: _assess(store, slug, numbers, session, to))


async def _assess(store: Store, slug: str, numbers: list[str], session: int, to: Path) -> None:
    from bot.starter import as_spreadsheet  # noqa: PLC0415 - spreadsheets take time to load

    consultation = await named(store, slug)
    found = [await _one(store, number, session) for number in numbers]
    sheets = await form_for(store, consultation, found)
    await asyncio.to_thread(lambda: write_whole(to, as_spreadsheet(sheets)))
    typer.echo(f"{to} asks about {len(found)} of them. Name it in the folder of '{slug}' as a survey, then:")
    typer.echo("mushawara consultation apply FOLDER")


async def _save(store: Store, changes: Changes, what: str, on: str) -> None:
    """Raises `Refused`."""
    try:
        await save(store, changes, what, on)
    except Stale as error:
        raise Refused(f"Something has changed meanwhile. {NOTHING} Try again.") from error


def _with(number: str, session: int, work: Work) -> None:
    """Do something with one of them. Raises `Refused`."""

    async def done(store: Store) -> None:
        await work(store, await _one(store, number, session))

    with_store(done)


async def _one(store: Store, number: str, session: int) -> Recommendation:
    """Raises `Refused`."""
    found = await recommendations.numbered(store.database, number, session)
    if not found:
        raise Refused(f"There is no recommendation {number}. `mushawara recommendations list` shows them.")
    if len(found) > 1:
        sessions = ", ".join(f"--session {each.session}" for each in found)
        raise Refused(f"Several have the number {number}. Say which: {sessions}.")
    return found[0]
