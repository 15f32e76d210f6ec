"""What a bot that has been running for a while has on its disk."""

import asyncio
import base64
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.desk import utc_now
from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade
from tests.bot.dashboard.office import hired, link
from tests.released import crowd
from tests.town import SURVEY, Town

PHOTO = "| | image | street | A photo of your street | Une photo de votre rue | صورة لشارعكم | | |\n"
FIRST = "| | select_one place | region |"
FORM = SURVEY.replace(FIRST, PHOTO + FIRST)
"""The first question wants a photo."""
PEOPLE = 60


@dataclass(frozen=True)
class Seed:
    """A folder with a database and its keys; `token` lets an administrator in, once."""

    folder: Path
    master: bytes
    token: str

    @property
    def key(self) -> str:
        """The master key as a setting."""
        return base64.urlsafe_b64encode(self.master).decode()

    def store(self, folder: Path) -> Store:
        """What a copy of it in a folder remembers."""
        return Store(f"sqlite:///{folder / 'mushawara.db'}", Keyring(folder / "keys", self.master))


def grow(folder: Path) -> Seed:
    """An open consultation with answers, and an administrator on their way in."""
    with ThreadPoolExecutor(1) as beside:  # here a loop may run already
        return beside.submit(asyncio.run, _grow(folder)).result()


async def _grow(folder: Path) -> Seed:
    master, now = os.urandom(32), utc_now()
    seed = Seed(folder, master, "")
    async with seed.store(folder) as store:
        await upgrade(store.database)
        town = Town(store, folder, now)
        await town.hold(
            FORM,
            opens=now - timedelta(hours=1),
            closes=now + timedelta(days=26),
            results_on=(now + timedelta(days=52)).date(),
        )
        await crowd(town, PEOPLE)
        return Seed(folder, master, await link(town, await hired(town)))
