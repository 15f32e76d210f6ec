"""Answers of HTTP/1.1: whole in whatever pieces they come, and never less or more than was said."""

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.answers import LONGEST_HEAD, Answer, NoAnswer, Reading

PLAIN = b'HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 11\r\n\r\n{"ok":true}'
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
    b'3;note=1\r\n{"o\r\n8 \r\nk":true}\r\n0\r\nTrailer: x\r\n\r\n'
)
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
CLOSING = b"HTTP/1.1 502\r\ncontent-length:0\r\nCONNECTION: Close\r\n\r\n"
EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"
OLD = b"HTTP/1.0 429 Too Many\r\nContent-Length: 2\r\n\r\n{}"
ANSWERS = {
    PLAIN: Answer(200, b'{"ok":true}', keeps=True),
    CHUNKED: Answer(200, b'{"ok":true}', keeps=True),
    EARLY + PLAIN: Answer(200, b'{"ok":true}', keeps=True),
    EARLY + EARLY + EMPTY: Answer(204, b"", keeps=True),
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


def test_answers_on_one_connection_have_nothing_of_one_another() -> None:
    reading = Reading(200)
    for sent in [PLAIN, CHUNKED, EARLY + EARLY + EMPTY, EARLY + PLAIN, CHUNKED, CLOSING]:
        assert reading.add(sent) == ANSWERS[sent]


@pytest.mark.parametrize("more", [PLAIN, EMPTY, CLOSING, PLAIN[:-1], b"\r\n", b"\n", b"\0", b"x" * 70_000])
@pytest.mark.parametrize("sent", [PLAIN, CHUNKED, EARLY + PLAIN, CLOSING])
def test_after_more_than_the_answer_the_connection_is_not_asked_again(sent: bytes, more: bytes) -> None:
    assert Reading(100_000).add(sent + more) == replace(ANSWERS[sent], keeps=False)


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
        b"HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n" + PLAIN,
    ],
)
def test_what_is_no_answer_is_refused(sent: bytes) -> None:
    with pytest.raises(NoAnswer):
        Reading(100_000).add(sent)


TWO, IN_CHUNKS = b"Content-Length: 2\r\n", b"Transfer-Encoding: chunked\r\n"
HEADERS_THAT_TELL_MORE_THAN_ONE_STORY = [
    TWO + TWO,
    TWO + b"Content-Length: 3\r\n",
    TWO + IN_CHUNKS,
    IN_CHUNKS + TWO,
    IN_CHUNKS + IN_CHUNKS,
    b"Content-Length : 2\r\n",
    b"Content-Length: +2\r\n",
    b"Content-Length: 0x2\r\n",
    b"Content-Length: 2 2\r\n",
    b"Content-Length:\r\n",
    b"Content-Length:\r\n 2\r\n",
    b"Content-Length: 18446744073709551618\r\n",
    b"Transfer-Encoding: chunked, identity\r\n",
    b"Transfer-Encoding:\r\n chunked\r\n",
    b"X: 1\r\n folded\r\n" + TWO,
    b"X\0: 1\r\n" + TWO,
    b"X: \0\r\n" + TWO,
    b"X: 1\n" + TWO,
    b"X: 1\r" + TWO,
    b"no colon\r\n" + TWO,
    b": no name\r\n" + TWO,
]


