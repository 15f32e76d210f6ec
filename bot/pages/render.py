"""Turns templates and words into HTML, in any language that the interface speaks."""

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from bot.pages import assets
from bot.pages.breakdowns import breakdowns
from bot.pages.charts import chart
from bot.pages.chat_words import chat_words
from bot.pages.pictures import laid_out

OPEN, CLOSE = "\u2068", "\u2069"
"""Unicode isolates: a percentage inside an Arabic sentence keeps its sign on the side of the others."""
Translations = Callable[[str], NullTranslations]
"""Language in; its catalogue out."""


@cache
def direction(language: str) -> str:
    """ "rtl" or "ltr", by the script of the language."""
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


@cache
def language_name(language: str) -> str:
    """A language by its own name, as in "français"."""
    return Locale.parse(language, sep="-").get_display_name(language) or language


class _Compiled(BytecodeCache):
    """Templates as they were compiled for the first language: all others run the same."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


class Pages:
    """Renders templates; one jinja2 environment a language, so that none can slip into another's page."""

    def __init__(self, translations: Translations, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self._translations = translations
        self._environments = {language: self._environment(language) for language in languages}

    def _environment(self, language: str) -> Environment:
        environment = Environment(
            loader=PackageLoader("bot.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_compiled,
        )
        vars(environment)["install_gettext_translations"](self._translations(language), newstyle=True)
        environment.filters["number"] = lambda number: format_decimal(number, "#,##0.##", locale=language)
        environment.filters["percent"] = lambda number: format_percent(number / 100, locale=language)
        environment.filters["apart"] = lambda text: f"{OPEN}{text}{CLOSE}"
        environment.globals.update(
            asset=assets.address,
            breakdowns=breakdowns,
            chart=chart,
            direction=direction,
            language_name=language_name,
            laid_out=laid_out,
            languages=self.languages,
        )
        return environment

    def spoken(self, language: str) -> str:
        """The language of the interface for this one: itself, or the default."""
        base = language.partition("-")[0]
        return base if base in self.languages else self.languages[0]

    def render(self, name: str, language: str, **values: object) -> str:
        """The HTML of a template; `language` may be one that the interface does not speak."""
        template = self._environments[self.spoken(language)].get_template(name)
        return template.render(language=language, spoken=self.spoken(language), **values)

    def words(self, language: str) -> dict[str, str]:
        """The words of the chat page, by name."""
        return chat_words(self._translations(self.spoken(language)))

    def interface(self, language: str, title: str, organiser: str) -> dict[str, object]:
        """All that a chat page needs to speak another language without being loaded again."""
        return {
            "language": language,
            "dir": direction(language),
            "title": title,
            "organiser": organiser,
            "words": self.words(language),
        }
