"""`mushawara results` and `mushawara simulate`."""

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Annotated, cast

import typer

from bot import settings
from bot.cli.common import Slug, Yes, confirmed, named, tell_signs, with_store, write_whole
from bot.cli.proposal import do_or_ask
from bot.desk import utc_now
from bot.settings import random_bytes
from handlers.consultations import counting, publishing, simulating
from handlers.consultations.counting import results_address
from handlers.consultations.filing import Kind, file_of
from handlers.consultations.publishing import is_empty
from handlers.consultations.showing import shown
from handlers.refused import Refused
from handlers.view import Place
from reports.tables import as_csv, as_table
from storage import releases
from storage.consultations import Consultation
from storage.proposals import Proposal
from storage.store import Store
from storage.terms import Audience


class Format(StrEnum):
    """How counts are written."""

    table = "table"
    csv = "csv"
    json = "json"
    xlsx = "xlsx"
    docx = "docx"


EMPTY = "There are too few answers: the page will show no number."
FILES = {Format.xlsx, Format.docx}
"""What no terminal can show."""


def results(
    slug: Slug,
    simulated: Annotated[bool, typer.Option("--simulated", help="Count the simulated answers.")] = False,
    form: Annotated[
        Format, typer.Option("--format", help="table, csv, json, xlsx or docx (Word).")
    ] = Format.table,
    out: Annotated[Path | None, typer.Option(help="A file to write to; xlsx and docx need one.")] = None,
    language: Annotated[str, typer.Option(help="One of the consultation; its first, if none is named.")] = "",
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish it for good, once, after the close.")
    ] = False,
    yes: Yes = False,
) -> None:
    """The last release of the counts, or exact counts of simulated answers."""
    if publish:
        warning = with_store(lambda store: _before_publishing(store, slug))
        if not yes:
            confirmed(f"{warning} Publish it now?")
        elif warning.startswith(EMPTY):
            typer.echo(EMPTY, err=True)
        with_store(lambda store: _publish(store, slug))
        return
    if form in FILES and simulated:
        raise Refused(
            f"{form} is made of releases alone, without simulated answers. Use --format csv or json."
        )
    if form in FILES and out is None:
        raise Refused(f"{form} is a file made of a release. Name it: --format {form} --out {slug}.{form}")
    made = with_store(
        lambda store: _simulated(store, slug, form) if simulated else _results(store, slug, form, language)
    )
    if out is None:
        typer.echo(made, nl=False)
    else:
        write_whole(out, made)


async def _simulated(store: Store, slug: str, form: Format) -> bytes:
    counted = await counting.results(store, await named(store, slug))
    if form is Format.json:
        return f"{json.dumps(counted, ensure_ascii=False, indent=2)}\n".encode()
    return (as_csv(counted) if form is Format.csv else as_table(counted)).encode()


async def _results(store: Store, slug: str, form: Format, wanted: str) -> bytes:
    """The last release; as JSON, exactly its bytes."""
    consultation = await named(store, slug)
    language = _spoken(consultation, wanted)
    release = await releases.last(store.database, slug)
    await tell_signs(store, slug)
    if release is None:
        raise Refused(_none_yet(consultation))
    if form is Format.table:
        read = await shown(store, consultation, release.document, language)
        return as_table({**read, "consultation": slug}).encode()
    return await file_of(store, consultation, release.document, cast(Kind, form.value), language)


def _spoken(consultation: Consultation, wanted: str) -> str:
    languages = consultation.terms.languages
    if wanted and wanted not in languages:
        raise Refused(f"'{consultation.slug}' does not speak '{wanted}'. It speaks: {', '.join(languages)}.")
    return wanted or languages[0]


def _none_yet(consultation: Consultation) -> str:
    slug = consultation.slug
    if consultation.state == "expired":
        return (
            f"The answers of '{slug}' were deleted on {consultation.expires:%Y-%m-%d}, as people were told: "
            f"{consultation.terms.keep_answers_days} days after the end. No release was made of them."
        )
    return f"There is no release of '{slug}' yet. Make one: mushawara release {slug}"


async def _before_publishing(store: Store, slug: str) -> str:
    """What is asked first: it happens once, for good, and people are told."""
    release = json.loads((await _to_publish(store, slug)).content)["release"]
    about = json.loads(release)
    empty = f"{EMPTY} " if is_empty(release) else ""
    return (
        f"{empty}Release {about['release']}, made on {about['day']}, is published once and stays as it is, "
        "and those who follow the consultation are told. Answers that came later are not in it; "
        f"mushawara release {slug} makes a newer one. To look at it before: mushawara results {slug}."
    )


async def _to_publish(store: Store, slug: str) -> Proposal:
    return await publishing.to_publish(store, await named(store, slug), settings.load().place)


async def _publish(store: Store, slug: str) -> None:
    if not await do_or_ask(store, await _to_publish(store, slug), "published"):
        return
    consultation = await named(store, slug)
    typer.echo("The results are published, and those who follow the consultation are told:")
    typer.echo(results_address(settings.load().place, slug, consultation.terms.languages[0]))


def simulate(
    slug: Slug,
    people: Annotated[int, typer.Option(min=0, max=1_000_000, help="How many invented people.")] = 0,
    organisations: Annotated[
        int, typer.Option(min=0, max=1_000_000, help="How many invented organisations.")
    ] = 0,
    learners: Annotated[
        int, typer.Option(min=0, max=1_000_000, help="How many invented readers of each set of cards.")
    ] = 0,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same answers.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Delete all simulated answers first.")] = False,
) -> None:
    """Make invented answers, kept and counted apart from real ones."""
    numbers: dict[Audience, int] = {
        "residents": people,
        "organisations": organisations,
        "learners": learners,
    }
    with_store(lambda store: _simulate(store, slug, numbers, Random(seed), clear))
    if clear:
        typer.echo("The simulated answers there were are deleted.")
    if people or not (clear or organisations or learners):
        typer.echo(f"{people} simulated people answered.")
    if organisations:
        typer.echo(f"{organisations} simulated organisations answered.")
    if learners:
        typer.echo(f"{learners} simulated people read each set of cards.")


async def _simulate(
    store: Store, slug: str, numbers: Mapping[Audience, int], rng: Random, clear: bool
) -> None:
    consultation = await named(store, slug)
    missing = next((each for each in numbers if numbers[each] and not consultation.terms.named(each)), "")
    if missing:
        raise Refused(f"'{slug}' has no survey for {missing}; nothing was made.")
    if clear:
        await simulating.clear(store, consultation)
    for audience, number in numbers.items():
        place = Place(utc_now(), random_bytes)
        await simulating.simulate(store, consultation, number, rng, place, audience)
