"""`mushawara release`: make the next set of counts that may be shown."""

import typer

from bot.cli.common import Slug, named, save, with_store
from bot.desk import utc_now
from handlers.consultations import releasing
from handlers.consultations.publishing import is_empty
from handlers.refused import Refused
from reports.release.rules import FEWEST_CHANGES, SMALLEST_BASE
from storage.changes import Stale
from storage.store import Store


def release(slug: Slug) -> None:
    """Count all answers, hide and round what could point at somebody, and keep it. Nothing is published."""
    with_store(lambda store: _release(store, slug))


async def _release(store: Store, slug: str) -> None:
    consultation = await named(store, slug)
    if consultation.state not in releasing.WHILE:
        raise Refused(f"'{slug}' is {consultation.state}: there are no answers to count.")
    made = await releasing.make(store, consultation, utc_now().astimezone(consultation.terms.zone).date())
    if made.later:
        typer.echo(
            f"Not in it, since the first release was made without them: {', '.join(made.later)}", err=True
        )
    if made.changes is None:
        typer.echo(
            f"Too little has changed since release {made.release.number}: it holds. The next needs "
            f"{FEWEST_CHANGES} people who came, went or changed their answer."
        )
        return
    try:
        await save(store, made.changes, "released", f"{slug} {made.release.number}")
    except Stale as error:
        raise Refused(
            f"Another release of '{slug}' was made meanwhile. See it: mushawara results {slug}"
        ) from error
    typer.echo(f"Release {made.release.number} of '{slug}' is made, and not published.")
    if is_empty(made.release.document):
        typer.echo(f"It shows no number: fewer than {SMALLEST_BASE} people have answered.")
    typer.echo(f"See it: mushawara results {slug}")
