"""The card on which somebody chooses a language."""

from collections.abc import Sequence

from handlers.view import View
from handlers.words import LANGUAGES, Words, name_of, side_by_side
from storage.messages import Card


def languages_card(view: View, languages: Sequence[str], chosen: str = "") -> Card:
    """Every language that we speak asks for itself; the one that is `chosen` is marked."""
    spoken = [language for language in languages if language in LANGUAGES] or ["en"]
    title = side_by_side(Words(language).say("Choose your language") for language in spoken)
    rows = tuple(
        (view.button(name_of(language), language, "choice", language == chosen),) for language in languages
    )
    return view.card(title, buttons=rows)
