"""450 sockets of one /48, and newcomers of other networks: all of them are served at once."""

from pathlib import Path

import pytest

from bot.channels.web.setup import NEWCOMERS
from tests.load.conftest import Tell
from tests.load.flood import flood
from tests.load.size import LONG

AT_ONCE = 5.0
"""Seconds; most of it is what the flood takes of the processor."""
pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]


async def test_newcomers_of_other_networks_are_served_at_once(tmp_path: Path, tell: Tell) -> None:
    waited, known, served = await flood(tmp_path, sockets=450, newcomers=20, seconds=60 if LONG else 3)
    tell(
        f"20 waited at most {max(waited):.2f} s, somebody known {known:.2f} s; {served} of the flood came in"
    )
    assert len(waited) == 20
    assert max(waited) < AT_ONCE
    assert known < AT_ONCE
    assert 100 < served < (2 * NEWCOMERS if LONG else NEWCOMERS / 2)
