"""The chart of a question as a picture of its own: what stands on it, and how far down.

Letters are counted, not measured: nobody knows here which font will draw them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from bot.pages.charts import Bar, chart
from bot.pages.results import Results

MARGIN, GAP, LINE = 32, 26, 24
HEADING, LABEL, SMALL = 56, 27, 84
"""How many letters a line of the title, of a label and of what stands below has room for."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line, and how far down it stands."""

    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A choice: its label, and where its number stands, in the middle beside it."""

    label: tuple[Text, ...]
    bar: Bar
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on it, and how high it is."""

    heading: tuple[Text, ...]
    rows: tuple[Drawn, ...]
    below: tuple[Text, ...]
    height: int


def picture_of(section: Results, survey: int, question: int) -> dict[str, Any] | None:
    """What the template of a picture is given; None where there is no such chart."""
    try:
        asked = section["surveys"][survey]["questions"][question]
    except IndexError:
        return None
    drawn = chart(asked)
    given = {"section": section, "survey": section["surveys"][survey], "asked": asked, "chart": drawn}
    return given if drawn else None


def laid_out(title: str, bars: Iterable[Bar], below: Iterable[str]) -> Picture:
    """The title, the bars, and what must be said with them."""
    heading = _lines(title, HEADING, MARGIN + LINE, LINE + 4)
    y = heading[-1].y + 2 * LINE
    rows = []
    for bar in bars:
        label = _lines(bar.label, LABEL, y)
        rows.append(Drawn(label, bar, (label[0].y + label[-1].y) // 2))
        y = label[-1].y + LINE + GAP
    notes: list[Text] = []
    for text in below:
        notes += _lines(text, SMALL, y + LINE // 2)
        y = notes[-1].y + LINE // 2
    return Picture(heading, tuple(rows), tuple(notes), y + MARGIN)


def _lines(text: str, letters: int, y: int, step: int = LINE) -> tuple[Text, ...]:
    found = wrap(text, letters) or [text]
    return tuple(Text(line, y + step * place) for place, line in enumerate(found))
