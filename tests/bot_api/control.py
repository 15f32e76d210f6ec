"""The same controls over HTTP, for other processes. All bodies and answers are JSON.

    POST   /control/people/7/send     {"text": "/start"}          also edits {"text"}, voice,
                                                                  shows {"kind", "content", "caption"}
    POST   /control/people/7/tap      {"label": "Yes"}            also press {"data", "message_id"}
    POST   /control/people/7/blocks   {}                          also unblocks
    GET    /control/people/7                                      what the chat shows, and `changes`
    GET    /control/people/7/waits?since=3&seconds=20             the same, once `changes` is above `since`
    POST   /control/faults            {"kind": "drop", …}         also {"repeats": 2},
                                                {"blocked_share": 0.03}, {"reorder": 0.5}
    DELETE /control/faults
    GET    /control/state                                         updates pending, calls and edits of no
                                                                  effect by method,
                                                                  the webhook's answers by status
    POST   /control/clock             {"advance": 3600}           also {"speed": 100}
    POST   /control/updates           {"update_id": 1, …}         an update as it is, however odd
    POST   /control/restart           {"at": 1000}                update ids go on from there

A person's language or group is named in the query: `?language=ar&group=-5`.
"""

import asyncio
import inspect
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.bot_api.faults import Fault
from tests.bot_api.person import Person

if TYPE_CHECKING:
    from tests.bot_api.server import BotApi

ACTIONS = {"send", "tap", "press", "edits", "shows", "voice", "blocks", "unblocks"}


def control_routes(api: "BotApi") -> list[web.RouteDef]:
    """Routes through which another process plays people and orders faults."""
    control = _Control(api)
    return [
        web.get("/control/people/{person}", control.show),
        web.get("/control/people/{person}/waits", control.wait),
        web.post("/control/people/{person}/{action}", control.act),
        web.post("/control/faults", control.add_fault),
        web.delete("/control/faults", control.clear_faults),
        web.get("/control/state", control.state),
        web.post("/control/clock", control.set_clock),
        web.post("/control/updates", control.push),
        web.post("/control/restart", control.restart),
    ]


class _Control:
    def __init__(self, api: "BotApi") -> None:
        self._api = api

    async def show(self, request: web.Request) -> web.Response:
        return web.json_response(self._person(request).chat.as_json())

    async def wait(self, request: web.Request) -> web.Response:
        """Answers after `seconds` all the same: who asks sees by `changes` whether something happened."""
        chat = self._person(request).chat
        since, seconds = int(request.query.get("since", 0)), float(request.query.get("seconds", 20))
        try:
            async with asyncio.timeout(seconds):
                while chat.changes <= since:
                    await chat.moves()
        except TimeoutError:
            pass
        return web.json_response(chat.as_json())

    async def act(self, request: web.Request) -> web.Response:
        action = request.match_info["action"]
        if action not in ACTIONS:
            raise web.HTTPNotFound(text=f"no such action; there are {sorted(ACTIONS)}")
        try:
            result = getattr(self._person(request), action)(**await _body(request))
            return web.json_response({"result": await result if inspect.isawaitable(result) else result})
        except (LookupError, TypeError, RuntimeError) as error:
            raise web.HTTPConflict(text=str(error)) from None

    async def add_fault(self, request: web.Request) -> web.Response:
        order = await _body(request)
        faults = self._api.faults
        faults.repeats = order.pop("repeats", faults.repeats)
        faults.blocked_share = order.pop("blocked_share", faults.blocked_share)
        faults.reorder = order.pop("reorder", faults.reorder)
        if order:
            faults.add(Fault(**order))
        return web.json_response({})

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._api.faults.clear()
        return web.json_response({})

    async def state(self, request: web.Request) -> web.Response:
        world = self._api.world
        said = {
            "pending": self._api.pending,
            "calls": world.calls,
            "unchanged": world.unchanged,
            "webhook": world.delivery.statuses,
        }
        return web.json_response(said)

    async def push(self, request: web.Request) -> web.Response:
        self._api.world.queue.push_raw(await _body(request))
        return web.json_response({})

    async def restart(self, request: web.Request) -> web.Response:
        self._api.world.queue.restart((await _body(request))["at"])
        return web.json_response({})

    async def set_clock(self, request: web.Request) -> web.Response:
        order = await _body(request)
        self._api.world.clock.advance(order.get("advance", 0))
        if "speed" in order:
            self._api.world.clock.set_speed(order["speed"])
        return web.json_response({"now": self._api.world.clock.now()})

    def _person(self, request: web.Request) -> Person:
        group = request.query.get("group")
        return self._api.person(
            int(request.match_info["person"]),
            language=request.query.get("language", "en"),
            group=int(group) if group else None,
        )


async def _body(request: web.Request) -> dict[str, Any]:
    return dict(await request.json()) if request.can_read_body else {}
