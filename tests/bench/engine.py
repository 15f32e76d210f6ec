"""What an answer costs the form engine: `make bench-survey`.

A form of so many questions of the common kinds, where every fifth depends on another answer and here and
there something is calculated, is answered from the first question to the last. An answer is: the stored state
is read and checked, the answer given, what depends on it weighed, the next question found, the state written.
CPU time, so that what else the machine does is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from statistics import quantiles
from time import process_time

from pyxform.xls2xform import convert

from survey.engine import Form, Moment, State, answer, ask, begin, submission

LIMITS = {12: 0.1, 120: 0.3, 1200: 2.0}
"""Milliseconds that an answer may take, by how many questions the form has."""
LARGE = 10_000
MOMENT = Moment(datetime(2026, 11, 24, tzinfo=UTC), Random(1).random)
KINDS = ("select_one list", "integer", "text", "select_multiple list", "decimal")
ANSWERS = ("b", "4", "A park", "a c", "1.5")
CHOICES = "".join(f"| | list | {name} | {name.upper()} |\n" for name in "abc")


@dataclass(frozen=True)
class Cost:
    """Milliseconds: of loading the form, of an answer in the middle and in nine of ten cases, of showing a
    question, of making what is sent."""

    questions: int
    load: float
    middle: float
    ninth: float
    shown: float
    sent: float


def xform(questions: int) -> str:
    """The form, compiled."""
    head = "| survey |\n| | type | name | label | relevant | constraint | calculation |\n"
    choices = f"| choices |\n| | list_name | name | label |\n{CHOICES}"
    compiled = convert(head + "".join(_rows(questions)) + choices, file_type=".md", validate=False)
    return str(compiled.xform)


def _rows(questions: int) -> Iterator[str]:
    for number in range(questions):
        kind = KINDS[number % 5]
        relevant = f"${{q{number - 4}}} = 'b'" if number % 5 == 4 else ""
        constraint = ". >= 0" if kind in ("integer", "decimal") else ""
        yield f"| | {kind} | q{number} | Question {number}? | {relevant} | {constraint} | |\n"
        if number % 40 == 11:
            yield f"| | calculate | c{number} | | | | coalesce(${{q{number - 10}}}, 0) + 1 |\n"


def measure(questions: int, answers: int = 1200) -> Cost:
    """Answer such forms until there are about so many answers."""
    text = xform(questions)
    began = process_time()
    form = Form.load(text)
    load = _since(began)
    taken: list[float] = []
    shown: list[float] = []
    while len(taken) < answers:
        stored = begin(form, MOMENT, "uuid:1").to_json()
        while (position := State.from_json(stored, form).position) and len(taken) < answers:
            value = ANSWERS[int(position.rpartition("q")[2]) % 5]
            began = process_time()
            state = answer(form, State.from_json(stored, form), value, MOMENT)
            assert isinstance(state, State)
            stored = state.to_json()
            taken.append(_since(began))
            if state.position:
                began = process_time()
                ask(form, state, "", MOMENT)
                shown.append(_since(began))
    state = State.from_json(stored, form)
    began = process_time()
    submission(form, state, MOMENT)
    tenths = quantiles(taken, n=10)
    return Cost(questions, load, tenths[4], tenths[8], quantiles(shown, n=2)[0], _since(began))


def _since(began: float) -> float:
    return (process_time() - began) * 1000


def main() -> None:
    print("questions   load    answer  (9 of 10)   limit    shown     sent     ms")
    for questions, limit in LIMITS.items():
        _tell(measure(questions), f"{limit:7.1f}")
    _tell(measure(LARGE, answers=100), " " * 7)


def _tell(cost: Cost, limit: str) -> None:
    print(
        f"{cost.questions:9,} {cost.load:6.0f} {cost.middle:9.3f} {cost.ninth:10.3f} {limit}"
        f" {cost.shown:8.3f} {cost.sent:8.1f}"
    )


if __name__ == "__main__":
    main()
