"""`mushawara submission`: begin, list, check and export papers for a review, in files or on the dashboard."""

import asyncio
import shlex
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Slug, meant_by, named, save, with_store, write_whole
from bot.desk import utc_now
from bot.settings import random_bytes
from handlers.approvals.noting import SHORT
from handlers.refused import Refused
from handlers.submissions import gathering, keeping, signing
from handlers.submissions.drafting import begun
from handlers.submissions.drafts import draft_of
from handlers.submissions.holding import Held, drawn
from handlers.submissions.holding import held as held_against
from handlers.submissions.telling import where, why
from handlers.view import Place
from handlers.words import LANGUAGES, Words, plain
from reports.submission import reading
from reports.submission.draft import FORMS, Draft, Form
from storage import papers
from storage.approvals import COMMAND_LINE
from storage.changes import Changes, Stale, Write
from storage.papers import Paper
from storage.store import Store

app = typer.Typer(help="Papers for a review: submissions, annexes, local reviews.", no_args_is_help=True)
ENGLISH = Words("en")
DraftFile = Annotated[Path | None, typer.Argument(help="The draft (.toml).")]
Code = Annotated[
    str, typer.Option("--paper", help="Instead of a file: the beginning of the code of a paper.")
]
Most = Annotated[
    int, typer.Option("--limit", help="Words it may have, if it is not the usual number.", min=0)
]


@app.command()
def begin(
    slug: Slug,
    country: Annotated[str, typer.Option(help="The State under review.")],
    file: Annotated[
        Path | None, typer.Argument(help="A new file (.toml). Without it, it is begun on the dashboard.")
    ] = None,
    form: Annotated[str, typer.Option(help=f"One of: {', '.join(FORMS)}.")] = "organisation",
    language: Annotated[str, typer.Option(help=f"One of: {', '.join(LANGUAGES)}.")] = "en",
    recommendation: Annotated[
        list[str] | None, typer.Option(help="A number, such as 115.3; again for each. Else all of ours.")
    ] = None,
    session: Annotated[int, typer.Option(help="Of this session of the review alone.", min=0)] = 0,
    simulated: Annotated[bool, typer.Option("--simulated", help="From simulated answers.")] = False,
) -> None:
    """Write a first draft from the last release and the recommendations, to be gone on with by people."""
    if file and file.exists():
        raise Refused(f"{file} is there already. Name a new file, so that nothing is overwritten.")
    kind = next((each for each in FORMS if each == form), None)
    if kind is None or language not in LANGUAGES:
        raise Refused(f"Write one of these: --form {', '.join(FORMS)}; --language {', '.join(LANGUAGES)}.")
    wanted = tuple(recommendation or ())
    if file is None and simulated:
        raise Refused("What is simulated is tried in a file. Name a new one (.toml).")

    async def work(store: Store) -> tuple[Draft, str]:
        made = await _begin(store, slug, kind, Words(language), country, wanted, session, simulated)
        return made, "" if file else await _keep(store, made)

    made, code = with_store(work)
    if file is None:
        typer.echo(f"Paper {code} is begun. Go on with it on the dashboard.")
        return
    write_whole(file, reading.write(made))
    quoted = shlex.quote(str(file))
    typer.echo(
        f"Written to {file}. Name submitters, contact and key words in it, then: mushawara submission "
        f"check {quoted}"
    )


async def _begin(
    store: Store,
    slug: str,
    form: Form,
    words: Words,
    country: str,
    wanted: tuple[str, ...],
    session: int,
    simulated: bool,
) -> Draft:
    of = await gathering.material(store, await named(store, slug), simulated, utc_now().date())
    if of.document is None:
        raise Refused(f"There is no release of '{slug}' yet. Make one: mushawara release {slug}")
    those = await gathering.chosen(store, wanted, session, country)
    if missing := [each for each in wanted if each not in {one.name for one in those}]:
        raise Refused(
            f"There is no recommendation {', '.join(missing)} to {country}. `mushawara recommendations list` "
            "shows which there are."
        )
    made = await begun(store, of, form, words, country, those)
    if keeping.is_long(reading.write(made).decode()):
        raise Refused("It would be too long to be read again. Name fewer recommendations.")
    return made


async def _keep(store: Store, made: Draft) -> str:
    paper = keeping.new(store, _place(), COMMAND_LINE, made)
    await save(store, Changes((papers.add(paper),)), keeping.BEGAN, paper.code[:SHORT])
    return paper.code[:SHORT]


def _place() -> Place:
    return Place(utc_now(), random_bytes)


@app.command("list")
def list_papers() -> None:
    """The papers of the dashboard: code, form, language, who signs, title."""
    with_store(_list)


