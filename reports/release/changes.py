"""How many people came, went or changed their answer since a block was counted."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from reports.release.counting import FEW, Counter
from reports.release.grid import Answered, Grid

Marks = dict[int, bytes]
"""Of each response a keyed hash of its id, and its rows and answers as keyed hashes of a few bytes each.

It is as secret as the responses: whoever has the key can try all answers.
"""
WHO = 8
"""Bytes of the hash of an id."""
_SIZE = 4
_NONE = bytes(_SIZE)


class Change(NamedTuple):
    """In one block: how many answer and did not, do no longer, and answer otherwise."""

    came: int = 0
    went: int = 0
    changed: int = 0

    @property
    def people(self) -> int:
        return sum(self)


def mark(counter: Counter, response: Answered) -> tuple[int, bytes]:
    """What is remembered of a response until the next release."""
    key, answers = counter.key, response.answers
    rows = _in_rows(counter.rows_of(response.categories))
    said = [_hash(key, answers.get(name, ())) for name in counter.grid.told]
    return int.from_bytes(_digest(key, response.id, WHO)), rows + b"".join(said)


def changes(grid: Grid, before: Mapping[int, bytes], after: Mapping[int, bytes]) -> list[list[Change]]:
    """By row and question."""
    found = [[[0, 0, 0] for _ in grid.questions] for _ in grid.rows]
    for who in _differing(before, after):
        then, now = _blocks(grid, before.get(who)), _blocks(grid, after.get(who))
        for row, question in then.keys() | now.keys():
            was, is_now = then.get((row, question)), now.get((row, question))
            if was != is_now:
                found[row][question][0 if was is None else 1 if is_now is None else 2] += 1
    return [[Change(*each) for each in row] for row in found]


def _differing(before: Mapping[int, bytes], after: Mapping[int, bytes]) -> Iterable[int]:
    yield from (who for who, each in after.items() if before.get(who) != each)
    yield from (who for who in before if who not in after)


def _blocks(grid: Grid, marked: bytes | None) -> dict[tuple[int, int], bytes]:
    """The blocks in which a response is counted, with its answer there."""
    if marked is None:
        return {}
    pieces = [marked[start : start + _SIZE] for start in range(0, len(marked), _SIZE)]
    rows = [int.from_bytes(piece) for piece in pieces[: len(grid.dimensions) + 1]]
    answers = pieces[len(rows) :] if grid.people else [_NONE, *pieces[len(rows) :]]
    return {
        (row, question): each
        for row in rows
        for question, each in enumerate(answers)
        if each != _NONE or question == 0
    }


@lru_cache(FEW)
def _in_rows(rows: tuple[int, ...]) -> bytes:
    return b"".join(row.to_bytes(_SIZE) for row in rows)


@lru_cache(FEW)
def _hash(key: bytes, chosen: tuple[str, ...]) -> bytes:
    return _digest(key, " ".join(chosen).encode(), _SIZE) if chosen else _NONE


def _digest(key: bytes, text: bytes, size: int) -> bytes:
    return blake2b(text, digest_size=size, key=key, person=b"mark").digest()
