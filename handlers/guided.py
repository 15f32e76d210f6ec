"""Forms of our own, asked by the same engine as any survey: they belong to no consultation.

A name such as "announcement:settat-2026" says which consultation what is written there is about.
"""

from functools import lru_cache
from importlib.resources import files

from handlers.words import LANGUAGES, name_of
from survey.form import Form
from survey.importer import import_form

ORGANISATION = "organisation"
ANNOUNCEMENT = "announcement"
EVENT = "event"
DID = "did"
VERSION = 1
"""What a draft of one of these forms says its version is; one that does not fit any more is begun anew."""


@lru_cache
def guided_form(name: str, languages: tuple[str, ...] = ()) -> Form:
    """The form `forms/<name>.md`, compiled once; a question with a `{place}` is asked in each language."""
    content = (files("handlers") / "forms" / f"{name}.md").read_text(encoding="utf-8")
    lines = [each for line in content.splitlines() for each in _in_each(line, languages)]
    return Form.load(import_form("\n".join(lines).encode(), ".md", LANGUAGES).xform)


def _in_each(line: str, languages: tuple[str, ...]) -> list[str]:
    if "{place}" not in line:
        return [line]
    return [
        line.replace("{place}", place_of(number)).replace("{name}", name_of(language))
        for number, language in enumerate(languages)
    ]


def place_of(number: int) -> str:
    """The name of the question for the language with this number among those of the consultation."""
    return f"text_{number}"


def kind_of(survey: str) -> str:
    """Which of our forms it is."""
    return survey.partition(":")[0]


def about(survey: str) -> str:
    """The consultation that what is written there is about; empty if it is about none."""
    return survey.partition(":")[2]
