from collections.abc import Callable, Iterator

import pytest

from tests.load.size import LONG
from tests.postgres import Cluster, cluster

Tell = Callable[[str], None]


@pytest.fixture(scope="package")
def safe() -> Iterator[Cluster]:
    """A server that keeps what it says it has kept."""
    with cluster(safe=True) as running:
        yield running


@pytest.fixture
async def url(server: str, safe: Cluster) -> str:
    """The address of an empty database; empty: a file of its own."""
    return await safe.new() if server == "PostgreSQL" else ""


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Tell:
    """Say what was measured, where it is asked for: `make chaos`."""

    def say(figures: str) -> None:
        if LONG:
            with capsys.disabled():
                print(f"\n{request.node.name}: {figures}")

    return say
