"""The survey that every bot asks, card by card, and what a resident does there. Standard library only."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["one", "many", "order", "number", "date", "text"]


@dataclass(frozen=True)
class Step:
    """A card: `label` tells it apart from others, `does` is what residents tap or write there, in turn."""

    name: str
    kind: Kind
    label: str
    choices: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    body: str = ""

    @property
    def mark(self) -> str:
        """What only this card's text (HTML) holds, whichever bot has made it."""
        return f"</b> · {self.label}" if self in QUESTIONS else f"<b>{self.label}"


TITLE = "What should come first where you live"
BEFORE = (
    Step("language", "one", "Choose your language", ("English", "Français"), ("English",)),
    Step(
        "about", "one", TITLE, ("Continue", "Who is asking, and why?"), ("Continue",),
        "The commission asks what should come first.\n12 questions, about 6 minutes.",
    ),
    Step(
        "news", "one", "Shall I tell you news and results of this consultation?", ("Yes", "No"), ("No",),
        "This has nothing to do with your answers.",
    ),
    Step(
        "consent", "one", "Before you begin", ("I agree, begin", "No, thank you"), ("I agree, begin",),
        "Your answers are kept apart from your name and number.\n"
        "Until the end you can change or erase them.\n"
        "Results are published only as numbers for at least 20 people.\n"
        "What we cannot protect: an unlocked phone in other hands.\n"
        "Telegram can see what is written in this chat.",
    ),
)  # fmt: skip
RIGHTS = ("Housing", "Health", "School", "Water")
QUESTIONS = (
    Step("region", "one", "Which part do you live in?", ("North", "South", "East"), ("South",)),
    Step("age", "one", "How old are you?", ("Under 25", "25 to 60", "Over 60"), ("25 to 60",)),
    Step("people", "number", "How many people live in your home?", (), ("5",)),
    Step("hardest", "many", "Which of these are hardest?", RIGHTS, ("Housing", "Water", "Done")),
    Step("order", "order", "In which order should they come?", RIGHTS, ("Water", "Housing", "School")),
    Step("moved", "date", "Since when do you live here?", (), ("3/5/2014",)),
    Step("asked", "one", "Were you ever asked before?", ("Often", "Once", "Never"), ("Never",)),
    Step("reason", "text", "Why not, do you think?", (), ("Nobody ever came to our street.",)),
    Step(
        "water", "one", "Do you have water every day?", ("Every day", "Some days", "Hardly"), ("Some days",)
    ),
    Step("school", "one", "Is the school near enough?", ("Near", "Far"), ("Near",)),
    Step("safe", "one", "Do you feel safe at night?", ("I do", "It depends", "I do not"), ("It depends",)),
    Step("wish", "text", "What should change first?", (), ("A bus that comes, and light in our street.",)),
)
AFTER = (
    Step("review", "one", "Your answers", ("Send",), ("Send",)),
    Step("sent", "one", "Thank you. Your answers are in."),
)
STEPS = (*BEFORE, *QUESTIONS, *AFTER)
UPDATES = 1 + sum(len(step.does) for step in STEPS)
"""How many updates a whole conversation is, `/start` included."""


def follows(place: int, answers: dict[str, object]) -> int:
    """The place of the card after the one at `place`; `reason` is for those who were never asked."""
    place += 1
    if STEPS[place].name == "reason" and answers.get("asked") != "Never":
        return place + 1
    return place


SLUG = "bench"
TOML = f"""
slug = "{SLUG}"
languages = ["en", "fr"]
opens = 2024-01-01
closes = 2099-12-31
timezone = "Africa/Casablanca"
consent_version = "1"
region_question = "region"
regions = "regions.csv"
surveys = [{{ name = "residents", audience = "residents", form = "survey.md" }}]
title = {{ en = "{TITLE}", fr = "Ce qui doit passer en premier" }}
about = {{ en = "The commission asks what should come first.", fr = "La commission demande." }}
organiser = {{ en = "The commission", fr = "La commission" }}
contact = {{ en = "nobody", fr = "personne" }}
"""
_TYPES = {
    "one": "select_one {0}", "many": "select_multiple {0}", "order": "rank {0}",
    "number": "integer", "date": "date", "text": "text",
}  # fmt: skip
_RULES = {
    "people": ("", ". > 0 and . < 31"),
    "hardest": ("", "count-selected(.) <= 3"),
    "moved": ("", ". <= today()"),
    "reason": ("${asked} = 'asked-3'", ""),
}


def xlsform() -> str:
    """The questions as an XLSForm in Markdown; the texts of both languages are the same."""
    rows = [
        "| survey |",
        "| | type | name | label::English (en) | label::French (fr) | relevant | constraint |",
    ]
    choices = ["| choices |", "| | list_name | name | label::English (en) | label::French (fr) |"]
    for step in QUESTIONS:
        relevant, constraint = _RULES.get(step.name, ("", ""))
        kind = _TYPES[step.kind].format(step.name)
        rows.append(f"| | {kind} | {step.name} | {step.label} | {step.label} | {relevant} | {constraint} |")
        choices += [
            f"| | {step.name} | {code} | {label} | {label} |"
            for code, label in zip(codes(step), step.choices, strict=True)
        ]
    return "\n".join((*rows, *choices, "| settings |", "| | form_title | form_id |", "| | Bench | bench |"))


def codes(step: Step) -> list[str]:
    """The names of the choices of a question."""
    return [f"{step.name}-{number}" for number in range(1, len(step.choices) + 1)]


def regions() -> str:
    """The regions, as `regions.csv`."""
    step = QUESTIONS[0]
    return "code,parent,name::en,name::fr\n" + "".join(
        f"{code},,{label},{label}\n" for code, label in zip(codes(step), step.choices, strict=True)
    )
