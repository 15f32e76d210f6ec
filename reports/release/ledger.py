"""What goes from release to release, and how it is written down to be sealed."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from reports.release.changes import WHO, Change, Marks
from reports.release.grid import Dimension, Grid, Question
from reports.release.moments import Moment


@dataclass(frozen=True)
class Ledger:
    """What the next release needs to know of those before. As secret as the responses, and goes with them."""

    moments: tuple[Moment, ...] = ()
    marks: Mapping[int, Marks] = field(default_factory=dict)
    """By release, from 0: the last one, and each that some block still stands as it was counted in."""
    last: bytes = b""
    """The bytes of the last release."""


class Kept(NamedTuple):
    """The ledger of one table, and the grid that all its releases have, whatever becomes of the survey."""

    grid: Grid
    ledger: Ledger


Part = tuple[str, str]
"""A survey, and how people came in to it: what is released in one table, by itself. `BEGUN` in place of how
they came in is the table of those who began it and did not send it."""
BEGUN = "begun"


def packed(parts: Mapping[Part, Kept]) -> bytes:
    return json.dumps([[*part, _as_json(kept)] for part, kept in parts.items()]).encode()


def unpacked(content: bytes) -> dict[Part, Kept]:
    """What was packed; nothing out of nothing."""
    found = json.loads(content) if content else []
    return {(survey, access): _kept(each) for survey, access, each in found}


def _as_json(kept: Kept) -> dict[str, Any]:
    grid, ledger = kept
    return {
        "asked": [[each.name, each.kind, each.choices] for each in grid.asked],
        "dimensions": [[each.name, each.categories] for each in grid.dimensions],
        "people": grid.people,
        "moments": [asdict(moment) | {"held": sorted(moment.held)} for moment in ledger.moments],
        "marks": [[time, *_written(marks)] for time, marks in ledger.marks.items()],
        "last": ledger.last.decode(),
    }


def _kept(found: dict[str, Any]) -> Kept:
    grid = Grid(
        tuple(Question(name, kind, tuple(choices)) for name, kind, choices in found["asked"]),
        tuple(Dimension(name, tuple(categories)) for name, categories in found["dimensions"]),
        tuple(found.get("people", ())),
    )
    marks = {time: _read(*written) for time, *written in found["marks"]}
    return Kept(grid, Ledger(tuple(map(_moment, found["moments"])), marks, found["last"].encode()))


def _moment(found: dict[str, Any]) -> Moment:
    changes = [[Change(*each) for each in row] for row in found["changes"]]
    held = {(row, column) for row, column in found["held"]}
    return Moment(found["counts"], found["shown"], found["fresh"], changes, held)


def _written(marks: Marks) -> tuple[int, str]:
    """How long each is, and all in an order that tells nothing, since a mark begins with a keyed hash."""
    lines = sorted(who.to_bytes(WHO) + marked for who, marked in marks.items())
    return len(lines[0]) if lines else 1, b64encode(b"".join(lines)).decode()


def _read(length: int, written: str) -> Marks:
    lines = b64decode(written)
    starts = range(0, len(lines), length)
    return {int.from_bytes(lines[at : at + WHO]): lines[at + WHO : at + length] for at in starts}
