"""A command that comes and goes beside the running process takes nothing with it, and each sees the other."""

import asyncio
import sys
from pathlib import Path

import pytest

from storage.changes import Changes
from storage.databases import open_database
from storage.housekeeping import beat, pulse
from storage.store import Store

COMMAND = """
import asyncio, os, sys
from pathlib import Path
from storage.changes import Changes
from storage.housekeeping import beat, pulse
from storage.keys import Keyring
from storage.store import Store

async def main(url, reads, writes):
    async with Store(url, Keyring(Path("none"), os.urandom(32))) as store:
        print(await pulse(store.database, reads))
        await store.apply(Changes((beat(writes, 1),)))

asyncio.run(main(*sys.argv[1:]))
"""


async def command(url: str, reads: str, writes: str) -> str:
    """Another process reads one row, writes another and ends; what it read."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COMMAND, url, reads, writes, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode().split()[-1]  # what it logs comes before


async def test_each_sees_what_the_other_wrote(store: Store, url: str) -> None:
    for number in range(3):
        await store.apply(Changes((beat(f"ours {number}", 1),)))
        assert await command(url, f"ours {number}", f"theirs {number}") == "1"
        assert await pulse(store.database, f"theirs {number}") == 1
    if store.database.path:
        assert Path(f"{store.database.path}-wal").exists(), "the log is in use"


@pytest.mark.sqlite
async def test_files_that_others_could_open_are_their_owners_only_from_then_on(
    store: Store, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await store.apply(Changes((beat("ours", 1),)))
    files = [Path(f"{store.database.path}{end}") for end in ("", "-wal", "-shm")]
    for file in files:
        file.chmod(0o644)
    assert await command(url, "ours", "theirs") == "1"
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert await pulse(store.database, "theirs") == 1, "the locks of this process were not lost"
    await open_database(url).close()
    assert "others" not in capsys.readouterr().out, "it is said once"
    files[0].chmod(0o640)
    await open_database(url).close()
    assert "others could open the database" in capsys.readouterr().out
