"""A town that offers learning cards: those on the UPR, with its own regions."""

from functools import cache

from bot.card_starter import card_starter
from storage import consultations
from storage.changes import Changes
from storage.consultations import Version
from survey.form import Form
from survey.importer import import_form
from tests.town import SLUG, SURVEY, Town, terms

SET = "upr"
SURVEYS = (
    {"name": "residents", "audience": "residents", "form": "survey.md"},
    {"name": SET, "audience": "learners", "form": "upr.xlsx"},
)


@cache
def cards(name: str = SET) -> str:
    """The XForm of a set."""
    residents = Form.load(import_form(SURVEY.encode(), ".md").xform)
    agreed = terms()
    return import_form(card_starter(name, agreed, residents), ".xlsx", agreed.languages).xform


async def offer_cards(town: Town) -> None:
    """The consultation has a set of cards beside its survey."""
    await town.hold_again(surveys=SURVEYS)
    version = Version(SLUG, SET, 1, "learners", "digest", cards())
    await town.store.apply(Changes((consultations.publish(version),)))
