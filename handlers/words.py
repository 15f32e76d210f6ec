"""What the bot says, in each language: sentences go through `say`, counted ones through `many`.

The English sentence is the key. Catalogues are `locales/<language>.po`.
"""

import gettext
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from textwrap import shorten

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_timezone_location
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("en", "fr", "ar")
NAMES = {"en": "English", "fr": "Français", "ar": "العربية"}
COMMAS = {"ar": "، "}
MINUTES = len("07:30")
OPEN, CLOSE = "\u2068", "\u2069"
"""Unicode isolates: what is filled in keeps its own direction."""


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language."""

    language: str

    def say(self, sentence: str, **values: str | int) -> str:
        """A sentence with its values filled in: `say("Hello %(name)s", name=…)`."""
        return translations(self.language).gettext(sentence) % isolated(values)

    def many(self, one: str, several: str, count: int, **values: str | int) -> str:
        """A sentence that depends on a number, which it may hold as `%(count)d`."""
        chosen = translations(self.language).ngettext(one, several, count)
        return chosen % isolated({**values, "count": count})

    def day(self, day: date | datetime) -> str:
        """A day as the language writes it, such as "20 December 2026"."""
        written = format_date(day, "d MMMM y", locale=_locale(self.language))
        first = self.language.startswith("fr") and day.day == 1
        return written.replace("1", "1er", 1) if first else written

    def moment(self, local: datetime, zone: str) -> str:
        """A moment in a zone, such as "Thursday 24 December 2026, 18:30 (Casablanca)"."""
        weekday = format_date(local, "EEEE", locale=_locale(self.language))
        city = get_timezone_location(zone, locale=_locale(self.language), return_city=True)
        when = self.listed([f"{weekday} {self.day(local)}", f"{local:%H:%M}"])
        return f"{when} ({OPEN}{city}{CLOSE})"

    def listed(self, parts: Iterable[str]) -> str:
        """Parts one after the other, with the comma of the language between them."""
        return COMMAS.get(self.language[:2], ", ").join(parts)

    def number(self, number: Decimal) -> str:
        """A number as the language writes it, such as "1,234.5"."""
        return str(format_decimal(number, locale=_locale(self.language), decimal_quantization=False))

    def value(self, kind: str, value: str) -> str:
        """An answer as the language writes it: numbers, days, what was sent; anything else as it is."""
        match kind:
            case "date":
                return self.day(date.fromisoformat(value))
            case "time":
                return value[:MINUTES]
            case "datetime":
                day, _, time = value.partition("T")
                return self.listed([self.day(date.fromisoformat(day)), time[:MINUTES]])
            case "decimal" | "range":
                return self.number(Decimal(value))
            case "acknowledge":
                return self.say("I understand")
            case "geopoint":
                return ", ".join(value.split(" ")[:2])
            case "image":
                return self.say("a photo")
            case "audio":
                return self.say("a recording")
            case "video":
                return self.say("a video")
            case "file":
                return self.say("a file")
        return value


def isolated(values: Mapping[str, str | int]) -> dict[str, str | int]:
    """Texts wrapped so that a name in another script does not turn the sentence around."""
    return {
        name: f"{OPEN}{value}{CLOSE}" if isinstance(value, str) and value else value
        for name, value in values.items()
    }


def plain(text: str) -> str:
    """A text as somebody would write it themselves, without the marks that `isolated` puts in."""
    return text.replace(OPEN, "").replace(CLOSE, "").strip()


def first_words(text: str, most: int) -> str:
    """Its first words on a button, at most so many letters; of a text without a blank, its first letters."""
    short = shorten(text, most, placeholder="…")
    return short if short != "…" else f"{text[: most - 1]}…"


def side_by_side(sentences: Iterable[str]) -> str:
    """The same sentence in several languages, each keeping its own direction."""
    return " · ".join(f"{OPEN}{sentence}{CLOSE}" for sentence in sentences)


@lru_cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language ("fr", "fr-MA"); English sentences where there is none."""
    catalogue = files("handlers") / "locales" / f"{language[:2]}.po"
    if language[:2] not in LANGUAGES or not catalogue.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(catalogue.read_bytes()), locale=language[:2]))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def name_of(language: str) -> str:
    """What a language calls itself."""
    return NAMES.get(language) or (is_language(language) and _locale(language).get_display_name()) or language


def known(language: str) -> str:
    """The two letters of a language we speak, from a hint such as "ar-MA"; else empty."""
    return language[:2] if language[:2] in LANGUAGES else ""


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-") if is_language(language) else Locale("en")


def is_language(language: str) -> bool:
    try:
        return bool(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False
