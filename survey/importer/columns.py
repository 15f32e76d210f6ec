"""What the columns of a sheet mean: the standard's many spellings of a header, and its languages.

Names and aliases: the XLSForm standard, https://xlsform.org/en/ref-table/
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from survey.importer.sheets import Sheet
from survey.problems import Problem, suggestion

SURVEY_COLUMNS = {
    **{name: name for name in ("type", "name", "label", "hint", "relevant", "constraint", "calculation")},
    **{name: name for name in ("constraint_message", "required", "required_message", "choice_filter")},
    **{name: name for name in ("default", "read_only", "appearance", "parameters")},
    "command": "type",
    "tag": "name",
    "value": "name",
    "caption": "label",
    "relevance": "relevant",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "readonly": "read_only",
    "repeat_count": "repeat_count",
    "count": "repeat_count",
    "image": "media::image",
    "audio": "media::audio",
    "answer": "answer",
    "explanation": "explanation",
    "right": "right",
    "sdg": "sdg",
    "adopted": "adopted",
}
BUDGET = ("right", "sdg", "adopted")
"""Columns of ours that tag a line of a budget (`survey/importer/budget.py`)."""
CHECKS = ("answer", "explanation")
"""Columns of ours that become notes (`survey/importer/checks.py`)."""
MEDIA = ("media::image", "media::audio")
"""Pictures and recordings that go with a text."""
CHOICE_COLUMNS = {
    **{name: name for name in ("list_name", "name", "label")},
    "value": "name",
    "caption": "label",
    "image": "media::image",
    "audio": "media::audio",
}
SETTINGS_COLUMNS = {
    **{name: name for name in ("form_title", "form_id", "version", "default_language", "instance_name")},
    "allow_choice_duplicates": "allow_choice_duplicates",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
KNOWN = {"survey": SURVEY_COLUMNS, "choices": CHOICE_COLUMNS, "settings": SETTINGS_COLUMNS}
NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name"), "settings": ()}
TRANSLATED = ("label", "hint", "constraint_message", "required_message", "explanation", *MEDIA)
OTHER_MEDIA = {"big-image", "video", "media"}
UNUSED = {
    "survey": OTHER_MEDIA
    | {"guidance_hint", "note", "trigger", "save_to", "autoplay", "rows", "bind"}
    | {"instance", "body", "control", "intent", "compact_tag", "query", "disabled", "noapperrorstring"},
    "choices": OTHER_MEDIA | {"guidance_hint", "hint", "constraint_message", "required_message"},
    "settings": {"style", "public_key", "submission_url", "auto_send", "auto_delete", "name", "namespaces"}
    | {"clean_text_values", "sms_keyword", "prefix", "delimiter", "omit_instanceid", "instance_id"},
}

NAMED_LANGUAGE = re.compile(r"(?P<name>.*)\((?P<code>[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*)\)")
LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
PLAIN_NAME = re.compile(r"[^\W\d][\w.-]*")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Use = Literal["known", "extra", "unused", "unknown"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called in the standard, the language of its text, and the author's header."""

    name: str
    language: str
    header: str
    use: Use = "known"

    @property
    def code(self) -> str:
        return language_code(self.language)


def read_columns(sheet: Sheet) -> tuple[Column, ...]:
    """The sheet's columns in order. Further columns of 'choices' are "extra": filters may name them."""
    return tuple(_read_column(sheet.name.lower(), header) for header in sheet.header.cells)


def check_columns(sheet: Sheet) -> Iterator[Problem]:
    """Columns that are missing, there twice, or not known."""
    kind, columns = sheet.name.lower(), read_columns(sheet)
    row, line = sheet.header.number, sheet.header.line
    for name in NEEDED[kind]:
        if not any(column.name == name and column.use == "known" for column in columns):
            yield Problem("column_missing", sheet.name, row, line=line, fields={"name": name})
    first: dict[tuple[str, str], Column] = {}
    for column in columns:
        other = first.setdefault((column.name, column.code), column)
        if column.header and other is not column:
            yield Problem("column_twice", sheet.name, row, column.header, line, {"other": other.header})
        elif column.use in ("unused", "unknown"):
            fields = suggestion(column.header, KNOWN[kind].values()) if column.use == "unknown" else {}
            yield Problem(f"column_{column.use}", sheet.name, row, column.header, line, fields)
        elif column.language and not _has_code(column.language):
            fields = {"language": column.language}
            yield Problem("language_uncoded", sheet.name, row, column.header, line, fields)


def check_characters(sheet: Sheet) -> Iterator[Problem]:
    """Characters that XML cannot hold."""
    for row in (sheet.header, *sheet.rows):
        for index, text in enumerate(row.cells):
            if found := NOT_XML.search(text):
                header = sheet.header.cells[index] if index < len(sheet.header.cells) else ""
                fields = {"code": f"U+{ord(found.group()):04X}"}
                yield Problem("character", sheet.name, row.number, header, row.line, fields)


def is_name(text: str) -> bool:
    """Whether the answers, or a choice's column, can go by this name in XML."""
    from pyxform.parsing.expression import is_xml_tag  # noqa: PLC0415 - see the package

    return bool(PLAIN_NAME.fullmatch(text) and is_xml_tag(text))


def language_code(language: str) -> str:
    """The code of "English (en)" or of "en"; a language that says none is its own code."""
    named = NAMED_LANGUAGE.fullmatch(language)
    return named["code"] if named else language


def _has_code(language: str) -> bool:
    return bool(NAMED_LANGUAGE.fullmatch(language) or LANGUAGE_CODE.fullmatch(language))


def _read_column(sheet: str, header: str) -> Column:
    plain = " ".join(header.split()).replace("jr:", "")
    first, *rest = (token.strip() for token in plain.split("::" if "::" in plain else ":"))
    if first.lower() in ("bind", "media") and rest:
        first, *rest = rest
    spelled = first.replace(" ", "_").lower()
    name, language = KNOWN[sheet].get(spelled, ""), "::".join(rest)
    if name and (not language or name in TRANSLATED):
        return Column(name, language, header)
    if spelled in UNUSED[sheet] or not header:
        return Column(plain, "", header, "unused" if header else "known")
    return Column(header, "", header, _use_of_others(sheet, header))


def _use_of_others(sheet: str, header: str) -> Use:
    """A choice may have columns of the author's own, unless one looks like a misspelt standard one."""
    own = sheet == "choices" and is_name(header)
    return "extra" if own and not suggestion(header, CHOICE_COLUMNS) else "unknown"
