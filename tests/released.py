"""Releases of a town's consultation, made and kept as staff make them."""

import json
from random import Random
from typing import Any

from handlers.consultations import releasing, simulating
from handlers.consultations.releasing import Made
from tests.looking import ask
from tests.town import Town


async def crowd(town: Town, number: int, seed: int = 1) -> None:
    """So many people have sent their answers."""
    here = await town.consultation()
    await simulating.simulate(town.store, here, number, Random(seed), town.desk.place(), "residents")
    ask(town.store.database, "UPDATE response SET kind = 'real'")


async def release(town: Town) -> Made:
    """The next one, or the last where it holds."""
    made = await releasing.make(town.store, await town.consultation(), town.now.date())
    if made.changes:
        await town.store.apply(made.changes)
    return made


def read(made: Made) -> dict[str, Any]:
    """What a release says."""
    found: dict[str, Any] = json.loads(made.release.document)
    return found
