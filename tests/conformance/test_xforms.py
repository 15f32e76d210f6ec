"""The forms and traces of ../shared/conformance: the share that passes."""

from tests.conformance import report, xforms_cases


def test_nine_of_ten_traces_pass(shares: list[str]) -> None:
    passed = sum(not failure for _, failure in report.traces())
    count = len(report.traces())
    shares.append(f"conformance: traces of forms: {passed} of {count} pass ({passed / count:.1%})")
    assert passed >= 0.9 * count


def test_every_difference_has_an_explanation() -> None:
    assert report.unexplained_traces() == []


def test_few_traces_cannot_be_driven() -> None:
    cases = xforms_cases.cases()
    assert len(cases) - len(report.traces()) <= 22
