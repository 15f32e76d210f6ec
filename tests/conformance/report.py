"""Write docs/conformance.md: which conformance cases pass, and the others by class of failure.

python -m tests.conformance.report
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.conformance.xpath_cases import Case, cases, outcome

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
UNEXPLAINED = "Not explained yet"
_CLASSES = {
    1307: "The order of namespace nodes, which XPath 1.0 leaves open",
    1807: "Contradicts case 1804: the same expression, the opposite result",
    1874: "A date as JavaScript writes it, which is no date of the specification",
}
_HEAD = """# Conformance

Assertions of the public test suites of getodk/web-forms, run against `survey/xpath`.
This page is written by `python -m tests.conformance.report`; a test fails when it is out of date.

| XPath | pass | of |
|---|---|---|
"""


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


def page() -> str:
    """The whole page."""
    rows = [("1.0", *share(odk=False)), ("with ODK functions", *share(odk=True))]
    table = "".join(f"| {name} | {passed:,} | {count:,} |\n" for name, passed, count in rows)
    return f"{_HEAD}{table}{_failures(results())}"


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