async def _list(store: Store) -> None:
    for each in await papers.every(store.database):
        asked = await signing.asked(store, each)
        signed = f"{sum(one.answer == 'signed' for one in asked)} of {len(asked)} sign" if asked else "-"
        title = plain(draft_of(each).title)
        typer.echo(f"{each.code[:SHORT]}\t{each.form}\t{each.language}\t{signed}\t{title}")


@app.command()
def check(file: DraftFile = None, paper: Code = "", most: Most = 0) -> None:
    """Count its words, and name all that must not be published, with what to do."""
    _one_of(file, paper)
    held = with_store(lambda store: _held(store, file, most) if file else _stored(store, paper, most))
    _tell(held)
    if held.is_wrong:
        raise Refused("It cannot go out like this.")


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="The Word file to write (.docx).")],
    file: DraftFile = None,
    paper: Code = "",
    seen: Annotated[
        str,
        typer.Option(
            help="Who looked at all warnings, somebody else than who wrote it: an office or initials."
        ),
    ] = "",
    most: Most = 0,
) -> None:
    """Write it as a Word file. Problems refuse it; warnings need somebody who has looked at them."""
    _one_of(file, paper)
    if paper and seen:
        raise Refused("Who did not write in it looks at the warnings on its page of the dashboard, not here.")
    with_store(
        lambda store: (
            _export(store, file, out, seen.strip(), most) if file else _export_stored(store, paper, out, most)
        )
    )
    typer.echo(f"Written to {out}.")


async def _export(store: Store, file: Path, out: Path, seen: str, most: int) -> None:
    held = await _held(store, file, most)
    _tell(held)
    if held.is_wrong:
        raise Refused("Nothing was written.")
    if held.problems and not seen:
        raise Refused(
            "Nothing was written. A second person looks at each warning: then write it with --seen "
            "and who it was."
        )
    made = await drawn(store, held)
    write_whole(out, made)
    on = f"{held.draft.consultation} {held.draft.release}"
    await save(store, Changes(()), "wrote a paper", f"{on}, warnings seen: {seen}" if held.problems else on)


async def _export_stored(store: Store, code: str, out: Path, most: int) -> None:
    """By the same rules as on the dashboard."""
    paper = await _paper(store, code)
    held = await _of(store, paper, most)
    _tell(held)
    match keeping.refused(paper, held):
        case "mend":
            raise Refused("Nothing was written.")
        case "unseen":
            raise Refused(
                "Nothing was written. Who did not write in it looks at the warnings on its page of the "
                "dashboard."
            )
    made = await drawn(store, held)
    try:
        await save(store, Changes(await _taken(store, paper, held)), keeping.WROTE, paper.code[:SHORT])
    except Stale as error:
        raise Refused("Nothing was written: it was changed meanwhile. Please try again.") from error
    write_whole(out, made)


async def _taken(store: Store, paper: Paper, held: Held) -> tuple[Write, ...]:
    if writes := await keeping.taken(store, paper, held):
        return writes
    raise Stale


def _one_of(file: Path | None, paper: str) -> None:
    if (file is None) == (not paper):
        raise Refused("Name either a file (.toml) or, with --paper, a paper of the dashboard.")


async def _paper(store: Store, code: str) -> Paper:
    return meant_by(code, await papers.every(store.database), "paper", "submission list")


async def _stored(store: Store, code: str, most: int) -> Held:
    return await _of(store, await _paper(store, code), most)


async def _of(store: Store, paper: Paper, most: int) -> Held:
    held = await keeping.held(store, _place(), paper, most)
    if held is None:
        raise Refused(f"Its consultation '{paper.consultation}' is not there any more.")
    return held


async def _held(store: Store, file: Path, most: int) -> Held:
    try:
        draft = await asyncio.to_thread(lambda: reading.read(file.read_bytes()))
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
    except reading.DraftRefused as refused:
        raise Refused(f"{file} is no draft as it stands. Look at: {refused.field}") from refused
    if draft.language not in LANGUAGES:
        raise Refused(
            f"language = '{draft.language}' is none that papers are written in: {', '.join(LANGUAGES)}."
        )
    of = await gathering.material(
        store, await named(store, draft.consultation), draft.simulated, utc_now().date()
    )
    return await held_against(store, of, draft, random_bytes, most)


def _tell(held: Held) -> None:
    of = f" of {held.limit}" if held.limit else ""
    typer.echo(f"Words before the annex: {held.words}{of}{f' ({held.source})' if held.source else ''}")
    for each in held.problems:
        mark = "Look" if each.is_warning else "Mend"
        typer.echo(f"{mark}\t{plain(where(ENGLISH, each))}\t{plain(why(ENGLISH, each))}")
    if not held.problems:
        typer.echo("The check found nothing.")
