"""`simulate`: invented people and organisations answer by the engine, counted apart from real answers."""

from collections.abc import Iterator
from random import Random
from types import MappingProxyType
from uuid import UUID

from handlers.view import Place
from storage import collected, consultations, responses
from storage.changes import Changes
from storage.consultations import Consultation
from storage.responses import Document
from storage.store import Store
from storage.terms import Audience
from survey import engine
from survey.chance import Likings, random_answers
from survey.form import Form
from survey.state import Moment

CHUNK = 100


async def simulate(
    store: Store,
    consultation: Consultation,
    number: int,
    rng: Random,
    place: Place,
    audience: Audience = "residents",
    likings: Likings = MappingProxyType({}),
) -> None:
    """Add answers of so many invented residents or organisations; the same `rng` and time give the same.

    `likings`: how well they like which choices, as `random_answers` takes it.
    """
    latest = await consultations.latest(store.database, consultation.slug)
    for survey in consultation.terms.named(audience):
        version = latest[survey].number
        form = await store.form(consultation.slug, survey, version)
        to = responses.Destination(consultation.slug, survey, version, "simulated")
        moment = Moment(place.now.astimezone(consultation.terms.zone), rng.random)
        for start in range(0, number, CHUNK):
            submissions = _submissions(form, moment, rng, min(CHUNK, number - start), likings)
            await store.apply(
                Changes(
                    tuple(
                        responses.add_simulated(
                            store.keys,
                            to,
                            place.fresh(16),
                            Document(submission, "simulated", ""),
                        )
                        for submission in submissions
                    )
                )
            )


async def clear(store: Store, consultation: Consultation) -> None:
    """Delete all simulated answers of a consultation."""
    await store.apply(Changes((collected.wipe(consultation.slug, "simulated"),)))


def _submissions(form: Form, moment: Moment, rng: Random, count: int, likings: Likings) -> Iterator[str]:
    for _ in range(count):
        instance = f"uuid:{UUID(bytes=rng.randbytes(16), version=4)}"
        yield engine.submission(form, random_answers(form, moment, rng, instance, likings), moment)
