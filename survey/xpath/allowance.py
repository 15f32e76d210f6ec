"""How much may be done for one step of a person: steps and letters are counted, nothing is timed.

Anybody may write a form, so whatever can grow is weighed before it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, TypeVar

from survey.xpath.errors import ExpressionError

LONGEST_VALUE = 65_536
"""Letters of one value, sixteen times as many as a person can write."""
MOST_STEPS = 1_000_000
"""A step is a node looked at, a function called, sixteen letters read: about a second for all of them."""
LETTERS_A_STEP = 16

Limit = Literal["value", "steps", "response"]
Item = TypeVar("Item")

_SAID: dict[Limit, str] = {
    "value": "A text would be too long",
    "steps": "It takes too many steps",
    "response": "All values together would be too long",
}


class LimitExceeded(ExpressionError):
    """More than may be done for one step. `ref` and `what`: the node and which of its expressions asked for
    it, where that is known ("calculate", "relevant", …)."""

    def __init__(self, limit: Limit, ref: str = "", what: str = "") -> None:
        super().__init__(f"{ref}: {_SAID[limit]}." if ref else f"{_SAID[limit]}.")
        self.limit = limit
        self.ref = ref
        self.what = what

    def at(self, ref: str, what: str) -> LimitExceeded:
        """The same, told where it happened; what is known already stays."""
        return LimitExceeded(self.limit, self.ref or ref, self.what or what)


def check_length(letters: int) -> None:
    """Raises LimitExceeded for more than a value may have."""
    if letters > LONGEST_VALUE:
        raise LimitExceeded("value")


class Allowance:
    """What is left of it. Its methods raise LimitExceeded where it is used up."""

    steps = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Use up so many steps."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitExceeded("steps")

    def read(self, text: str) -> str:
        """The text, its letters counted."""
        self.spend(1 + len(text) // LETTERS_A_STEP)
        return text

    def join(self, texts: Iterable[str], separator: str = "") -> str:
        """The texts put together, if that does not make one too long."""
        found, length = list[str](), -len(separator)
        for text in texts:
            length += len(text) + len(separator)
            check_length(length)
            self.spend(1)
            found.append(text)
        return self.read(separator.join(found))

    def gather(self, items: Iterable[Item]) -> list[Item]:
        """The items as a list, none more than there are steps left."""
        found = list(islice(items, self.steps + 1))
        self.spend(len(found))
        return found

    def count(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, a step for each."""
        for item in items:
            self.spend(1)
            yield item
