"""The card on which somebody chooses a language."""

from collections.abc import Sequence

from handlers.view import View
from handlers.words import LANGUAGES, Words, name_of, side_by_side
from storage import people
from storage.changes import Write
from storage.messages import Card


def languages_card(view: View, languages: Sequence[str], chosen: str = "") -> Card:
    """Every language that we speak asks for itself; the one that is `chosen` is marked."""
    spoken = [language for language in languages if language in LANGUAGES] or ["en"]
    title = side_by_side(Words(language).say("Choose your language") for language in spoken)
    rows = tuple(
        (view.button(name_of(language), language, "choice", language == chosen),) for language in languages
    )
    return view.card(title, buttons=rows)


def first(view: View, scene: str) -> str:
    """The choice of language comes before a scene, where there is one to make."""
    return "language" if len(view.here.terms.languages) > 1 and not view.person.language else scene


def only_language(view: View) -> tuple[Write, ...]:
    """The person speaks the only language that there is."""
    languages = view.here.terms.languages
    return (people.set_language(view.person.id, languages[0]),) if len(languages) == 1 else ()
