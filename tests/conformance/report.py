"""Write docs/conformance.md: which conformance cases pass, and the others by class of failure.

python -m tests.conformance.report
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.conformance import xforms_cases
from tests.conformance.xpath_cases import Case, cases, outcome

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
UNEXPLAINED = "Not explained yet"
_CLASSES = {
    1307: "The order of namespace nodes, which XPath 1.0 leaves open",
    1807: "Contradicts case 1804: the same expression, the opposite result",
    1874: "A date as JavaScript writes it, which is no date of the specification",
}
_HEAD = """# Conformance

Taken by running the public test suites of getodk/web-forms: assertions about XPath, run against
`survey/xpath`, and forms with a trace of being filled in, run against `survey` as a whole. A trace passes if
the submission, what is wrong in it and the answers are the same after every step; where the cursor of that
suite stands is not compared. This page is written by `python -m tests.conformance.report`; a test fails when
it is out of date.

| | pass | of |
|---|---|---|
"""
_TRACES = {
    67: "A date-time with an offset is a date here, as one without is; there it is nothing",
    115: "A control without a node in the instance: such a form is refused, so that its author mends it",
    166: "The sum of no nodes is 0 (XPath 1.0, 4.4); there it is nothing",
}


@dataclass(frozen=True)
class Result:
    case: Case
    outcome: str

    @property
    def reason(self) -> str:
        """The class of the failure."""
        if "<![CDATA[" in self.case.xml:
            return "CDATA sections as text nodes of their own, which XPath 1.0 (5.7) does not have"
        return _CLASSES.get(self.case.number, UNEXPLAINED)


@lru_cache(maxsize=1)
def results() -> tuple[Result, ...]:
    """Every case with what came out."""
    return tuple(Result(case, outcome(case)) for case in cases())


def share(odk: bool) -> tuple[int, int]:
    """How many pass, of how many: native XPath 1.0, or with the functions of ODK."""
    chosen = [result for result in results() if result.case.odk is odk]
    return sum(not result.outcome for result in chosen), len(chosen)


@lru_cache(maxsize=1)
def traces() -> tuple[tuple[xforms_cases.Case, str], ...]:
    """Every trace that can be driven, with what came out."""
    driven = (case for case in xforms_cases.cases() if not case.missing)
    return tuple((case, xforms_cases.outcome(case)) for case in driven)


def unexplained_traces() -> list[int]:
    return [case.number for case, failure in traces() if failure and case.number not in _TRACES]


def page() -> str:
    """The whole page."""
    passed = sum(not failure for _, failure in traces())
    rows = [
        ("XPath 1.0", *share(odk=False)),
        ("XPath with ODK functions", *share(odk=True)),
        ("Traces", passed, len(traces())),
    ]
    table = "".join(f"| {name} | {passed:,} | {count:,} |\n" for name, passed, count in rows)
    return f"{_HEAD}{table}{_failures(results())}{_failed_traces()}{_not_driven()}"


def _failed_traces() -> str:
    failed = [(case, failure) for case, failure in traces() if failure]
    lines = (f"- {case.number} ({case.id}): {_TRACES.get(case.number, UNEXPLAINED)}\n" for case, _ in failed)
    return "\n## Traces that differ\n\n" + "".join(lines)


def _not_driven() -> str:
    missing = Counter(case.missing for case in xforms_cases.cases() if case.missing)
    lines = (f"- {count}: {reason} is not in the trace.\n" for reason, count in sorted(missing.items()))
    return "\n## Traces that cannot be driven\n\n" + "".join(lines)


def _failures(found: Iterable[Result]) -> str:
    classes: dict[str, list[Result]] = defaultdict(list)
    for result in found:
        if result.outcome:
            classes[result.reason].append(result)
    return "".join(
        f"\n## {reason}\n\n" + "".join(map(_line, failed)) for reason, failed in sorted(classes.items())
    )


def _line(result: Result) -> str:
    case = result.case
    return f"- {case.number} ({case.file}) `{' '.join(case.expression.split())}`: {result.outcome}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
