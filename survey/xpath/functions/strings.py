"""Texts, and the choice between values (ODK XForms specification)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import sys

from survey.xpath.context import Frame, Value
from survey.xpath.errors import ExpressionError
from survey.xpath.library import Library, Run
from survey.xpath.patterns import matches
from survey.xpath.values import node_text, texts, to_string

LIBRARY = Library()
function = LIBRARY.function
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LONGEST = 10_000
_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("if", "never")
def choose(frame: Frame, condition: bool, then: Run, otherwise: Run) -> Value:
    return then(frame) if condition else otherwise(frame)


@function("coalesce")
def coalesce(*values: str) -> str:
    return next(filter(None, values), "")


@function("once", "always")
def once(frame: Frame, value: Run) -> str:
    return node_text(frame.node, frame.allowance) or to_string(value(frame), frame.allowance)


@function("concat", "never")
def concat(frame: Frame, *values: Value) -> str:
    return frame.allowance.join(texts(values, frame))


@function("join", "never")
def join(frame: Frame, separator: str, *values: Value) -> str:
    return frame.allowance.join(texts(values, frame), separator)


@function("ends-with")
def ends_with(text: str, end: str) -> bool:
    return text.endswith(end)


@function("substr")
def substr(text: str, start: float, end: float = math.inf) -> str:
    """From `start`, counted from 0 or from the end if negative, up to `end`."""
    return text[_place(start) : _place(end)]


def _place(number: float) -> int:
    return 0 if math.isnan(number) else int(max(-sys.maxsize, min(sys.maxsize, number)))


@function("regex", "never")
def regex(frame: Frame, text: str, pattern: str) -> bool:
    """A search."""
    return matches(text, pattern, frame.allowance)


@function("boolean-from-string")
def boolean_from_string(text: str) -> bool:
    return text in {"1", "true"}


@function("digest")
def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    if algorithm not in _DIGESTS or encoding not in {"hex", "base64"}:
        raise ExpressionError(f"digest() does not know {algorithm} or {encoding}")
    result = hashlib.new(_DIGESTS[algorithm], text.encode(), usedforsecurity=False).digest()
    return result.hex() if encoding == "hex" else base64.b64encode(result).decode()


@function("base64-decode")
def base64_decode(text: str) -> str:
    try:
        return base64.b64decode(text).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


@function("uuid", "always")
def uuid(frame: Frame, length: float | None = None) -> str:
    if length is not None:
        frame.allowance.spend(_place(max(0, min(length, _LONGEST))))
        return "".join(
            _ALPHABET[int(frame.context.random() * 62)] for _ in range(_place(min(length, _LONGEST)))
        )
    signs = [f"{int(frame.context.random() * 16):x}" for _ in range(32)]
    signs[12] = "4"
    signs[16] = "89ab"[int(frame.context.random() * 4)]
    text = "".join(signs)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


@function("jr:itext", "never")
def itext(frame: Frame, text_id: str) -> Value:
    return frame.context.itext(text_id, frame.context.language)


@function("jr:choice-name", "never")
def choice_name(frame: Frame, choice: str, path: str) -> str:
    return frame.context.choice_name(choice, path.strip(), frame.context.language)
