"""A set of learning cards to start from: one of those that come with this, for any consultation."""

import csv
from collections.abc import Iterator
from importlib.resources import files

from bot.starter import as_spreadsheet
from storage.terms import Terms
from survey.form import Form

CARDS = files("bot") / "demo" / "cards"
SETS = ("upr", "housing", "recommendation")
LANGUAGES = {"en": "English (en)", "fr": "French (fr)", "ar": "Arabic (ar)"}
REGION, REGIONS = "region", "regions"
"""What the question for the region and its choices are called in the sets that come with this."""
Rows = list[list[str]]
Sheets = dict[str, Rows]


def card_starter(name: str, terms: Terms, residents: Form | None) -> bytes:
    """A spreadsheet in the languages of a consultation, with the regions that its residents choose from."""
    sheets = _read((CARDS / f"{name}.csv").read_text(encoding="utf-8"))
    for sheet in ("survey", "choices"):
        sheets[sheet] = _in_languages(sheets[sheet], terms.languages)
    asked = _asked(terms, residents)
    sheets["survey"] = list(_with_region(sheets["survey"], terms, residents, asked))
    sheets["choices"] = list(_with_regions(sheets["choices"], terms, residents, asked))
    sheets["settings"] = [
        row[:-1] for row in sheets["settings"]
    ]  # the first column's language is the default
    return as_spreadsheet(sheets)


def _read(text: str) -> Sheets:
    sheets: Sheets = {}
    for first, *rest in csv.reader(text.splitlines(keepends=True)):
        if first:
            sheets[first] = []
        else:
            sheets[list(sheets)[-1]].append(rest)
    return sheets


def _in_languages(rows: Rows, languages: tuple[str, ...]) -> Rows:
    """Columns for these languages alone; those of a language that is not spoken here are empty."""
    head, *_ = rows
    texts = list(dict.fromkeys(each.partition("::")[0] for each in head if "::" in each))
    plain = [each for each in head if "::" not in each]
    wanted = [*plain, *(f"{text}::{LANGUAGES.get(code, code)}" for text in texts for code in languages)]
    found = [dict(zip(head, row, strict=True)) for row in rows[1:]]
    return [wanted, *([row.get(column, "") for column in wanted] for row in found)]


def _asked(terms: Terms, residents: Form | None) -> str:
    """The ref of the question for the region; empty where nobody is asked."""
    if residents is None or not terms.region_question:
        return ""
    return next((each.ref for each in residents.asked if each.name == terms.region_question), "")


def _with_region(rows: Rows, terms: Terms, residents: Form | None, asked: str) -> Iterator[list[str]]:
    head = rows[0]
    for row in rows:
        said = dict(zip(head, row, strict=True))
        if said["name"] != REGION:
            yield row
        elif residents and asked:
            said["name"] = terms.region_question
            for code in terms.languages:
                said[f"label::{LANGUAGES.get(code, code)}"] = residents.label(asked, code)
            yield [said[column] for column in head]


def _with_regions(rows: Rows, terms: Terms, residents: Form | None, asked: str) -> Iterator[list[str]]:
    head = rows[0]
    yield from (row for row in rows if row[0] != REGIONS)
    for choice in residents.choices(asked) if residents and asked else ():
        labels = {
            f"label::{LANGUAGES.get(code, code)}": choice.label.say(code, lambda _: "…")
            for code in terms.languages
        }
        said = {"list_name": REGIONS, "name": choice.name, **labels}
        yield [said[column] for column in head]
