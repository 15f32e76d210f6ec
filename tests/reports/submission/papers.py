"""A paper of an invented town that nothing is wrong with, and what it is held against.

`python -m tests.reports.submission.papers FOLDER` writes it in each language, to be looked at.
"""

import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from handlers.words import Words
from reports.recommendations.assessed import Told
from reports.recommendations.bundle import Voice
from reports.release.reading import survey_released
from reports.submission.beginning import opening, sections
from reports.submission.draft import Draft, Paragraph, Section
from reports.submission.known import Known
from reports.submission.word import document
from tests.reports.files.released import form, read, release

QUOTE = "We wait […] for the bus that never comes."
TITLE = "Town"
OTHER = "Ratify the Optional Protocol (France)"
ADVICE = "Take steps to give shelter to all, by 2025 (Peru; Viet Nam)"


STEPS_SAID = {"nothing": None, "begun": 120, "half": 45, "mostly": None, "done": None}
SHOWN = Told("", 200, STEPS_SAID, None, {"begun": 60, "half": 22})
HIDDEN = Told("settat", None, dict.fromkeys(STEPS_SAID), None)


@cache
def released(language: str) -> dict[str, Any]:
    (survey,) = release()["surveys"]
    return survey_released(survey, form(), language)


def draft(language: str = "en") -> Draft:
    """Begun from the release, with what people add."""
    words, surveys = Words(language), [released(language)]
    said = Section(
        "Housing",
        (
            Paragraph(
                f"One resident put it like this: “{QUOTE}” Others spoke of the law of 2016 (article 31)."
            ),
            Paragraph(f"Recommendation 115.3 says: “{ADVICE}”. Peru made it.", ("recommendation 115.3",)),
        ),
    )
    return Draft(
        f"{TITLE}: the right to housing",
        {"en": "Morocco", "fr": "Maroc", "ar": "المغرب"}[language],
        language,
        "coalition",
        "town",
        1,
        False,
        ("housing", "water"),
        ("Housing Now", "Association Eau Vive"),
        "office@housing.example",
        opening("", TITLE, surveys, words),
        (*sections(surveys, words), said),
    )


def known() -> Known:
    asked = [*released("en")["questions"], *released("ar")["questions"]]
    labels = {label for each in asked for label in (each["label"], *each["choice_labels"].values())}
    places = {each["label"] for language in ("en", "ar") for each in released(language)["rows"]}
    return Known(
        release(),
        (QUOTE,),
        frozenset({TITLE, *labels}),
        frozenset(places),
        frozenset(),
        {"115.3": ADVICE, "115.4": OTHER},
        {"115.3": ("Peru", "Viet Nam"), "115.4": ("France",)},
        {"115.3": [Voice("town", date(2026, 12, 1), [SHOWN, HIDDEN])]},
        frozenset({"3f2a1c"}),
        frozenset({date(2026, 12, 1)}),
    )


def with_text(text: str, *cites: str) -> Draft:
    """The same paper, with one more paragraph."""
    made = draft()
    return replace(made, sections=(*made.sections, Section("More", (Paragraph(text, cites),))))


def word(language: str) -> bytes:
    return document(draft(language), read(language, release()), Words(language), date(2026, 12, 1))


def main(folder: Path) -> None:
    for language in ("en", "fr", "ar"):
        (folder / f"paper-{language}.docx").write_bytes(word(language))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
