"""The repeat of the survey: how many animals somebody has told of, and what becomes of their names."""

from dataclasses import dataclass

from tests.load.screen import MOST
from tests.load.town import called


@dataclass
class Animals:
    """There are as many as somebody told of, whatever is shown twice or late."""

    count: int = 1
    """The first one is asked about without a question whether there is one."""
    adding: bool = False
    """Whether one more is under way."""
    out: int = 0
    """The number of the one that is being taken out."""

    def shown(self, count: int) -> int:
        """Notice how many there are; gives the number of the one that is gone, 0 if none is."""
        wanted = {self.count, self.count + self.adding, self.count - bool(self.out)}
        assert count in wanted, f"{count} animals are there, it should be one of {wanted}"
        gone = self.out if count < self.count else 0
        self.count, self.adding, self.out = count, False, 0
        return gone


def without(answers: dict[str, str], gone: int) -> dict[str, str]:
    """The answers without those about one animal; the later ones move up."""
    later = {called(number): called(number - 1) for number in range(gone + 1, MOST + 1)}
    left = {name: value for name, value in answers.items() if name != called(gone)}
    return {later.get(name, name): value for name, value in left.items()}
