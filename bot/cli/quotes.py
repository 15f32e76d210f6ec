"""`mushawara quotes`: what people agreed to be quoted with."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import Slug, named, with_store, write_whole
from bot.settings import random_bytes
from handlers.reading import finding
from handlers.reading.finding import OpenQuestion
from handlers.refused import Refused
from storage import consultations
from storage.keys import KEY_BYTES
from storage.readings import Kind
from storage.store import Store

Quotes = list[dict[str, str | list[str]]]


class Format(StrEnum):
    """How quotes are written."""

    text = "text"
    json = "json"


def quotes(
    slug: Slug,
    form: Annotated[
        Format, typer.Option("--format", help="text or json (with the codes of each).")
    ] = Format.text,
    out: Annotated[Path | None, typer.Option(help="A file to write to.")] = None,
    simulated: Annotated[bool, typer.Option("--simulated", help="Of simulated answers.")] = False,
) -> None:
    """Open answers that staff marked as quotable: redacted, with the person's consent, by chance in order."""
    kind: Kind = "simulated" if simulated else "real"
    found = with_store(lambda store: _quotes(store, slug, kind))
    if not found:
        raise Refused(
            f"No answer of '{slug}' is marked to be quoted. It is done on the dashboard, at open answers."
        )
    made = _text(found) if form is Format.text else _json(slug, found)
    if out is None:
        typer.echo(made, nl=False)
    else:
        write_whole(out, made.encode())


async def _quotes(store: Store, slug: str, kind: Kind) -> Quotes:
    """Each by itself: nothing tells which are of one person."""
    consultation, made = await named(store, slug), Quotes()
    for survey, version in (await consultations.latest(store.database, slug)).items():
        form = await store.form(slug, survey, version.number)
        for question, ref in finding.open_questions(form).items():
            asked = OpenQuestion(consultation, kind, survey, question)
            label = form.heading(ref, consultation.terms.languages[0])
            about = {"survey": survey, "question": question, "label": label}
            for each in await finding.quotes(store, asked, random_bytes(KEY_BYTES)):
                made.append({**about, "words": each.words, "codes": list(each.codes)})
    return made


def _json(slug: str, found: Quotes) -> str:
    return json.dumps({"consultation": slug, "quotes": found}, ensure_ascii=False, indent=2) + "\n"


def _text(found: Quotes) -> str:
    """Under each question what was said to it."""
    lines, last = [], ""
    for each in found:
        heading = f"{each['label']} [{each['question']}]"
        lines += ["", heading] if heading != last else []
        lines.append(f"  “{each['words']}”")
        last = heading
    return "\n".join(lines[1:]) + "\n"
