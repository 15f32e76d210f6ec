"""All that is known of recommendations and of how far they have come, for a national mechanism."""

from collections.abc import Sequence
from dataclasses import fields

from handlers.recommendations.assessments import Published, all_results, assessments
from handlers.recommendations.marking import day_of
from reports.recommendations.bundle import Followed, Voice
from reports.recommendations.bundle import Status as Said
from reports.recommendations.entry import Recommendation as Entry
from storage import recommendations
from storage.recommendations import Recommendation
from storage.store import Store


async def followed(store: Store, ours: bool, session: int) -> list[Followed]:
    """Those that are wanted: all, those within our competence, those of one session (0: of any)."""
    every = await recommendations.every(store.database)
    wanted = [each for each in every if (each.competent or not ours) and session in {0, each.session}]
    results = await all_results(store, "en")
    return [await _followed(store, results, each) for each in wanted]


async def _followed(store: Store, results: list[Published], found: Recommendation) -> Followed:
    said = await recommendations.progress_of(store.database, found.id)
    return Followed(
        Entry(**{field.name: getattr(found, field.name) for field in fields(Entry)}),
        found.competent,
        found.owner,
        [Said(each.status, day_of(each), each.source) for each in said],
        voices(results, found),
    )


def voices(results: list[Published], found: Recommendation, simulated: bool = False) -> Sequence[Voice]:
    """What was published of what people say: the earliest first, as statuses stand."""
    made = assessments(results, found, "en", simulated)
    return [Voice(each.slug, each.day, each.told) for each in reversed(made)]
