"""Everything that residents are told is said in every language, and said right."""

import gettext
import re
import tomllib
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from typing import Literal

import polib
import pytest
from babel import Locale

from handlers.words import LANGUAGES, NAMES, Words, translations
from storage.messages import Card
from tests.messages import CATALOGUES, in_python, in_template, plural_forms, template, updated
from tests.town import SLUG, Resident, open_town, plain

READ = {language: polib.pofile(str(path), check_for_duplicates=True) for language, path in CATALOGUES.items()}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
COUNTS = {"%(count)d", "%(count)s", "%(people)s"}
"""May be left out of a form that names the number in words, as Arabic does for one and two."""
ENGLISH = {
    "the",
    "you",
    "your",
    "and",
    "of",
    "to",
    "is",
    "are",
    "was",
    "not",
    "this",
    "that",
    "what",
    "who",
    "can",
}
NAMES_IN_LATIN = re.compile(
    r"`[^`]*`|\{\w+\}|\.(?:xlsx|xls|csv|md)\b|UTF-8|XLSForm"
    r"|%\(\w+\)[sd]|/[a-z]+|JavaScript|Telegram|JPEG|PNG|WebP|HEIC|AVIF|GIF|WebM|MP4|PDF"
)


def translated(language: str) -> list[tuple[polib.POEntry, str]]:
    """Each sentence with each of its translations."""
    return [(entry, text) for entry in READ[language] for text in said(entry)]


def said(entry: polib.POEntry) -> list[str]:
    """The translations of a sentence: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.mark.parametrize("language", READ)
def test_a_catalogue_holds_what_is_said_and_nothing_else(language: str) -> None:
    """If not: `make messages`, then translate what is new and take out what is obsolete."""
    catalogue = READ[language]
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []
    path = CATALOGUES[language]
    assert path.read_text(encoding="utf-8") == str(updated(path))


def test_every_language_has_its_catalogue() -> None:
    assert {"en", *CATALOGUES} == set(LANGUAGES)
    assert len(template()) > 150


@pytest.mark.parametrize("language", READ)
def test_translations_fill_in_the_same(language: str) -> None:
    for entry, text in translated(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        found = set(PLACEHOLDER.findall(text))
        assert found == wanted or (entry.msgid_plural and found == wanted - COUNTS), text
        assert "%" not in PLACEHOLDER.sub("", text), text
        assert re.findall(r"/[a-z]+", text) == re.findall(r"/[a-z]+", entry.msgid), text


def test_no_sentence_shouts() -> None:
    for entry in [*template(), *READ["fr"], *READ["ar"]]:
        for text in (entry.msgid, entry.msgid_plural, *said(entry)):
            assert "!" not in text
            assert text == text.strip()


@pytest.mark.parametrize("language", READ)
def test_translations_are_written_as_their_language_is(language: str) -> None:
    for _, text in translated(language):
        CHECKS[language](text)


def french(text: str) -> None:
    assert not re.search(r"(?<![\d\u00a0])[;:?!»]", text), f"a no-break space is missing: {text}"
    assert not re.search(r"«(?!\u00a0)|'|[ \u202f][;:?!»]", text), text
    assert words_of(text) & ENGLISH == set(), text


def arabic(text: str) -> None:
    assert re.search(r"[\u0621-\u064a]", text), text
    assert not re.search(r"[A-Za-z,;?\u0660-\u0669]", NAMES_IN_LATIN.sub("", text)), text
    assert not re.search(r"(?<!\u200e)/[a-z]", text), f"a command would be shown as start/: {text}"


CHECKS = {"fr": french, "ar": arabic}


@pytest.mark.parametrize("language", READ)
def test_every_number_takes_its_plural(language: str) -> None:
    """As CLDR has it; the catalogue names the forms by their place among those that whole numbers take."""
    choose = gettext.c2py(READ[language].metadata["Plural-Forms"].partition("plural=")[2].rstrip(";"))
    forms = {"fr": ["one", "other"], "ar": ["zero", "one", "two", "few", "many", "other"]}[language]
    rule = Locale(language).plural_form
    assert plural_forms(READ[language]) == len(forms)
    assert [forms[choose(number)] for number in range(201)] == [rule(number) for number in range(201)]
    catalogue = translations(language)
    for entry in READ[language]:
        for number in range(201 if entry.msgid_plural else 0):
            told = catalogue.ngettext(entry.msgid, entry.msgid_plural, number)
            assert told == entry.msgstr_plural[choose(number)]


def test_arabic_counts() -> None:
    told = {
        number: Words("ar").many("%(count)d question", "%(count)d questions", number)
        for number in (1, 2, 7, 12, 100)
    }
    assert told == {1: "سؤال واحد", 2: "سؤالان", 7: "7 أسئلة", 12: "12 سؤالا", 100: "100 سؤال"}


def test_french_counts() -> None:
    told = [Words("fr").many("%(count)d question", "%(count)d questions", number) for number in (0, 1, 2)]
    assert told == ["0 question", "1 question", "2 questions"]


def test_sentences_are_found_wherever_they_stand() -> None:
    source = (
        """f"{one}, {words.say('A day: ' '%(day)s', day=day)}"; w.many("a", "b", 2); terms.say(title, "en")"""
    )
    assert list(in_python(source)) == [("A day: %(day)s",), ("a", "b")]
    page = "{{ _('One') }}{% if ngettext('%(n)s day', '%(n)s days', days, n=days) %}{% endif %}{{ _(name) }}"
    assert list(in_template(page)) == [("One",), ("%(n)s day", "%(n)s days")]


JOURNEY = """
[Who is asking, and why?]; [Back]; [Continue]; [Yes]; [I agree, begin]; /help; [Go on];
[Skip]; [I prefer not to answer]; [Skip]; [Skip]; many; [Skip]; [Skip]; [Change one]; [Back]; [Send];
[Change my answers]; [Send the changes]; /mydata; [Go on]; /follow; [Done]; /forget; [Keep it]; /hello;
/language
"""
"""Past every card, by the buttons' English labels."""
LANDMARKS = (
    "Who is asking, and why?",
    "Before you begin",
    "How this works",
    "Your answers",
    "Thank you. Your answers are in.",
    "What I keep about you",
    "Erase everything I keep about you?",
)


