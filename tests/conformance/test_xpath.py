"""The XPath cases of ../shared/conformance: the share that passes, and the page that tells of the rest."""

import pytest

from tests.conformance import report


@pytest.mark.parametrize(("odk", "target"), [(False, 1290), (True, 1240)], ids=["native", "odk"])
def test_as_many_cases_pass_as_promised(odk: bool, target: int, shares: list[str]) -> None:
    passed, count = report.share(odk)
    kind = "with ODK functions" if odk else "1.0"
    shares.append(f"conformance: XPath {kind}: {passed:,} of {count:,} cases pass ({passed / count:.1%})")
    assert passed >= target


def test_every_failure_has_an_explanation() -> None:
    failed = [result.case.number for result in report.results() if result.outcome]
    unexplained = [
        result.case.number
        for result in report.results()
        if result.outcome and result.reason == report.UNEXPLAINED
    ]
    assert not unexplained, f"{len(failed)} cases fail"


def test_the_page_is_up_to_date() -> None:
    current = report.PAGE.read_text(encoding="utf-8") if report.PAGE.exists() else ""
    assert current == report.page(), "run: python -m tests.conformance.report"
