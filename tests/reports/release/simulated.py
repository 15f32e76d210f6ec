"""Invented consultations: a grid, and people who answer by chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from reports.release.gathering import Gathered
from reports.release.grid import Answered, Dimension, Grid, Question

KEY = b"simulated" * 3
REGIONS = Dimension("region", tuple(f"region {number}" for number in range(1, 7)))
AGES = Dimension("age", ("young", "middle", "old"))
GRID = Grid(
    (
        Question("safe", "one", ("yes", "no")),
        Question("worst", "one", ("housing", "water", "schools", "health", "work")),
        Question("priorities", "many", ("housing", "water", "schools", "health", "work", "climate")),
    ),
    (REGIONS, AGES),
    ("fr", "ar", "en"),
)
BEGUN = Grid((), (), ("welcome", "region", "age", "safe", "worst", "priorities", "review"))
"""Who began and did not send it, by the question where they stand."""


def weights(number: int, steepness: float = 0.6) -> list[float]:
    """Some things are common and some are rare."""
    return [1 / (1 + place) ** (1 + steepness) for place in range(number)]


@dataclass
class Crowd:
    """People of a consultation, who come, change and go as its test says."""

    grid: Grid
    chance: Random
    people: list[Answered]

    def one(self) -> Answered:
        categories = tuple(
            self.chance.choices(each.categories, weights(len(each.categories), -0.5))[0]
            for each in self.grid.dimensions
        )
        answers = {each.name: self.answer(each) for each in self.grid.asked if self.chance.random() > 0.04}
        if self.grid.people:
            answers[""] = tuple(self.chance.choices(self.grid.people, weights(len(self.grid.people))))
        return Answered(self.chance.randbytes(16), categories, answers)

    def answer(self, question: Question) -> tuple[str, ...]:
        if question.kind == "one":
            return tuple(self.chance.choices(question.choices, weights(len(question.choices))))
        order = sorted(
            question.choices,
            key=lambda choice: self.chance.random() ** (question.choices.index(choice) / 3 + 0.5),
            reverse=True,
        )
        return tuple(order) if question.kind == "rank" else tuple(order[: self.chance.randint(1, 3)])

    def come(self, number: int) -> None:
        self.people += [self.one() for _ in range(number)]

    def go(self, number: int) -> None:
        self.chance.shuffle(self.people)
        del self.people[:number]

    def change(self, number: int) -> None:
        for place in self.chance.sample(range(len(self.people)), number):
            self.people[place] = replace(self.people[place], answers=self.one().answers)


def crowd(number: int, seed: int, grid: Grid = GRID) -> Crowd:
    made = Crowd(grid, Random(seed), [])
    made.come(number)
    return made


def people(
    choices: Sequence[tuple[str, int]], question: str = "safe", region: str = "region 1"
) -> list[Answered]:
    """So many who gave each answer to one question, in one region."""
    return [
        Answered(f"{region} {choice} {number}".encode(), (region, "old"), {question: (choice,)})
        for choice, many in choices
        for number in range(many)
    ]


def gathered(grid: Grid, those: Iterable[Answered], key: bytes = KEY) -> Gathered:
    made = Gathered(grid, key)
    for each in those:
        made.add(each)
    return made