def words_of(*texts: str) -> set[str]:
    """Their words in Latin letters; commands, addresses and codes are the same in every language."""
    spoken = re.sub(r"https?://\S+|\S+@\S+|/[a-z]+", "", " ".join(texts))
    return set(re.findall(r"(?<![\w-])[a-zà-ÿœ]+(?![\w-])", spoken.casefold()))


def english_only(language: str) -> set[str]:
    """The words of the English sentences that no translation uses as well."""
    english = words_of(*(text for entry in template() for text in (entry.msgid, entry.msgid_plural)))
    return english - words_of(*(text for entry in READ[language] for text in said(entry)))


def texts_of(card: Card) -> list[str]:
    """All that stands on a card, but for what every language says of itself."""
    labels = [button.label for row in card.buttons for button in row if button.label not in NAMES.values()]
    title = "" if plain(card.title).startswith("Choose your language ·") else card.title
    return [card.notice, title, card.hint, card.body, *labels]


async def walked(person: Resident, language: str, receipt: bool) -> AsyncIterator[Card]:
    """The cards that a person passes who follows the journey in this language."""
    steps = JOURNEY.replace("begin];", "begin]; [Go on];") if receipt else JOURNEY
    await person.writes(f"/start {SLUG}")
    await person.taps(NAMES[language])
    yield await person.card()
    for step in (step.strip() for step in steps.split(";")):
        await (person.taps(Words(language).say(step[1:-1])) if step[0] == "[" else person.writes(step))
        yield await person.card()


@pytest.mark.parametrize("channel", ["telegram", "web"])
@pytest.mark.parametrize("language", READ)
async def test_no_card_speaks_english(
    language: str, channel: Literal["telegram", "web"], tmp_path: Path
) -> None:
    demo = tomllib.loads((files("bot") / "demo" / "consultation.toml").read_text(encoding="utf-8"))
    texts = {name: demo[name] for name in ("title", "about", "organiser", "contact", "consent")}
    foreign = english_only(language)
    assert {"the", "your", "answers"} < foreign
    async with open_town(tmp_path) as town:
        await town.hold(**texts)
        passed = set()
        async for card in walked(town.resident(channel), language, receipt=channel == "web"):
            passed.add(card.title)
            assert words_of(*texts_of(card)) & foreign == set(), card
    assert passed > {Words(language).say(title) for title in LANDMARKS}
