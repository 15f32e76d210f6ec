"""What all tests share. Those that need a database run once on each there is."""

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings

from tests.bot_api import BotApi
from tests.looking import look_no_more
from tests.postgres import Cluster, cluster, prepare
from tests.town import Town, open_town

NewUrl = Callable[..., Awaitable[str]]
DATABASES = ("sqlite", "postgresql")
YOUNG = 50_000
"""Objects more than there were, until the garbage collector looks again."""

settings.register_profile("ours", deadline=None)  # no test fails because the machine is busy
settings.load_profile("ours")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=DATABASES, help="run on this database only")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test with an `url` of a database, on each; one marked with the name of a database, on that."""
    if "new_url" in metafunc.fixturenames:
        meant = [name for name in DATABASES if metafunc.definition.get_closest_marker(name)] or DATABASES
        only = metafunc.config.getoption("database")
        metafunc.parametrize("new_url", [name for name in meant if only in {None, name}], indirect=True)


def pytest_collection_finish() -> None:
    """What was loaded for all tests stays: to go through it again and again is an eighth of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server for all tests; each has a database of its own in it."""
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with our schema: to copy it takes less than to go through all migrations."""
    path = tmp_path_factory.mktemp("prepared") / "town.db"
    with ThreadPoolExecutor(1) as beside:  # here a loop runs already
        beside.submit(asyncio.run, prepare(f"sqlite:///{path}")).result()
    return path


@pytest.fixture
async def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[NewUrl]:
    """Makes a new database each time, on demand with nothing in it; gives its address."""
    made: list[str] = []

    async def new(prepared: bool = True) -> str:
        postgres: Cluster = request.getfixturevalue("postgres")
        made.append(await postgres.new(prepared))
        return made[-1]

    async def new_file(prepared: bool = True) -> str:
        path = tmp_path / f"town{len(made)}.db"
        if prepared:
            shutil.copy(request.getfixturevalue("prepared_file"), path)
        made.append(f"sqlite:///{path}")
        return made[-1]

    yield new_file if request.param == "sqlite" else new
    for each in made:
        look_no_more(each)
        if request.param == "postgresql":
            await request.getfixturevalue("postgres").drop(each)


@pytest.fixture
async def url(new_url: NewUrl) -> str:
    """The address of a new database."""
    return await new_url()


@pytest.fixture
async def town(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    """A town whose consultation is open."""
    async with open_town(tmp_path, url) as town:
        await town.hold()
        yield town


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A Bot API server, with nobody there yet."""
    server = BotApi()
    await server.start()
    yield server
    await server.stop()
