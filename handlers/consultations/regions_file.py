"""The regions of a consultation's folder: a CSV file with a row for each, checked row by row."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.consultations import Region
from survey.values import is_place, is_zone

PLACE = ("latitude", "longitude")
"""Columns that need not be there: the middle of a region, in degrees."""
LONGEST = 12
"""Digits of a population, and one."""
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class RegionsFile:
    """The name of the file; the languages that names must come in, and the zone where a row gives none."""

    name: str
    languages: Sequence[str]
    timezone: str

    def read(self, content: bytes, problems: list[str]) -> tuple[Region, ...]:
        """The regions; none if anything is wrong, which is added to `problems`."""
        try:
            rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        except (UnicodeDecodeError, csv.Error):
            problems.append(f"{self.name} cannot be read. Save it as CSV in UTF-8.")
            return ()
        wanted = ["code", "parent", *(f"name::{language}" for language in self.languages)]
        if missing := [column for column in wanted if not rows or column not in rows[0]]:
            problems.append(f"{self.name} has no column {', '.join(missing)}. Add it to the first row.")
            return ()
        found = self._faults(rows)
        problems += [f"{self.name}, row {row}: {sentence}" for row, sentence in found]
        return tuple(map(self._region, rows)) if not found else ()

    def _region(self, row: dict[str, str]) -> Region:
        names = {language: _cell(row, f"name::{language}") for language in self.languages}
        population = _cell(row, "population").replace(" ", "")
        zone = _cell(row, "timezone") or self.timezone
        return Region(
            _cell(row, "code"),
            _cell(row, "parent"),
            names,
            zone,
            int(population) if population else None,
            " ".join(_cell(row, column) for column in PLACE).strip(),
        )

    def _faults(self, rows: Rows) -> list[tuple[int, str]]:
        codes = Counter(_cell(row, "code") for row in rows)
        found = [
            (number, sentence)
            for number, row in enumerate(rows, 2)
            for sentence in self._row_faults(row, codes)
        ]
        return found or [
            (number, "is inside itself by its parents. Mend 'parent'.") for number in _circles(rows)
        ]

    def _row_faults(self, row: dict[str, str], codes: Counter[str]) -> Iterator[str]:
        code, parent = _cell(row, "code"), _cell(row, "parent")
        if not code:
            yield "the code is missing. Write one."
        elif codes[code] > 1:
            yield f"the code {code} stands in several rows. Give each region its own."
        if parent and parent not in codes:
            yield f"the parent {parent} is not a code of this file."
        for language in self.languages:
            if not _cell(row, f"name::{language}"):
                yield f"the name in '{language}' is missing."
        if (zone := _cell(row, "timezone")) and not is_zone(zone):
            yield f"'{zone}' is not a time zone. Write one such as {self.timezone}."
        population = _cell(row, "population").replace(" ", "")
        if population and not (population.isascii() and population.isdecimal() and len(population) < LONGEST):
            yield f"the population '{population}' is not a whole number."
        yield from _place_faults(row)


def _place_faults(row: dict[str, str]) -> Iterator[str]:
    given = {column: text for column in PLACE if (text := _cell(row, column))}
    if len(given) == 1:
        yield f"there is only a {next(iter(given))}. Write latitude and longitude, or neither."
    elif given and not is_place(" ".join(given.values())):
        yield f"'{' '.join(given.values())}' is no place. Write degrees such as 33.25 and -8.5."


def _circles(rows: Rows) -> Iterator[int]:
    parents = {_cell(row, "code"): _cell(row, "parent") for row in rows}
    ends = {"": True}
    for number, row in enumerate(rows, 2):
        first = above = _cell(row, "code")
        path = set()
        while above not in ends and above not in path:
            path.add(above)
            above = parents[above]
        ends.update(dict.fromkeys(path, ends.get(above, False)))
        if not ends[first]:
            yield number


def _cell(row: dict[str, str], column: str) -> str:
    return (row.get(column) or "").strip()
