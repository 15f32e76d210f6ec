"""A release as it is published: one document, from which every format and language is made."""

import json
from collections.abc import Sequence
from typing import Any

from reports.release.grid import Grid
from reports.release.method import facts
from reports.release.moments import Moment, last_fresh
from reports.release.rules import PERCENT_BASE

Document = dict[str, Any]


def document(grid: Grid, moments: Sequence[Moment], about: Document) -> Document:
    """Each block as it was last counted, with the number of that release. None is not shown."""
    rows = [row for row in range(len(grid.rows)) if row not in grid.unsaid]
    return {
        **about,
        "release": len(moments),
        "rows": [grid.rows[row]._asdict() for row in rows],
        "questions": [
            {
                "name": each.name,
                "kind": each.kind,
                "choices": list(each.choices),
                "blocks": [_block(grid, moments, row, number) for row in rows],
            }
            for number, each in enumerate(grid.questions)
        ],
        "method": facts(grid, moments),
    }


def written(made: Document) -> bytes:
    """The same document is always the same bytes."""
    text = json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"{text}\n".encode()


def _block(grid: Grid, moments: Sequence[Moment], row: int, question: int) -> Document:
    time = last_fresh(moments, row, question)
    asked, columns = grid.questions[question], grid.blocks[question]
    base, *counts = (moments[time].shown[row][column] for column in columns)
    wide = len(asked.choices)
    lines = [counts[start : start + wide] for start in range(0, len(counts), wide)] if wide else []
    by_place = [dict(zip(asked.choices, line, strict=True)) for line in lines]
    made: Document = {"counted_in": time + 1, "base": base}
    if asked.kind == "rank":
        return made | {"places": by_place}
    if not by_place:
        return made
    percent = {choice: _percent(count, base) for choice, count in by_place[0].items()}
    return made | {"counts": by_place[0], "percent": percent}


def _percent(count: int | None, base: int | None) -> int | None:
    """A whole number, from rounded numbers, where there are enough people."""
    return (
        None
        if count is None or base is None or base < PERCENT_BASE
        else min(100, (200 * count + base) // (2 * base))
    )
