"""Open answers of a town, as staff read them."""

from handlers.reading.finding import OpenQuestion
from storage import consultations, readings
from storage.changes import Changes
from storage.consultations import Version
from storage.readings import Kind, Reading
from survey import engine
from survey.importer import import_form
from tests.released import crowd
from tests.town import SLUG, SURVEY, Town

QUESTION = "wish"
ASKED = (
    SURVEY.replace(
        "| choices |",
        "| | select_one agreed | may_quote | May we quote it? | Citer vos mots ? | هل ننشر كلماتكم؟ | | |\n"
        "| choices |",
    )
    + "| | agreed | yes | Yes | Oui | نعم |\n| | agreed | no | No | Non | لا |\n"
)
"""The survey with the question whether one may be quoted."""


async def open_question(town: Town, kind: Kind = "real") -> OpenQuestion:
    return OpenQuestion(await town.consultation(), kind, "residents", QUESTION)


async def asked_to_quote(town: Town, people: int) -> None:
    """So many people have answered the survey with that question."""
    xform = import_form(ASKED.encode(), ".md", ("en", "fr", "ar")).xform
    version = Version(SLUG, "residents", 2, "residents", "asked to quote", xform)
    await town.store.apply(Changes((consultations.publish(version),)))
    await crowd(town, people)


async def read_all(town: Town, *codes: str) -> None:
    """Every answer that nobody has read is given one of these codes (housing alone if none), the same words
    always the same, and its words are kept as they are.
    """
    given = codes or ("theme-housing",)
    keys = town.store.keys
    async for read in readings.shuffled(town.store.database, keys, SLUG, "real", b""):
        form = await town.store.form(SLUG, read.survey, read.sent.version)
        words = engine.answers(form, read.sent.document.submission).get(QUESTION)
        if words and QUESTION not in read.readings:
            code = given[len(words) % len(given)]
            kept = readings.keep(keys, SLUG, read, QUESTION, Reading((code,), words, False))
            await town.store.apply(Changes((kept,)))
