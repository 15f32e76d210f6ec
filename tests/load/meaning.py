"""What somebody means to answer, and how they write it: chance within the rules of the survey, by hand."""

from dataclasses import dataclass
from random import Random

from tests.load import town
from tests.load.town import CHOICES, QUARTERS, Question

COLOURS = ("red", "green", "blue")
"""Photos are of one colour each."""
DIVIDED = {"roads": "schools", "schools": "roads"}
"""What adds up to ten."""
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass
class Plan:
    """What somebody means to do at the question before them, decided once for each time they come to it."""

    value: str
    stumbles: bool
    leaves: bool


def plan(random: Random, meant: dict[str, str], question: Question) -> Plan:
    """Decide, after what was meant so far."""
    leaves = random.random() < 0.2 and question.name not in DIVIDED
    stumbles = random.random() < 0.2
    return Plan(_value(random, meant, question), stumbles, leaves)


def stands(meant: dict[str, str], name: str) -> bool:
    """Whether an answer still fits the others; where it does not, it is rightly asked again."""
    if name == "quarter":
        return meant["quarter"] in ("", *QUARTERS.get(meant.get("region", ""), ()))
    if name == "children":
        return int(meant["children"] or 0) < int(meant.get("people") or 1)
    if name in DIVIDED:
        return int(meant[name]) + int(meant.get(DIVIDED[name], 0)) == town.POINTS
    return True


def written(random: Random, question: Question, value: str) -> str:
    """A value as somebody may write it."""
    match question.kind:
        case "time":
            value = value[:5]
        case "dateTime":
            value = value[:16].replace("T", " ")
        case "geopoint":
            latitude, longitude, *_ = value.split()
            value = f"{latitude}1, {longitude}1"
    if question.kind == "date" and random.random() < 0.5:
        value = "/".join(reversed(value.split("-")))
    arabic = question.kind != "text" and random.random() < 0.5
    return value.translate(ARABIC) if arabic else value


def _value(random: Random, meant: dict[str, str], question: Question) -> str:
    match question.name:
        case "quarter":
            return random.choice(QUARTERS[meant["region"]]) if meant.get("region") else ""
        case "people":
            return str(random.randint(1, 20))
        case "children":
            return str(random.randrange(int(meant["people"])))
        case "rent":
            return random.choice(("0.5", "1200", "1200.5"))
        case "moved":
            return _day(random, random.randint(1950, 2025))
        case "days":
            return str(random.randint(0, 7))
        case "leaves":
            return town.at_time(_clock(random))
        case "met":
            return town.at_time(_clock(random), _day(random, 2024))
        case "safe":
            return str(random.randint(0, 10))
        case "heard":
            return "OK"
        case "well":
            return f"{random.randint(30, 35)}.{random.randint(0, 99):02} -{random.randint(1, 9)}.50 0 0"
        case "roads" | "schools":
            return _share(random, meant.get(DIVIDED[question.name]))
        case "picture":
            return random.choice(COLOURS)
        case "hardest":
            some = random.sample(sorted(CHOICES["rights"]), random.randint(1, 3))
            return " ".join(name for name in CHOICES["rights"] if name in some)
        case "order":
            return " ".join(random.sample(sorted(CHOICES["rights"]), 4))
    if question.choices:
        return random.choice(sorted(CHOICES[question.choices]))
    return f"wish {random.randrange(10_000)} <b>&amp; مرحبا 🌊"


def _day(random: Random, year: int) -> str:
    return f"{year}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def _clock(random: Random) -> str:
    return f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"


def _share(random: Random, other: str | None) -> str:
    """What is left of ten; somebody may begin anew, which is not taken while the other stands."""
    if other is None or random.random() < 0.2:
        return str(random.randint(0, town.POINTS))
    return str(town.POINTS - int(other))
