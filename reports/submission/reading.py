"""A draft as a TOML file that people edit, read and written."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from reports.submission.draft import FORMS, Draft, Form, Paragraph, Section

LARGEST = 1_000_000
"""Bytes; a coalition's submission has about 50,000."""


class DraftRefused(Exception):
    """It cannot be read; `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def read(content: bytes) -> Draft:
    """Raises `DraftRefused`."""
    if len(content) > LARGEST:
        raise DraftRefused("size")
    try:
        table = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeError, RecursionError) as error:
        raise DraftRefused(str(error)) from error
    return Draft(
        _text(table, "title"),
        _text(table, "country"),
        _text(table, "language"),
        _form(table),
        _text(table, "consultation"),
        _number(table, "release"),
        table.get("simulated") is True,
        _texts(table, "keywords"),
        _texts(table, "submitters"),
        _text(table, "contact"),
        _paragraph(_table(table, "summary"), "summary"),
        tuple(_sections(table)),
    )


def write(draft: Draft) -> bytes:
    """As `read` reads it, with a line of help where something is to be filled in."""
    return ("\n".join(_lines(draft)) + "\n").encode()


def _lines(draft: Draft) -> Iterator[str]:
    yield f"title = {_said(draft.title)}"
    yield f"country = {_said(draft.country)}"
    yield f"language = {_said(draft.language)}"
    yield f"# One of: {', '.join(FORMS)}"
    yield f"form = {_said(draft.form)}"
    yield f"consultation = {_said(draft.consultation)}"
    yield f"release = {draft.release}"
    yield f"simulated = {str(draft.simulated).lower()}"
    yield f"keywords = {_list(draft.keywords)}"
    yield "# All who submit it, and whom the United Nations can ask. Both are published."
    yield f"submitters = {_list(draft.submitters)}"
    yield f"contact = {_said(draft.contact)}"
    yield from ("", "[summary]", *_of(draft.summary))
    for section in draft.sections:
        yield from ("", "[[sections]]", f"heading = {_said(section.heading)}")
        for each in section.paragraphs:
            yield from ("", "[[sections.paragraphs]]", *_of(each))


def _of(paragraph: Paragraph) -> tuple[str, ...]:
    return f"text = {_said(paragraph.text)}", f"cites = {_list(paragraph.cites)}"


def _said(text: str) -> str:
    """A string of JSON is one of TOML, but for one letter."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_said, texts))}]"


def _sections(table: dict[str, Any]) -> Iterator[Section]:
    for number, each in enumerate(_tables(table, "sections", "sections"), 1):
        where = f"sections, {number}"
        those = _tables(each, "paragraphs", f"{where}, paragraphs")
        yield Section(_text(each, "heading"), tuple(_paragraph(one, where) for one in those))


def _paragraph(table: dict[str, Any], where: str) -> Paragraph:
    try:
        return Paragraph(_text(table, "text"), _texts(table, "cites"))
    except DraftRefused as refused:
        raise DraftRefused(f"{where}, {refused.field}") from None


def _form(table: dict[str, Any]) -> Form:
    found = next((each for each in FORMS if each == table.get("form")), None)
    if found is None:
        raise DraftRefused("form")
    return found


def _text(table: dict[str, Any], name: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise DraftRefused(name)
    return value.strip()


def _number(table: dict[str, Any], name: str) -> int:
    value = table.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DraftRefused(name)
    return value


def _texts(table: dict[str, Any], name: str) -> tuple[str, ...]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise DraftRefused(name)
    return tuple(each.strip() for each in value if each.strip())


def _table(table: dict[str, Any], name: str) -> dict[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise DraftRefused(name)
    return value


def _tables(table: dict[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise DraftRefused(where)
    return value
