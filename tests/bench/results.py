"""What a release and its pages cost as responses grow: `make bench-results`.

Ten questions, of them a region of twelve and a group of four. For each size a consultation is filled, and a
process of its own counts it anew and audits the release: how long, and the most memory it ever held. Then
pages of it are opened. SQLite, encryption on.
"""

import asyncio
import os
import resource
import sys
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time

from handlers.consultations import releasing
from storage import publications, releases, responses
from storage.changes import Changes
from storage.keys import Keyring
from storage.publications import Publication
from storage.responses import Destination, Document
from storage.store import Store
from storage.upgrade import upgrade
from survey import engine
from survey.chance import random_answers
from survey.state import Moment
from tests.bot.dashboard.office import Browser, hired, office_of
from tests.looking import ask
from tests.town import SLUG, START, Town

SIZES = (10_000, 100_000, 1_000_000)
AT_ONCE = 2_000
DIFFERENT = 2_000
"""So many submissions are made by the engine; each response holds one of them under a key of its own."""
OPENED = 9
"""How often each page is opened."""


def form() -> str:
    """Twelve regions, a group of four, and eight questions of five choices."""
    kinds = ("select_one", "select_multiple", "select_one", "rank")
    asked = [("select_one regions", "region"), ("select_one ages", "age")]
    asked += [(f"{kinds[number % 4]} themes", f"q{number}") for number in range(8)]
    lists = (("regions", 12), ("ages", 4), ("themes", 5))
    named = [(of, f"{of[0]}{number}") for of, many in lists for number in range(many)]
    languages = "label::English (en) | label::Français (fr) | label::العربية (ar)"
    rows = ["| survey |", f"| | type | name | {languages} |"]
    rows += [f"| | {kind} | {name} | {name} | {name} | {name} |" for kind, name in asked]
    rows += ["| choices |", f"| | list_name | name | {languages} |"]
    rows += [f"| | {of} | {name} | {name} | {name} | {name} |" for of, name in named]
    return "\n".join(rows)


@asynccontextmanager
async def town_in(folder: Path) -> AsyncIterator[Town]:
    """The same town each time; also for another process."""
    async with Store(f"sqlite:///{folder / 'town.db'}", Keyring(folder / "keys", bytes(32))) as store:
        await upgrade(store.database)
        yield Town(store, folder)


async def fill(town: Town, number: int) -> None:
    """So many responses more, to the consultation that is open."""
    form, chance = await town.store.form(SLUG, "residents", 1), Random(number)
    moment = Moment(START, chance.random)
    submissions = [
        engine.submission(form, random_answers(form, moment, chance, f"uuid:{each}"), moment)
        for each in range(DIFFERENT)
    ]
    to = Destination(SLUG, "residents", 1, "simulated")
    for start in range(0, number, AT_ONCE):
        documents = [
            Document(chance.choice(submissions), "1 en", "en") for _ in range(min(AT_ONCE, number - start))
        ]
        writes = (
            responses.add_simulated(town.store.keys, to, os.urandom(16), document) for document in documents
        )
        await town.store.apply(Changes(tuple(writes)))
    ask(town.store.database, "UPDATE response SET kind = 'real' WHERE kind = 'simulated'")


def release(folder: Path) -> str:
    """In a process of its own: until the next release is kept, and the most that it ever held.

    Seconds of the processor tell more than those of the clock where others use the machine.
    """
    began, worked = perf_counter(), process_time()
    asyncio.run(_release(folder))
    taken, work = perf_counter() - began, process_time() - worked
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{taken:5.1f} s ({work:4.1f} s of the processor) with {held:4.0f} MiB"


async def _release(folder: Path) -> None:
    async with town_in(folder) as town:
        made = await releasing.make(town.store, await town.consultation(), START.date())
        assert made.changes
        await town.store.apply(made.changes)


async def pages(town: Town) -> dict[str, float]:
    """Milliseconds until a page is there, in the middle of some."""
    last = await releases.last(town.store.database, SLUG)
    assert last
    await town.store.apply(Changes((publications.add(Publication(SLUG, "en", last.document.decode())),)))
    paths = ("/admin", f"/admin/consultations/{SLUG}", f"/results/{SLUG}?language=en")
    async with office_of(town) as office, office.signed_in(await hired(town)) as browser:
        return {path: await _opened(browser, path) for path in paths}


async def _opened(browser: Browser, path: str) -> float:
    taken = []
    for _ in range(OPENED):
        began = perf_counter()
        assert await browser.opens(path) == 200, path
        taken.append((perf_counter() - began) * 1000)
    return median(taken)


async def measure(folder: Path, number: int) -> None:
    """Two releases, the second after a tenth more came, and the pages after them."""
    async with town_in(folder) as town:
        await town.hold(form(), groups=("age",))
        await fill(town, number)
        first = _alone(folder)
        await fill(town, number // 10)
        next_one = _alone(folder)
        opened = await pages(town)
    print(f"{number:>9,}: {first}, then {next_one}")
    for path, taken in opened.items():
        print(f"{taken:>12.1f} ms  {path}", flush=True)


def _alone(folder: Path) -> str:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(release, folder).result()


def main() -> None:
    for number in [int(each) for each in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure(Path(folder), number))


if __name__ == "__main__":
    main()
