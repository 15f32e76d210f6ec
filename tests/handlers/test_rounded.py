"""Numbers of people that others may see: none that is small, and those of a report add up as shown."""

from hypothesis import example, given
from hypothesis import strategies as st

from handlers.rounded import FEWEST, ROUNDED_TO, adding_up, rounded

reports = st.dictionaries(
    st.sampled_from(("sent", "blocked", "failed", "lost", "waiting")), st.integers(0, 60)
)


@given(reports)
@example({"sent": 14, "blocked": 9})
@example({"sent": 12, "blocked": 12, "waiting": 12})
@example({"sent": 13, "blocked": 13, "waiting": 13})
def test_a_report_adds_up_as_it_is_shown(report: dict[str, int]) -> None:
    shown = {name: rounded(people) for name, people in adding_up(report).items()}
    for name, people in report.items():
        told = shown[name]
        assert (told is None) == (people < FEWEST)
        assert told is None or (told % ROUNDED_TO == 0 and abs(told - people) < ROUNDED_TO)
    audience, told = rounded(sum(report.values())), sum(each or 0 for each in shown.values())
    small = sum(0 < people < FEWEST for people in report.values())
    if audience is None:
        assert told == 0
    else:
        assert 0 <= audience - told <= small * FEWEST
