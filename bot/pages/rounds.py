"""What the page of a round of dialogues shows: its regions beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pages.results import Results


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A region of the round. `starts` is for machines, `when` for people; empty while no date is fixed."""

    region: str
    office: str
    starts: str = ""
    when: str = ""
    place: str = ""
    map: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """`sections`: what was published, with regions alone."""

    slug: str
    title: str
    organiser: str
    dialogues: Sequence[Dialogue]
    sections: Sequence[Results]

    @property
    def silent(self) -> list[str]:
        """The names of regions of which no number can be shown: nobody answered there, or too few."""
        return [name for name, heard in self._heard().items() if not heard]

    @property
    def counted(self) -> bool:
        """Whether there is a number of any region."""
        return any(self._heard().values())

    def _heard(self) -> dict[str, bool]:
        """Each region by name, and whether a number of it is shown in any of the surveys."""
        found: dict[str, bool] = {}
        for survey in (survey for section in self.sections for survey in section["surveys"]):
            for size in survey.get("dimensions", ()):
                for code, number in size["counts"].items():
                    name = size["choice_labels"][code]
                    found[name] = found.get(name, False) or number is not None
        return found
