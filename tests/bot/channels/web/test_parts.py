"""The small parts, without a server."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bucket import Bucket, Buckets
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


@pytest.mark.parametrize("depth", [1, 101, 5_000])
def test_a_message_with_anything_more_in_it_is_refused(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    for message in (
        f'{{"id": "12345678", "text": "hello", "more": {deep}}}',
        f'{{"id": "12345678", "tap": {deep}}}',
        f'{{"id": "12345678", "look": true, "more": {deep}}}',
        deep,
    ):
        with pytest.raises(BadFrame):
            read(message)


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


def test_buckets_of_many_strangers_take_no_more_room_than_some() -> None:
    buckets = Buckets(burst=2, rate=1, clock=lambda: 0.0)
    kept = buckets.of("kept")
    for stranger in range(buckets.MOST + 5):
        buckets.of(stranger)
        assert buckets.of("kept") is kept


def test_what_only_the_page_s_forms_do_cannot_be_typed() -> None:
    for typed in ("/leave", "/return ABCD-EFGH"):
        assert read(f'{{"id": "12345678", "text": "{typed}"}}').said == Text(typed)
