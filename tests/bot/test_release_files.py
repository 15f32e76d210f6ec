"""A file of a release is drawn once, however many ask for it at the same time."""

import asyncio

from bot.release_files import DrawnFiles
from tests.released import crowd, release
from tests.town import Town


async def test_a_file_is_drawn_once_for_each_release_and_language(town: Town) -> None:
    await crowd(town, 60)
    document, here, drawn = (await release(town)).release.document, await town.consultation(), DrawnFiles()
    one, other = await asyncio.gather(
        *(drawn.file(town.store, here, document, "xlsx", "fr") for _ in range(2))
    )
    assert one is other
    assert await drawn.file(town.store, here, document, "xlsx", "en") != one
    await crowd(town, 30, seed=2)
    newer = (await release(town)).release.document
    assert await drawn.file(town.store, here, newer, "xlsx", "fr") != one
