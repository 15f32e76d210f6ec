"""`mushawara consultation`: new, apply, list, show, open, close."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli import dialogues
from bot.cli.common import Slug, Yes, about, confirmed, named, said, save, tell_signs, with_store
from bot.cli.proposal import do_or_ask
from bot.clock import due_now, surely
from bot.desk import utc_now
from handlers.approvals.approval import is_approved, only_one
from handlers.consultations import applying, holding, opening
from handlers.consultations.applying import Applied
from handlers.consultations.folder import Folder, FolderProblems, read_folder
from handlers.consultations.holding import NotApproved
from handlers.consultations.packing import files, packed
from handlers.refused import Refused
from storage import chores, codes, consultations, proposals
from storage.changes import NotOpen, Stale
from storage.closures import read_closures
from storage.consultations import Consultation
from storage.proposals import proposal
from storage.store import Store
from storage.terms import Terms

app = typer.Typer(help="Consultations: begin one, apply its folder, open and close it.", no_args_is_help=True)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A new folder, or an empty one.")],
) -> None:
    """Write a commented example to start from."""
    from bot import starter  # noqa: PLC0415 - spreadsheets take time to load

    try:
        starter.write_starter(folder, utc_now().date())
    except starter.FolderNotEmpty as error:
        raise Refused(f"{folder} is not empty. Name a new folder, so that nothing is overwritten.") from error
    except starter.NoName as error:
        raise Refused(
            f"'{error}' cannot be the name of a consultation in links. Name a folder with small letters from "
            "a to z, digits and hyphens, at most 40, such as our-town."
        ) from error
    typer.echo(f"Written to {folder}: the consultation '{folder.resolve().name}'.")
    typer.echo(f"Change it, then: mushawara consultation apply {shlex.quote(str(folder))}")


@app.command()
def apply(
    folder: Annotated[Path, typer.Argument(help="The folder that holds consultation.toml.")],
    yes: Yes = False,
) -> None:
    """Check a whole folder, then take it over. Can be repeated; a later `closes` extends."""
    try:
        checked = read_folder(folder)
        for survey in checked.surveys:
            for warning in survey.warnings:
                typer.echo(f"Note: {survey.terms.form}: {warning.text}", err=True)
        if not yes:
            _ask_to_replace(checked.terms)
        with_store(lambda store: _applied(store, folder, checked))
    except FolderProblems as error:
        raise Refused("\n".join((*error.problems, "Nothing was changed."))) from error


def _ask_to_replace(terms: Terms) -> None:
    """A folder that was copied, its slug with it, would take the place of another consultation."""
    before = with_store(lambda store: consultations.get(store.database, terms.slug))
    if title := applying.replaced(before, terms):
        confirmed(
            f"'{terms.slug}' is “{title}” so far. For a consultation of its own, write another slug into "
            f"consultation.toml. Make '{terms.slug}' another one now?"
        )


async def _applied(store: Store, path: Path, folder: Folder) -> None:
    """With its round of dialogues, which is looked through before anything changes."""
    dialogues_read = await dialogues.read(store, path, folder)
    await _apply(store, folder)
    await dialogues.keep(store, folder.terms.slug, dialogues_read)


async def _apply(store: Store, folder: Folder) -> None:
    slug = folder.terms.slug
    before = await consultations.get(store.database, slug)
    applied = await applying.apply(store, folder, before, utc_now())
    if before and before.state == "open" and not await only_one(store):
        return await _ask_to_change(store, before, applied, folder)
    if before is None:
        store.keys.create(slug)
    try:
        await save(store, applied.changes, "applied", slug)
    except (NotOpen, Stale) as error:
        raise Refused(f"'{slug}' has changed meanwhile; nothing was done. Apply again.") from error
    now = utc_now()
    await due_now(store, now, await surely(store, now))
    for sentence in applied.news:
        typer.echo(sentence)
    if (await named(store, slug)).state == "scheduled":
        if not await is_approved(store, applied.whole):
            typer.echo(
                "It waits for approval, as it is now; without it, it does not open: /admin in the chat."
            )
        _tell_trial(slug, store.keys.trial_token(slug))


async def _ask_to_change(store: Store, before: Consultation, applied: Applied, folder: Folder) -> None:
    """People are answering: nothing changes for them before a second person has looked at it."""
    if applied.whole == await holding.as_it_is(store, before):
        typer.echo(f"Nothing has changed in '{before.slug}'.")
        return
    proposed = proposal("change", before.slug, packed(folder))
    await do_or_ask(store, proposed, "applied", *files(*folder.surveys))


def _tell_trial(slug: str, token: str) -> None:
    loaded = settings.load()
    place = loaded.public_url or f"http://{loaded.listen}"
    typer.echo("Try it before it opens (what you answer is deleted when it opens):")
    typer.echo(f"  web chat: {place}/chat/{slug}?trial={token}")
    typer.echo(f"  Telegram: /start {slug}_{token}")


@app.command("list")
def list_all() -> None:
    """Name all consultations and their states."""
    with_store(_list)


async def _list(store: Store) -> None:
    found = await consultations.every(store.database)
    if not found:
        typer.echo("No consultation yet. Begin one: mushawara consultation new FOLDER")
    for each in found:
        typer.echo(f"{each.slug}\t{each.state}\t{each.opens:%Y-%m-%d %H:%M}\t{each.closes:%Y-%m-%d %H:%M}")


@app.command()
def show(slug: Slug) -> None:
    """What a consultation is just now."""
    with_store(lambda store: _show(store, slug))


async def _show(store: Store, slug: str) -> None:
    found = await named(store, slug)
    terms, codes_of = found.terms, await codes.counts(store.database, slug)
    typer.echo(f"{slug}: {found.state}")
    typer.echo(f"opens {found.opens:%Y-%m-%d %H:%M}, closes {found.closes:%Y-%m-%d %H:%M} ({terms.timezone})")
    typer.echo(f"languages: {', '.join(terms.languages)}")
    for survey in (await consultations.latest(store.database, slug)).values():
        typer.echo(f"survey '{survey.survey}' for {survey.audience}: version {survey.number}")
    ways = {"open": "open to everybody", "code": "only with a code", "telegram": "only in Telegram"}
    typer.echo(f"access: {ways[terms.access]}")
    if codes_of.made:
        typer.echo(f"codes: {codes_of.made} made, {about(codes_of.used)} used")
    for each in await proposals.of(store.database, slug):
        if each.state != "done":
            typer.echo(f"{said(each.state)}: {each.kind}{f' ({each.reason})' if each.reason else ''}")
    await tell_signs(store, slug)


@app.command("open")
def open_now(slug: Slug) -> None:
    """Open now, before its time. What makers tried is deleted."""
    with_store(lambda store: _open(store, slug))


@app.command("close")
def close_now(slug: Slug, yes: Yes = False) -> None:
    """Close now, for good: afterwards nobody can tell whose answers are whose."""
    with_store(lambda store: named(store, slug))
    if not yes:
        confirmed(
            f"'{slug}' never opens again once it is closed. From then on nobody can tell who answered what, "
            "and nobody can change or erase their answers. Close it now?"
        )
    with_store(lambda store: close_at_once(store, slug))


async def _open(store: Store, slug: str) -> None:
    consultation = await named(store, slug)
    try:
        if consultation.state != "scheduled":
            raise NotOpen
        changes = await opening.opened(store, consultation, utc_now(), settings.random_bytes)
        await save(store, changes, "opened", slug)
    except NotOpen as error:
        raise Refused(f"'{slug}' is {consultation.state}; nothing was changed.") from error
    except NotApproved as error:
        raise Refused(f"'{slug}' waits for approval, as it is now: /admin in the chat.") from error
    await chores.run(store)
    typer.echo(f"'{slug}' is open. The web chat: {settings.load().place}/chat/{slug}")


async def _close_again(store: Store, consultation: Consultation) -> None:
    """In an older copy of the database: it was decided on before."""
    ended = opening.closed(consultation, utc_now(), settings.random_bytes)
    opens = consultations.move(consultation.slug, "scheduled", "open")
    first = (opens,) if consultation.state == "scheduled" else ()
    await save(store, replace(ended, writes=(*first, *ended.writes)), "closed", consultation.slug)
    await chores.run(store, at_night=True)


async def close_at_once(store: Store, slug: str) -> None:
    """Close it, ask another person to, or end what was closed before. Raises `Refused`."""
    consultation = await named(store, slug)
    if consultation.state == "closing":
        await chores.run(store, at_night=True)
    elif slug in read_closures(store.keys.folder) and not consultation.ended:
        await _close_again(store, consultation)
    elif consultation.state != "open":
        raise Refused(f"'{slug}' is {consultation.state}; nothing was changed.")
    elif not await do_or_ask(store, proposal("close", slug), "closed"):
        return
    if (await named(store, slug)).state == "closing":
        typer.echo(
            f"'{slug}' takes no more answers, and its link key is destroyed. The last step rewrites the "
            "whole database, and everybody has to wait for that, so it is done at 3 a.m. To do it now, run "
            "this command again."
        )
    else:
        typer.echo(f"'{slug}' is closed. Nobody can tell any more who answered what.")
