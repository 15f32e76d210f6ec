"""Answers of HTTP/1.1: whole in whatever pieces they come, and never less or more than was said."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.answers import Answer, NoAnswer, Reading

PLAIN = b'HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 11\r\n\r\n{"ok":true}'
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
    b'3;note=1\r\n{"o\r\n8 \r\nk":true}\r\n0\r\nTrailer: x\r\n\r\n'
)
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
CLOSING = b"HTTP/1.1 502\r\ncontent-length:0\r\nCONNECTION: Close\r\n\r\n"
OLD = b"HTTP/1.0 429 Too Many\r\nContent-Length: 2\r\n\r\n{}"
ANSWERS = {
    PLAIN: Answer(200, b'{"ok":true}', keeps=True),
    CHUNKED: Answer(200, b'{"ok":true}', keeps=True),
    EARLY + PLAIN: Answer(200, b'{"ok":true}', keeps=True),
    CLOSING: Answer(502, b"", keeps=False),
    OLD: Answer(429, b"{}", keeps=False),
}


@given(st.sampled_from([*ANSWERS]), st.sets(st.integers(1, 200)))
def test_an_answer_is_whole_with_its_last_byte_and_not_before(sent: bytes, cuts: set[int]) -> None:
    ends = sorted({each for each in cuts if each < len(sent)} | {len(sent)})
    reading, start = Reading(1_000), 0
    for end in ends[:-1]:
        assert reading.add(sent[start:end]) is None
        start = end
    assert reading.add(sent[start:]) == ANSWERS[sent]


@pytest.mark.parametrize("more", [PLAIN, b"\r\n"])
def test_after_more_than_the_answer_the_connection_is_not_asked_again(more: bytes) -> None:
    answer = Reading(1_000).add(PLAIN + more)
    assert answer == Answer(200, b'{"ok":true}', keeps=False)


@pytest.mark.parametrize(
    "sent",
    [
        b"SSH-2.0-OpenSSH\r\n\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000,
    ],
)
def test_what_is_no_answer_is_refused(sent: bytes) -> None:
    with pytest.raises(NoAnswer):
        Reading(100_000).add(sent)


def test_what_is_larger_than_it_may_be_is_refused() -> None:
    with pytest.raises(NoAnswer):
        Reading(len(PLAIN) - 1).add(PLAIN)
    assert Reading(len(PLAIN)).add(PLAIN)


@given(st.binary(max_size=300))
def test_bytes_give_an_answer_nothing_or_a_refusal(sent: bytes) -> None:
    with suppress(NoAnswer):
        Reading(200).add(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + sent)
