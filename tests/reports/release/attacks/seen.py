"""Releases as an attacker reads them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Cell(NamedTuple):
    """In which release, whose, and which answer; "" for how many answered."""

    release: int
    row: tuple[str, str]
    choice: str


@dataclass(frozen=True)
class Rules:
    """What is known of how a release is made."""

    slack: int
    smallest_shown: int
    hidden: tuple[int, int]
    """Between what a small hidden number is."""
    smallest_base: int


OURS = Rules(slack=4, smallest_shown=10, hidden=(0, 14), smallest_base=20)
UNSAFE = Rules(slack=0, smallest_shown=0, hidden=(1, 4), smallest_base=0)


class Seen:
    """All releases so far, about one question."""

    def __init__(self, releases: Sequence[bytes], question: str, silent: bool = False) -> None:
        """`silent`: as if the last release had said nothing."""
        documents: list[dict[str, Any]] = [json.loads(each) for each in releases]
        first = documents[0]
        self.rows = [(row["dimension"], row["category"]) for row in first["rows"]]
        self.dimensions = list(dict.fromkeys(dimension for dimension, _ in self.rows if dimension))
        place = next(n for n, each in enumerate(first["questions"]) if each["name"] == question)
        self.kind: str = first["questions"][place]["kind"]
        self.choices: list[str] = first["questions"][place]["choices"]
        self.numbers: dict[Cell, int | None] = {}
        self.releases = range(len(documents))
        for number, document in enumerate(documents):
            blocks = document["questions"][place]["blocks"]
            for row, block in zip(self.rows, blocks, strict=True):
                if block["counted_in"] == number + 1 and not (silent and document is documents[-1]):
                    self._read(number, row, block)

    def _read(self, number: int, row: tuple[str, str], block: Mapping[str, Any]) -> None:
        self.numbers[Cell(number, row, "")] = block["base"]
        for choice in self.choices:
            self.numbers[Cell(number, row, choice)] = block["counts"][choice]

    @property
    def hidden(self) -> list[Cell]:
        return [cell for cell, shown in self.numbers.items() if shown is None]

    def shows(self, cell: Cell) -> bool:
        """Whether any answer is shown beside this one."""
        return any(self.numbers.get(cell._replace(choice=each)) is not None for each in self.choices)
