"""The small parts, without a server."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.bucket import Attempts, Bucket
from bot.channels.web.frames import BadFrame, read
from bot.channels.web.language import accepted
from bot.pages import direction
from storage.messages import Text


@given(st.lists(st.floats(0, 5), max_size=60))
def test_a_bucket_never_lets_more_through_than_its_rate(pauses: list[float]) -> None:
    now = 0.0
    bucket = Bucket(burst=3, rate=2, clock=lambda: now)
    passed: list[float] = []
    for pause in pauses:
        now += pause
        now += bucket.take()
        passed.append(now)
    for first, last in zip(passed, passed[4:], strict=False):
        assert last - first >= 0.5 - 1e-6


@given(st.text() | st.dictionaries(st.text(), st.text()).map(str))
def test_whatever_comes_is_read_or_refused(data: str) -> None:
    with suppress(BadFrame):
        read(data)


def test_languages_are_taken_in_order_of_preference() -> None:
    assert accepted("en;q=0.5, ar-MA, *;q=0.1, fr;q=0.9, de;q=0, x;q=?") == ["ar-MA", "fr", "en"]


def test_directions() -> None:
    assert [direction(code) for code in ("ar", "ur", "fr", "zgh", "not a language")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
        "ltr",
    ]


def test_attempts_come_back_with_time_and_are_counted_for_each_device() -> None:
    now = 0.0
    attempts = Attempts(lambda: now)
    assert [attempts.allow("one") for _ in range(6)] == [True] * 5 + [False]
    assert attempts.allow("other")
    now = 60.0
    assert [attempts.allow("one") for _ in range(2)] == [True, False]


def test_many_devices_together_are_limited_too() -> None:
    attempts = Attempts(lambda: 0.0)
    assert sum(attempts.allow(str(device)) for device in range(100)) == 60


def test_what_only_the_page_s_forms_do_cannot_be_typed() -> None:
    for typed in ("/leave", "/return ABCD-EFGH"):
        assert read(f'{{"id": "12345678", "text": "{typed}"}}').said == Text(typed)
