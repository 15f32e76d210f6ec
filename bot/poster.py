"""A page to print in each language of a consultation, with the ways to take part as QR codes."""

import re
from dataclasses import dataclass
from datetime import timedelta

import segno

from bot.pages import Pages
from bot.pages.render import direction
from handlers.words import LANGUAGES, Words, translations
from storage.consultations import Consultation

LONG_TITLE = 60
"""Characters from which a title is set smaller."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take part: what it is called, what is typed, and the same as a QR code (SVG)."""

    name: str
    typed: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one page says. All texts are plain."""

    language: str
    direction: str
    title: str
    long: bool
    organiser: str
    how: str
    promises: tuple[str, ...]
    until: str
    questions: str
    ways: tuple[Way, ...]


def poster(consultation: Consultation, public_url: str, bot: str) -> str:
    """One HTML file that needs nothing else. `public_url` and `bot` (a username) may be empty, not both."""
    spoken = consultation.terms.languages
    pages = [_page(consultation, language, public_url, bot) for language in spoken]
    return Pages(translations, LANGUAGES).render("poster.html", spoken[0], pages=pages)


def _page(consultation: Consultation, language: str, public_url: str, bot: str) -> Page:
    terms, say = consultation.terms, Words(language).say
    promises = [
        say("You give no name. On the web page you need no account.")
        if public_url and terms.access != "telegram"
        else say("You give no name."),
        say("You can stop at any time and go on later."),
    ]
    if terms.access == "code":
        promises.append(say("You need the code that you were given."))
    last = consultation.closes - timedelta(seconds=1)  # the end of a day is the beginning of the next
    title = terms.say(terms.title, language)
    return Page(
        language,
        direction(language),
        title,
        len(title) > LONG_TITLE,
        terms.say(terms.organiser, language),
        say("Scan a code with your phone’s camera, or type the address under it."),
        tuple(promises),
        say("You can take part until %(day)s.", day=Words(language).day(last)),
        say("Questions? %(contact)s", contact=terms.say(terms.contact, language)),
        tuple(_ways(consultation, Words(language), public_url, bot)),
    )


def _ways(consultation: Consultation, words: Words, public_url: str, bot: str) -> list[Way]:
    slug, ways = consultation.slug, []
    if public_url and consultation.terms.access != "telegram":
        url = f"{public_url}/chat/{slug}"
        ways.append(Way(words.say("On a web page"), _typed(url), _code(url)))
    if bot:
        url = f"https://t.me/{bot}?start={slug}"
        ways.append(Way(words.say("In Telegram"), _typed(url), _code(url)))
    return ways


def _typed(url: str) -> tuple[str, ...]:
    """The address without its scheme, in the pieces between which a line may end."""
    return tuple(re.findall(r"[^/?]+[/?]?", url.partition("://")[2]))


def _code(url: str) -> str:
    """A QR code that a quarter of may be torn off or dirty, with the quiet margin that scanners need."""
    return str(segno.make_qr(url, error="q").svg_inline(border=4, omitsize=True, light="#fff"))
