"""What somebody remembers: what they meant, and what the chat showed as taken."""

from dataclasses import dataclass, field

from tests.load import town
from tests.load.animals import Animals, without
from tests.load.meaning import Plan, stands
from tests.load.screen import Screen
from tests.load.town import question_of


@dataclass
class Memory:
    """Of one resident; screen after screen it is brought up to date."""

    meant: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    """What the chat showed as taken: the bot went on to something else."""
    takes: int = 0
    """How often it did."""
    acting: str = ""
    """The question whose answer is under way."""
    asked_again: list[str] = field(default_factory=list)
    animals: Animals = field(default_factory=Animals)
    plan: Plan | None = None
    """What they decided to do at the question before them."""
    came_back: bool = False
    """Whether they go where they may have been before."""
    _stood: str | None = None
    """What was meant before the answer that is under way."""
    _at: str = ""

    def sure(self, name: str) -> bool:
        """Whether an answer stands, and nothing is under way that may change it."""
        if name == self.acting or (self.animals.out and "[" in name):
            return False
        return stands(self.meant, name)

    def arrives(self, screen: Screen) -> None:
        """Notice that the bot went on, or that it asks again what it had taken, or did not take."""
        if screen.where in {"over", "language"}:
            return
        if screen.where != self._at:
            self._goes_on(screen.where)
        elif screen.where == self.acting:
            self._not_taken()
        if screen.animals is not None and (gone := self.animals.shown(screen.animals)):
            self.meant, self.taken = without(self.meant, gone), without(self.taken, gone)

    def begins(self, name: str, value: str) -> None:
        """This is what they answer now."""
        self._stood = self.meant.get(name)
        self.meant[name], self.acting = value, name

    def compares(self, screen: Screen) -> None:
        """The review shows what was meant: choices by their labels, texts as they were written."""
        for name, value in self.meant.items():
            question = question_of(name)
            words = value.split() if question.choices else [value] if question.kind == "text" else []
            for word in words if town.relevant(self.meant, name) else []:
                shown = screen.label(word, question) if question.choices else word
                assert shown in screen.message.text, f"{name} is not {shown}:\n{screen.message}"

    def _goes_on(self, where: str) -> None:
        if self.acting:
            self.taken[self.acting] = self.meant[self.acting]
            self.takes += 1
        self.taken = {name: value for name, value in self.taken.items() if stands(self.meant, name)}
        if where in self.taken and not self.came_back:
            self.asked_again.append(where)
        if where == "sent":  # what is not relevant is not sent; when it becomes so, it is asked anew
            self.taken = {
                name: value for name, value in self.taken.items() if town.relevant(self.meant, name)
            }
        self.plan, self._at, self.came_back, self.acting = None, where, False, ""

    def _not_taken(self) -> None:
        """The question is still there: what was meant before stands."""
        if self._stood is None:
            del self.meant[self.acting]
        else:
            self.meant[self.acting] = self._stood
        self.acting, self.plan = "", None