@pytest.mark.parametrize("headers", HEADERS_THAT_TELL_MORE_THAN_ONE_STORY)
@pytest.mark.parametrize("body", [b"{}", b"2\r\n{}\r\n0\r\n\r\n"])
def test_headers_that_another_may_read_otherwise_are_refused(headers: bytes, body: bytes) -> None:
    with pytest.raises(NoAnswer):
        Reading(1_000).add(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n" + body)


@pytest.mark.parametrize("sent", [PLAIN, CHUNKED, EARLY + PLAIN, CLOSING])
def test_lines_that_end_otherwise_are_refused(sent: bytes) -> None:
    for end in (b"\n", b"\r", b"\n\r", b"\0\r\n\0"):
        with pytest.raises(NoAnswer):
            Reading(1_000).add(sent.replace(b"\r\n", end))


CHUNKS_OF_TWO_SIZES = [
    b"-1\r\n",
    b"0x1\r\na\r\n",
    b"1 1\r\na\r\n",
    b"1\na\r\n",
    b"1;x\na\r\n",
    b"1\0\r\na\r\n",
    b"1\r\na\n",
    b"1\r\nab\r\n",
    b"\r\n",
    b"f" * 17 + b"\r\n",
    b"1\r\na\r\n0\r\nContent-Length: 1\r\n",
]


@pytest.mark.parametrize("chunks", CHUNKS_OF_TWO_SIZES)
def test_chunks_that_another_may_cut_otherwise_are_refused(chunks: bytes) -> None:
    with pytest.raises(NoAnswer):
        Reading(1_000).add(b"HTTP/1.1 200 OK\r\n" + IN_CHUNKS + b"\r\n" + chunks + b"0\r\n\r\n")


@pytest.mark.parametrize(
    ("start", "again"),
    [
        (b"", b"\r\n" * 50),
        (b"", EARLY),
        (b"HTTP/1.1 200 ", b"O" * 100),
        (b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n" * 20),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 100),
        (b"HTTP/1.1 200 OK\r\n", b"x" * 100),
        (b"HTTP/1.1 200 OK\r\n" + IN_CHUNKS + b"\r\n1;", b"x" * 100),
        (b"HTTP/1.1 200 OK\r\n" + IN_CHUNKS + b"\r\n1\r\na\r\n0\r\n", b"X: 1\r\n" * 20),
    ],
)
def test_a_head_or_an_end_that_never_ends_is_refused_before_it_fills_anything(
    start: bytes, again: bytes
) -> None:
    reading = Reading(2**26)
    assert reading.add(start) is None
    enough = [again] * (LONGEST_HEAD // len(again) + 1)
    with pytest.raises(NoAnswer, match="without an end"):
        list(map(reading.add, enough))


def test_a_large_answer_after_a_larger_one_is_whole() -> None:
    reading = Reading(2**20)
    for size in (500_000, 400_000):
        sent = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
        came = [reading.add(sent[start : start + 90_000]) for start in range(0, len(sent), 90_000)]
        assert came == [*[None] * (len(came) - 1), Answer(200, b"x" * size, keeps=True)]


def test_a_long_answer_in_small_chunks_is_whole() -> None:
    reading = Reading(2**20)
    assert reading.add(b"HTTP/1.1 200 OK\r\n" + IN_CHUNKS + b"\r\n") is None
    for _ in range(20_000):
        assert reading.add(b"1\r\na\r\n") is None
    assert reading.add(b"0\r\n\r\n") == Answer(200, b"a" * 20_000, keeps=True)


def test_what_is_larger_than_it_may_be_is_refused() -> None:
    with pytest.raises(NoAnswer):
        Reading(len(PLAIN) - 1).add(PLAIN)
    assert Reading(len(PLAIN)).add(PLAIN)


@given(st.binary(max_size=300))
def test_bytes_give_an_answer_nothing_or_a_refusal(sent: bytes) -> None:
    with suppress(NoAnswer):
        Reading(200).add(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + sent)


@given(st.sampled_from([*ANSWERS]), st.integers(0, 200), st.integers(0, 255), st.sets(st.integers(1, 200)))
def test_one_wrong_byte_is_the_same_in_any_pieces(sent: bytes, at: int, byte: int, cuts: set[int]) -> None:
    at %= len(sent)
    damaged = sent[:at] + bytes([byte]) + sent[at + 1 :]
    ends = sorted({each for each in cuts if each < len(sent)} | {len(sent)})
    assert _outcome([damaged]) == _outcome([damaged[a:b] for a, b in pairwise([0, *ends])])


def _outcome(pieces: list[bytes]) -> tuple[int, bytes] | str:
    """What the first answer says, or that it is none."""
    reading = Reading(1_000)
    try:
        answers = filter(None, map(reading.add, pieces))
        return next(((answer.status, answer.body) for answer in answers), "unfinished")
    except NoAnswer:
        return "refused"
