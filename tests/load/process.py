"""The bot's process: started as an operator starts it, killed as nobody should."""

import asyncio
import base64
import os
import resource
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession

from bot.clock import due_now
from bot.desk import utc_now
from handlers.consultations import applying
from handlers.consultations.folder import read_folder
from storage.keys import Keyring
from storage.store import Store
from storage.upgrade import upgrade
from tests.bot_api import BotApi
from tests.load import sheet, town
from tests.ports import free_port

PATIENCE = 120.0
TICKS = os.sysconf("SC_CLK_TCK")


class Bot:
    """`mushawara` with the settings of one folder, against one Bot API.

    `public` is where Telegram brings its updates; empty: they are fetched.
    """

    def __init__(
        self, folder: Path, api: BotApi, url: str = "", public: str = "", master: bytes = b""
    ) -> None:
        self.folder = folder
        self.url = url or f"sqlite:///{folder / 'bot.db'}"
        self.public = public
        self._api = api
        self._process: Process | None = None
        self.listen = f"127.0.0.1:{free_port()}"
        self._master = master or os.urandom(32)
        self.cpu = 0.0
        """Seconds of the processor that it took so far, what it took until it was ready left out."""
        self._before = 0.0
        self.environment: dict[str, str] = {}
        """What its system tells it beside its settings."""
        self.files = 0
        """How many files and sockets it may have open; 0: as many as we may."""

    def twin(self) -> "Bot":
        """One more process of the same installation; it does not run yet."""
        twin = Bot(self.folder, self._api, self.url, self.public, self._master)
        twin.environment = self.environment
        return twin

    def signals(self, number: signal.Signals) -> None:
        """Stop it in the middle, or let it go on."""
        assert self._process is not None
        self._process.send_signal(number)

    async def starts(self) -> None:
        """Begin to serve; returns at once."""
        with (self.folder / "log").open("ab") as log:
            self._before = 0.0
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                "from bot.cli import main; main()",
                "serve",
                **self._place(),
                stderr=log,
                preexec_fn=self._limit_files if self.files else None,
            )

    def _limit_files(self) -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (self.files, self.files))

    async def ready(self) -> None:
        """Wait until it says that it is."""
        assert self._process is not None
        async with asyncio.timeout(PATIENCE), ClientSession() as session:
            while not await _answers(session, f"http://{self.listen}/health"):
                assert self._process.returncode is None, self.log()
                await asyncio.sleep(0.02)
        self._before = _cpu(self._process.pid)

    async def killed(self) -> None:
        """`kill -9`."""
        await self._ended(signal.SIGKILL)

    async def stops(self) -> None:
        """As an operator stops it."""
        await self._ended(signal.SIGTERM)

    async def runs(self, *command: str) -> str:
        """Another command beside it; what it says."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from bot.cli import main; main()", *command,
            **self._place(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    def used(self) -> float:
        """Seconds of the processor that it has used since it began."""
        assert self._process is not None
        return _cpu(self._process.pid)

    def store(self) -> Store:
        """What it remembers, for a look beside it."""
        return Store(self.url, Keyring(self.folder / "keys", self._master))

    def log(self) -> str:
        """What it has told so far."""
        return (self.folder / "log").read_text(encoding="utf-8")

    async def _ended(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self.cpu += _cpu(self._process.pid) - self._before
            self._process.send_signal(number)
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()
        self._process = None

    def _place(self) -> dict[str, Any]:
        ours = {
            "DATABASE_URL": self.url,
            "KEYS": str(self.folder / "keys"),
            "MASTER_KEY": base64.urlsafe_b64encode(self._master).decode(),
            "TELEGRAM_TOKEN": self._api.token,
            "TELEGRAM_API_URL": self._api.url,
            "LISTEN": self.listen,
        }
        if self.public:
            ours |= {"PUBLIC_URL": self.public, "WEBHOOK_SECRET": "only-telegram-knows-what-we-agreed"}
        settings = {f"MUSHAWARA_{name}": value for name, value in ours.items()}
        return {"cwd": self.folder, "env": {**os.environ, **settings, **self.environment}}


@asynccontextmanager
async def prepared(folder: Path, api: BotApi, url: str = "", public: str = "") -> AsyncIterator[Bot]:
    """The bot with the consultation of `town`, open; it does not run yet."""
    bot = Bot(folder, api, url, public)
    sheet.write(folder / "consultation")
    async with bot.store() as store:
        await upgrade(store.database)
        store.keys.create(town.SLUG)
        applied = await applying.apply(store, read_folder(folder / "consultation"), None, utc_now())
        await store.apply(applied.changes)
        await due_now(store, utc_now())
    try:
        yield bot
    finally:
        await bot.killed()


@asynccontextmanager
async def running(
    folder: Path, api: BotApi, url: str = "", webhook: bool = False, files: int = 0
) -> AsyncIterator[Bot]:
    """The same, ready; with `files`, it may have only so many open."""
    async with prepared(folder, api, url) as bot:
        bot.files = files
        bot.public = f"http://{bot.listen}" if webhook else ""
        await bot.starts()
        await bot.ready()
        yield bot


async def _answers(session: ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.status == 200
    except ClientError:
        return False


def _cpu(process: int) -> float:
    """User and system time of a process, where the system tells it (proc(5), `stat`)."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
