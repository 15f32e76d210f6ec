"""The server: HTTP in front of the world."""

import asyncio
import contextlib
import json
import math
import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.bot_api.control import control_routes
from tests.bot_api.faults import DOWNLOAD, Fault, Faults
from tests.bot_api.methods import execute
from tests.bot_api.parameters import Parameters, read_parameters
from tests.bot_api.person import Person
from tests.bot_api.refusal import Refusal, too_many
from tests.bot_api.world import World

TOKEN = "1:FAKE-TOKEN-FOR-TESTS-ONLY"
UPLOAD_LIMIT = 50 * 1024 * 1024
_TOKEN_SHAPE = re.compile(r"\d+:[\w-]+")
_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


class BotApi:
    """A Bot API server for one bot. `paced` switches 429 on; `speed` makes its clock run faster."""

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        token: str = TOKEN,
        speed: float = 1.0,
        paced: bool = False,
        chat_burst: float = 5.0,
        seed: int = 0,
    ) -> None:
        self.token = token
        self.world = World(self._execute, speed, seed, chat_burst)
        self.world.pace.on = paced
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen; again on the same port after `stop`, with everything still known."""
        application = web.Application(client_max_size=UPLOAD_LIMIT)
        application.add_routes([web.get("/file/bot{token:[^/]+}/documents/{file}", self._download)])
        application.add_routes([web.route("*", "/bot{token:[^/]+}/{method}", self._call)])
        application.add_routes(control_routes(self))
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        await self.world.delivery.begin(self.world.delivery.hook)

    async def stop(self) -> None:
        """Stop listening; what is known stays."""
        if self._runner is not None:
            self.world.queue.end_poll("terminated: the server stops")
            await self._runner.cleanup()
            await self.world.delivery.end()  # after the last call, which may be setWebhook
            self._runner = None

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.world.queue)

    def person(self, person_id: int, *, language: str = "en", group: int | None = None) -> Person:
        """Somebody with a phone, in their own chat with the bot or (a negative id) in a group."""
        return Person(self.world, person_id, person_id if group is None else group, language)

    async def settles(self, seconds: float = 20.0) -> None:
        """Wait until every update is confirmed. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self.pending:
                await asyncio.sleep(0.01)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"].lower()
        fault = self.faults.pick(name) or Fault("delay", seconds=0)
        self.world.calls[name] += 1
        if fault.kind == "drop":
            return _cut(request)
        if fault.kind == "raw":
            return _as_it_is(request, fault.raw)
        if fault.kind == "html":
            return web.Response(
                status=fault.code, text=_PAGE.format(f"{fault.code} Bad Gateway"), content_type="text/html"
            )
        if fault.kind == "flood":
            return _refused(too_many(math.ceil(fault.seconds)))
        answer = await self._answer(request, name)
        return await self._late(request, fault, answer)

    async def _answer(self, request: web.Request, name: str) -> web.Response:
        try:
            self._admit(request.match_info["token"])
            parameters = await read_parameters(request)
            return web.json_response({"ok": True, "result": await execute(self.world, name, parameters)})
        except Refusal as refusal:
            return _refused(refusal)

    def _admit(self, token: str) -> None:
        if not _TOKEN_SHAPE.fullmatch(token):
            raise Refusal(404, "Not Found")
        if token != self.token:
            raise Refusal(401, "Unauthorized")

    async def _execute(self, name: str, values: dict[str, Any]) -> None:
        """A method that the bot wrote into its answer to a delivery: nobody hears what comes of it."""
        self.world.calls[name] += 1
        with contextlib.suppress(Refusal):
            await execute(self.world, name, Parameters(values))

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if fault := self.faults.pick(DOWNLOAD):
            return _as_it_is(request, fault.raw)
        try:
            self._admit(request.match_info["token"])
        except Refusal as refusal:
            return _refused(refusal)
        content = self.world.files.get(request.match_info["file"])
        return web.Response(body=content) if content is not None else web.Response(status=404)

    async def _late(self, request: web.Request, fault: Fault, answer: web.Response) -> web.StreamResponse:
        if fault.kind == "swallow":
            return _cut(request)
        if fault.kind == "half":
            return await _half(request, answer)
        await asyncio.sleep(self.world.clock.real(fault.seconds))
        return answer


def _refused(refusal: Refusal) -> web.Response:
    return web.json_response(refusal.body(), status=refusal.code)


def _as_it_is(request: web.Request, raw: Callable[[str], bytes]) -> web.Response:
    """Everything that a server on the way may say, however wrong."""
    if (transport := request.transport) is not None:
        transport.write(raw(request.raw_path))
        transport.close()
    return web.Response()


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _half(request: web.Request, answer: web.Response) -> web.StreamResponse:
    body = json.dumps(json.loads(answer.text or "{}")).encode()
    response = web.StreamResponse(
        headers={"Content-Type": "application/json", "Content-Length": str(len(body))}
    )
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    return _cut(request)
