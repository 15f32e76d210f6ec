import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.survey.xpath.evaluate import evaluate

ZONES = st.sampled_from(["America/Phoenix", "Africa/Casablanca", "Europe/Paris", "Asia/Kathmandu", "UTC"])


@given(st.dates(date(1902, 1, 1), date(2199, 1, 1)), st.integers(-900, 900), ZONES)
def test_a_date_and_some_days_is_that_date_in_every_zone(day: date, days: int, zone: str) -> None:
    assert evaluate(f"date('{day}' + {days})", zone=zone) == str(day + timedelta(days))
    assert evaluate(f"round('{day + timedelta(days)}' - '{day}', 6)", zone=zone) == days


@given(st.dates(date(1902, 1, 1), date(2199, 1, 1)), st.dates(date(1902, 1, 1), date(2199, 1, 1)), ZONES)
def test_dates_compare_as_dates(one: date, other: date, zone: str) -> None:
    assert evaluate(f"'{one}' < '{other}'", zone=zone) is (one < other)
    assert evaluate(f"date('{one}') >= date('{other}')", zone=zone) is (one >= other)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("today()", "2026-11-24"),
        ("now()", "2026-11-24T05:34:47.000-07:00"),
        ("'2026-11-24' <= today()", True),
        ("'2026-11-25' <= today()", False),
        ("int((today() - date('2008-11-25')) div 365.25)", 17.0),
        ("string(number('2008-09-05'))", "14127"),
        ("date('14127.5')", "2008-09-05T05:00:00.000-07:00"),
        ("boolean(date('no date'))", False),
        ("date('2026-02-30')", "Invalid Date"),
        ("date('')", ""),
        ("decimal-time('12:00:00.000-07:00')", 0.5),
        ("format-date('2026-11-24', '%e.%n.%Y %q 100%%')", "24.11.2026 %q 100%"),
        (
            "format-date-time('2026-11-24T15:04:05.678-07:00', '%y%m%d %H:%h:%M:%S.%3')",
            "261124 15:15:04:05.678",
        ),
        ("format-date('2026-11-24T20:00:00Z', '%d %H')", "24 13"),
        ("format-date('nothing', '%d')", ""),
    ],
)
def test_date_functions(expression: str, value: object) -> None:
    assert evaluate(expression) == value


def test_what_is_no_date_has_no_number() -> None:
    for text in (
        "2026-13-01",
        "2026-11-24T25:00:00Z",
        "2026-11-24T10:00:00+01:75",
        "24/11/2026",
        "٢٠٢٦-١١-٢٤",
    ):
        number = evaluate(f"number('{text}')")
        assert isinstance(number, float)
        assert math.isnan(number)


@pytest.mark.parametrize(
    ("language", "text"), [("", "Nov Tue"), ("fr", "nov. mar."), ("ar", "نوفمبر الثلاثاء"), ("zz", "Nov Tue")]
)
def test_names_of_months_and_days_follow_the_language(language: str, text: str) -> None:
    assert evaluate("format-date('2026-11-24', '%b %a')", language=language) == text
