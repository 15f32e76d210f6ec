"""What a consultation says of itself, as it is written on the dashboard field by field: checked, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handlers.timing import question_of
from handlers.words import LANGUAGES, Words, is_language
from storage.consultations import Consultation
from storage.terms import SLUG, YEARS, Terms
from survey.reading import clean
from survey.values import is_zone

TEXTS = ("title", "about", "organiser", "contact")
CONSENTS = ("consent", "consent_organisations")
"""What people agree to; without it they are told what always holds."""
LONGEST = {
    **{"title": 120, "about": 1_000, "organiser": 120, "contact": 200},
    **dict.fromkeys(CONSENTS, 2_000),
}
"""Letters of each."""
Fields = Mapping[str, str]
"""What stands in each field of the form; "title.ar": the title in Arabic."""


def fields_of(terms: Terms) -> dict[str, str]:
    """The form as it is filled in for what is there already."""
    texts = {
        f"{name}.{code}": getattr(terms, name).get(code, "") for name in TEXTS for code in terms.languages
    }
    dates = {name: f"{getattr(terms, name):%Y-%m-%dT%H:%M}" for name in ("opens", "closes")}
    return {"slug": terms.slug, "timezone": terms.timezone, **dates, **texts}


def languages_of(fields: Fields) -> tuple[str, ...]:
    """Those in which anything is written: the rest of it must be, too."""
    written = tuple(code for code in LANGUAGES if any(_text(fields, f"{name}.{code}") for name in TEXTS))
    return (*written, *others_of(fields))


def others_of(fields: Fields) -> tuple[str, ...]:
    """Further languages, named by their codes: people are asked in them, and the bot speaks another."""
    named = fields.get("languages", "").lower().replace(",", " ").split()
    return tuple(code for code in dict.fromkeys(named) if code not in LANGUAGES)


def texts_of(fields: Fields, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Each text by language."""
    return {name: {code: _text(fields, f"{name}.{code}") for code in languages} for name in TEXTS}


def consents_of(fields: Fields, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Those that were written, by language."""
    texts = {name: {code: _text(fields, f"{name}.{code}") for code in languages} for name in CONSENTS}
    return {name: by_code for name, by_code in texts.items() if any(by_code.values())}


def _text(fields: Fields, name: str) -> str:
    """Browsers end lines as letters on paper once did. What no chat, page or file can show is left out."""
    return clean(fields.get(name, ""))


def moment_of(fields: Fields, name: str, zone: str) -> datetime | None:
    """A day and a time on the clocks of a zone; None where it is none."""
    try:
        found = datetime.fromisoformat(fields.get(name, ""))
    except ValueError:
        return None
    return found.replace(tzinfo=ZoneInfo(zone)) if found.year in YEARS else None


def stated(fields: Fields, languages: tuple[str, ...], zone: str) -> dict[str, Any]:
    """Texts and dates as terms have them, once nothing is wrong with them."""
    moments = {name: moment_of(fields, name, zone) for name in ("opens", "closes")}
    return {**texts_of(fields, languages), **{name: at for name, at in moments.items() if at}}


def named_wrongly(words: Words, fields: Fields, taken: set[str]) -> dict[str, str]:
    """What is wrong with the name and the zone of a new one, by field."""
    say, found = words.say, dict[str, str]()
    if not SLUG.fullmatch(fields.get("slug", "")):
        found["slug"] = say("Only small Latin letters, digits and hyphens, at most 40.")
    elif fields["slug"] in taken:
        found["slug"] = say("This name is taken. Please choose another.")
    if unknown := [code for code in others_of(fields) if not is_language(code)]:
        found["languages"] = say("Not a language that I know: %(codes)s", codes=" ".join(unknown))
    if not is_zone(fields.get("timezone", "")):
        found["timezone"] = say("This is not a time zone I know. Please choose one of the list.")
    return found


def stated_wrongly(
    words: Words, fields: Fields, languages: tuple[str, ...], zone: str, now: datetime
) -> dict[str, str]:
    """What is wrong with texts and dates, by field."""
    if not languages:
        return {f"title.{LANGUAGES[0]}": words.say("Please write it in at least one language.")}
    return dict((*_missing(words, fields, languages), *_dates(words, fields, zone, now)))


def _missing(words: Words, fields: Fields, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, texts in (texts_of(fields, languages) | consents_of(fields, languages)).items():
        for code, text in texts.items():
            if not text:
                yield f"{name}.{code}", words.say("Please write it in this language, too.")
            elif len(text) > LONGEST[name]:
                yield f"{name}.{code}", words.say("At most %(count)s letters, please.", count=LONGEST[name])


def _dates(words: Words, fields: Fields, zone: str, now: datetime) -> Iterator[tuple[str, str]]:
    opens, closes = (moment_of(fields, name, zone) for name in ("opens", "closes"))
    for name, at in (("opens", opens), ("closes", closes)):
        if at is None:
            yield name, words.say("Please choose a day and a time.")
        elif at.time() == time.min:
            continue  # where clocks change at midnight, that day has no other
        elif question := question_of(words, at.replace(tzinfo=None), ZoneInfo(zone)):
            yield name, question
    if closes and closes <= now:
        yield "closes", words.say("This is past. Please choose a later time.")
    elif opens and closes and closes <= opens:
        yield "closes", words.say("It must close after it opens.")


def closes_earlier(words: Words, fields: Fields, found: Consultation) -> dict[str, str]:
    """While people answer, the close only moves to a later time."""
    closes = moment_of(fields, "closes", found.terms.timezone)
    if found.state != "open" or closes is None or closes >= found.closes.replace(second=0, microsecond=0):
        return {}
    return {"closes": words.say("While it is open, it can only close later.")}
