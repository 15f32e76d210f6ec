"""Releases of a town's consultation, made and kept as staff make them."""

import json
from random import Random
from typing import Any

from handlers.consultations import publishing, releasing, simulating
from handlers.consultations.carrying_out import carried_out
from handlers.consultations.releasing import Made
from storage.approvals import COMMAND_LINE
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


async def published(town: Town) -> None:
    """The last release is published, by who holds the server."""
    proposed = await publishing.to_publish(town.store, await town.consultation(), "https://settat.example")
    place = town.desk.place()
    await town.store.apply(await carried_out(town.store, proposed, COMMAND_LINE, "alone", place))
