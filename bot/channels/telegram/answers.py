"""Answers of HTTP/1.1, read as they arrive: pieces of bytes in, whole answers out.

A kept library reads them; here is what it leaves to whoever uses it (docs/decisions/0020).
"""

from dataclasses import dataclass
from http import HTTPStatus

from httptools import HttpParserError, HttpResponseParser

LONGEST_HEAD = 2**16
"""Bytes with none of the body among them, before it as after it, until it counts as no answer."""
_WITHOUT_BODY = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}


class NoAnswer(Exception):
    """What came is no whole answer of HTTP/1.1, or a larger one than was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `keeps`: whether the connection can be asked again."""

    status: int
    body: bytes
    keeps: bool


class Reading:
    """The answers on a connection, one after another, in any pieces; each of at most `largest` bytes.

    How long one is must be told, and once, by a length or in chunks: whether one that goes on until the
    connection ends is whole, nobody can say, and of two lengths nobody knows which one holds.
    """

    def __init__(self, largest: int) -> None:
        self.largest = largest
        self._parser = HttpResponseParser(self)
        # Some servers pad the size; it cannot be read in two ways.
        self._parser.set_dangerous_leniencies(lenient_spaces_after_chunk_size=True)
        self._answer: Answer | None = None
        self._body = bytearray()
        self._told = self._size = self._dry = 0

    def add(self, piece: bytes) -> Answer | None:
        """The answer, once the last piece of it is here. Raises `NoAnswer` if it is none, or too large."""
        self._size += len(piece)
        if self._size > self.largest:
            raise NoAnswer("longer than it may be")
        before = len(self._body)
        more = self._feed(piece)
        answer, self._answer = self._answer, None
        if answer:
            self._size = self._dry = 0
            return Answer(answer.status, answer.body, keeps=False) if more else answer
        self._dry = 0 if len(self._body) > before else self._dry + len(piece)
        if self._dry > LONGEST_HEAD:
            raise NoAnswer("a head without an end")
        return None

    def _feed(self, piece: bytes) -> bool:
        """Whether there is more than the answer."""
        # The parser skips empty lines between answers without a word: so the last byte goes by itself, and an
        # answer that was there before it has something behind it.
        seen = memoryview(piece)
        try:
            self._parser.feed_data(seen[:-1])
            if self._answer is None:
                self._parser.feed_data(seen[-1:])
                return False
        except HttpParserError as error:
            if self._answer is None:
                why = error.__context__
                raise NoAnswer(str(why) if isinstance(why, NoAnswer) else "not HTTP/1") from None
        return True

    # What the parser calls. It stops at what is raised, and raises an error of its own.

    def on_header(self, name: bytes, value: bytes) -> None:
        lower = name.lower()
        if lower == b"transfer-encoding" and value.strip().lower() != b"chunked":
            raise NoAnswer("an encoding that was not asked for")
        self._told += lower in (b"content-length", b"transfer-encoding")

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if self._parser.get_http_version() not in ("1.0", "1.1") or status < 100:
            raise NoAnswer("not HTTP/1")
        if status == HTTPStatus.SWITCHING_PROTOCOLS:
            raise NoAnswer("a protocol that was not asked for")
        if status >= 200 and status not in _WITHOUT_BODY and self._told != 1:
            raise NoAnswer("no length, or more than one")

    def on_body(self, piece: bytes) -> None:
        self._body += piece

    def on_message_complete(self) -> None:
        status, body = self._parser.get_status_code(), bytes(self._body)
        self._body, self._told = bytearray(), 0
        if status >= 200 and self._answer is None:  # below are those that come before the answer itself
            self._answer = Answer(status, body, self._parser.should_keep_alive())
