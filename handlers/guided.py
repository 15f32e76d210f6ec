"""Forms of our own, asked by the same engine as any survey: they belong to no consultation."""

from functools import lru_cache
from importlib.resources import files

from handlers.words import LANGUAGES
from survey.form import Form
from survey.importer import import_form

ORGANISATION = "organisation"
EVENT = "event"
VERSION = 1
"""What a draft of one of these forms says its version is; one that does not fit any more is begun anew."""


@lru_cache
def guided_form(name: str) -> Form:
    """The form `forms/<name>.md`, compiled once."""
    content = (files("handlers") / "forms" / f"{name}.md").read_bytes()
    return Form.load(import_form(content, ".md", LANGUAGES).xform)
