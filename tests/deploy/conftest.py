from collections.abc import Iterator
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from yarl import URL

from tests.deploy.machine import Machine, booted
from tests.deploy.readme import install
from tests.deploy.seed import Seed, grow
from tests.deploy.site import Site, wait_until
from tests.ports import free_port


@dataclass(frozen=True)
class Installation:
    """The bot under systemd, as the README says, and what it began with."""

    machine: Machine
    seed: Seed
    site: Site


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    """What a bot has on its disk."""
    return grow(tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, seed: Seed) -> Iterator[Installation]:
    """Installed once; the tests of one file follow each other on it."""
    with booted(tmp_path_factory.mktemp("machine")) as machine:
        listen = f"127.0.0.1:{free_port()}"
        install(machine, seed, listen)
        wait_until(lambda: is_healthy(f"http://{listen}"), machine.log)
        yield Installation(machine, seed, Site(URL(f"http://{listen}")))


def is_healthy(address: str) -> bool:
    """Whether a bot is ready there."""
    try:
        with urlopen(f"{address}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except URLError:
        return False
