"""Very many rows are read in parts: each row once, and nothing is asked for after the last part."""

from collections.abc import Sequence

import pytest

from storage.database import Row
from storage.parts import PART, read_in_parts


@pytest.mark.parametrize(
    ("rows", "reads"), [(0, 1), (1, 1), (PART - 1, 1), (PART, 2), (PART + 1, 2), (2 * PART, 3)]
)
async def test_each_row_comes_once_in_order(rows: int, reads: int) -> None:
    asked = list[int]()

    async def read(last: Sequence[int]) -> list[Row]:
        asked.append(last[0])
        return [(number,) for number in range(last[0] + 1, min(last[0] + PART, rows) + 1)]

    found = [row async for part in read_in_parts(read, (0,)) for row in part]
    assert found == [(number,) for number in range(1, rows + 1)]
    assert len(asked) == reads
