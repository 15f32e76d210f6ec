"""The processes that are measured: ours as an operator starts it, the peers as their papers say."""

import asyncio
import base64
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import due_now
from bot.desk import utc_now
from handlers.consultations import applying
from handlers.consultations.folder import read_folder
from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade
from tests.bench import survey
from tests.bench.api import SECRET, TOKEN, BenchApi
from tests.ports import free_port

TOP = Path(__file__).resolve().parents[2]
PEERS = TOP / ".venv-bench" / "bin" / "python"
PATIENCE = 30.0
TICKS = os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))
Environment = dict[str, str]


@dataclass
class Bot:
    """A bot's process."""

    pid: int

    def cpu(self) -> float:
        """Seconds of the processor, user and system, of all its threads (proc(5), `stat`)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self) -> float:
        """Memory it holds now, in MiB (proc(5), `status`)."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@dataclass(frozen=True)
class Contestant:
    """A way to write the bot. `webhook`: whether updates come by webhook, else it polls."""

    name: str
    webhook: bool = True
    postgres: bool = False
    """Of ours: on PostgreSQL instead of SQLite."""

    @property
    def peer(self) -> str:
        """The module of a peer; empty for ours."""
        return {"PTB": "tests.bench.peers.ptb", "aiogram": "tests.bench.peers.aiogram_fsm"}.get(
            self.name.split()[0], ""
        )


@asynccontextmanager
async def running(
    who: Contestant, api: BenchApi, api_url: str, folder: Path, database: str = ""
) -> AsyncIterator[Bot]:
    """The process, ready to take updates; ended afterwards. `database`: the URL of ours, if not SQLite."""
    port = free_port()
    if who.peer:
        hook, listening = port if who.webhook else 0, bool(who.webhook)
        command = [str(PEERS), "-m", who.peer, api_url, TOKEN, str(hook), SECRET]
        environment, path = {"PYTHONPATH": str(TOP)}, f"/{who.peer.rpartition('.')[2].partition('_')[0]}"
    else:
        environment, listening, path = (
            await _prepared(who, api_url, port, folder, database),
            True,
            "/telegram",
        )
        command = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=log
        )
    try:
        _alone_on(process.pid, 0)
        if listening:
            await _listens(process, port, folder / "log")
        if who.webhook:
            await api.deliver_to(port, path)
        yield Bot(process.pid)
    finally:
        api.hang_up()
        if process.returncode is None:
            process.terminate()
            await process.wait()


def keep_off() -> None:
    """Leave the first core to the bot, where there is a second one for us."""
    _alone_on(0, -1)


async def _prepared(who: Contestant, api_url: str, port: int, folder: Path, database: str) -> Environment:
    """The consultation, applied and open; gives the settings of our process."""
    url = database or f"sqlite:///{folder / 'bot.db'}"
    keys = Keyring(folder / "keys", os.urandom(32))
    there = folder / "consultation"
    there.mkdir()
    (there / "consultation.toml").write_text(survey.TOML)
    (there / "regions.csv").write_text(survey.regions())
    (there / "survey.md").write_text(survey.xlsform())
    async with Store(url, keys) as store:
        await upgrade(store.database)
        keys.create(survey.SLUG)
        applied = await applying.apply(store, read_folder(there), None, utc_now())
        await store.apply(applied.changes)
        await due_now(store, utc_now())
    settings = {
        "DATABASE_URL": url,
        "KEYS": str(folder / "keys"),
        "MASTER_KEY": base64.urlsafe_b64encode(keys.master).decode(),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api_url,
        "LISTEN": f"127.0.0.1:{port}",
    }
    if who.webhook:
        settings |= {"WEBHOOK_SECRET": SECRET, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    return {f"MUSHAWARA_{name}": value for name, value in settings.items()}


async def _listens(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                assert process.returncode is None, log.read_text()
                await asyncio.sleep(0.05)
            else:
                return writer.close()


def _alone_on(pid: int, place: int) -> None:
    if len(CORES) > 1:
        os.sched_setaffinity(pid, {CORES[place]})
