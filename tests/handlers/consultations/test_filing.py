"""A release as a file: the same bytes whenever it is asked for, in each language."""

import asyncio
import csv
import io

import pytest

from handlers.consultations.filing import KINDS, Kind, file_of
from tests.released import crowd, read, release
from tests.town import Town


@pytest.mark.parametrize("kind", KINDS)
async def test_asked_twice_or_at_once_it_is_the_same_bytes(town: Town, kind: Kind) -> None:
    await crowd(town, 60)
    document = (await release(town)).release.document
    here = await town.consultation()
    for language in ("en", "ar"):
        first, *others = await asyncio.gather(
            *(file_of(town.store, here, document, kind, language) for _ in range(3))
        )
        town.later(days=1)
        assert [*others, await file_of(town.store, here, document, kind, language)] == [first] * 3


async def test_json_is_the_release_and_csv_has_its_numbers(town: Town) -> None:
    await crowd(town, 60)
    made = await release(town)
    here, document = await town.consultation(), made.release.document
    assert await file_of(town.store, here, document, "json", "fr") == document
    (survey,) = read(made)["surveys"]
    written = (await file_of(town.store, here, document, "csv", "fr")).decode()
    rows = list(csv.DictReader(io.StringIO(written)))
    for asked in survey["questions"][1:]:
        of_it = [row for row in rows if row["question"] == asked["name"]]
        assert len([row for row in of_it if row["what"] == "answered"]) == len(survey["rows"])
        for row in of_it:
            place = {"dimension": row["dimension"], "category": row["category"]}
            block = asked["blocks"][survey["rows"].index(place)]
            if row["what"] == "count":
                count = block["counts"][row["choice"]]
                assert row["value"] == ("" if count is None else str(count))
