"""Answers of HTTP/1.1, read as they arrive (RFC 9112). Pure: pieces of bytes in, the whole answer out."""

import re
from collections.abc import Generator
from dataclasses import dataclass

LONGEST_HEAD = 2**16
_STATUS = re.compile(rb"HTTP/1\.([01]) (\d{3})(?: .*)?")
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?")
_Steps = Generator[None, None, bytes]


class NoAnswer(Exception):
    """What came is no whole answer of HTTP/1.1, or a larger one than was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `keeps`: whether the connection can be asked again."""

    status: int
    body: bytes
    keeps: bool


class Reading:
    """One answer, whose parts may come in any pieces; of at most `largest` bytes.

    How long it is must be told, by a length or in chunks: whether one that goes on until the connection ends
    is whole, nobody can say.
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._there = bytearray()
        self._steps = self._whole()

    def add(self, piece: bytes) -> Answer | None:
        """The answer, once the last piece of it is here. Raises `NoAnswer` if it is none, or too large."""
        self._there += piece
        self._largest -= len(piece)
        if self._largest < 0:
            raise NoAnswer("longer than it may be")
        try:
            next(self._steps)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        return None

    def _whole(self) -> Generator[None, None, Answer]:
        status, old, headers = _head((yield from self._until(b"\r\n\r\n")))
        while status < 200:  # what comes before the answer itself
            status, old, headers = _head((yield from self._until(b"\r\n\r\n")))
        chunked = headers.get(b"transfer-encoding", b"").lower()
        if chunked and chunked != b"chunked":
            raise NoAnswer("an encoding that was not asked for")
        body = yield from self._chunks() if chunked else self._exactly(_length(headers))
        ends = old or b"close" in headers.get(b"connection", b"").lower() or self._there
        return Answer(status, body, keeps=not ends)

    def _chunks(self) -> _Steps:
        body = bytearray()
        while size := _size((yield from self._until(b"\r\n"))):
            body += yield from self._exactly(size)
            if (yield from self._until(b"\r\n")):
                raise NoAnswer("a chunk longer than it said")
        while (yield from self._until(b"\r\n")):
            pass  # trailers
        return bytes(body)

    def _until(self, mark: bytes) -> _Steps:
        """What comes before the mark."""
        while (end := self._there.find(mark)) < 0:
            if len(self._there) > LONGEST_HEAD:
                raise NoAnswer("a head without an end")
            yield
        return self._taken(end, len(mark))

    def _exactly(self, size: int) -> _Steps:
        while len(self._there) < size:
            yield
        return self._taken(size)

    def _taken(self, size: int, mark: int = 0) -> bytes:
        part = bytes(self._there[:size])
        del self._there[: size + mark]
        return part


def _head(head: bytes) -> tuple[int, bool, dict[bytes, bytes]]:
    """The status, whether it is HTTP/1.0, and the headers by their names in small letters."""
    first, *lines = head.split(b"\r\n")
    found = _STATUS.fullmatch(first)
    if found is None:
        raise NoAnswer("not HTTP/1")
    headers = {}
    for line in lines:
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip()
    return int(found[2]), found[1] == b"0", headers


def _length(headers: dict[bytes, bytes]) -> int:
    length = headers.get(b"content-length", b"")
    if not length.isdigit():
        raise NoAnswer("no length")
    return int(length)


def _size(line: bytes) -> int:
    found = _SIZE.fullmatch(line)
    if found is None:
        raise NoAnswer("no chunk")
    return int(found[1], 16)
