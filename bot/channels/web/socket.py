"""The live line between a page and the desk."""

import asyncio
import logging
import re
import secrets
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.web import frames
from bot.channels.web.bucket import Bucket
from bot.channels.web.common import WEB, Web
from bot.channels.web.guard import refuse_foreign
from bot.channels.web.language import guess
from bot.channels.web.rooms import Room, Seat
from storage.changes import StorageDown
from storage.messages import Card, Command, Incoming, Reaction, Said

HEARTBEAT = 30
_log = logging.getLogger(__name__)
_TRIAL = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def socket(request: web.Request) -> web.WebSocketResponse:
    """GET /chat/<consultation>/socket?language=…&trial=…&again=1; `again`: this page was connected before."""
    refuse_foreign(request)
    parts = request.app[WEB]
    await parts.about_or_404(request, guess(request))
    line = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=frames.LARGEST, compress=False)
    token = parts.identity.read(request)
    forgotten = token is None and "again" in request.query
    token = token or parts.identity.new()
    if not forgotten:
        parts.identity.give(line, token)
    await line.prepare(request)
    seat = Seat(line, request.query.get("language", ""))
    if forgotten:
        await seat.send({"farewell": parts.pages.words(seat.language)["lost"]})
        return line
    with parts.rooms.seated(token, seat) as room:
        await Talk(
            parts, request.match_info["consultation"], token, seat, room, _start(request), guess(request)
        ).run()
    return line


def _start(request: web.Request) -> Command:
    slug, trial = request.match_info["consultation"], request.query.get("trial", "")
    return Command("start", f"{slug}_{trial}" if _TRIAL.fullmatch(trial) else slug)


@dataclass(frozen=True, slots=True)
class Talk:
    """One page's connection, from its first card to its end."""

    web: Web
    slug: str
    token: str
    seat: Seat
    room: Room
    start: Command
    language: str

    async def run(self) -> None:
        """Until the page goes, sends what is none of ours, or the database is away (it comes back then)."""
        try:
            await self._greet()
            await self._listen()
        except StorageDown:
            await self.seat.close(WSCloseCode.TRY_AGAIN_LATER)
        except frames.BadFrame:
            await self.seat.close(WSCloseCode.POLICY_VIOLATION)
        except Exception:
            _log.exception("A chat page's connection failed")
            await self.seat.close(WSCloseCode.INTERNAL_ERROR)

    async def _greet(self) -> None:
        async with self.room.lock:
            card = await self.web.desk.card("web", self.token)
            if card is not None:
                await self._show(self.seat, card)
        if card is None:
            await self._react(await self._take(secrets.token_urlsafe(16), self.start), started=True)
        if news := await self.web.desk.news(self.token):
            for seat in tuple(self.room.seats):
                await seat.send(frames.told(news))

    async def _listen(self) -> None:
        bucket = Bucket(burst=20, rate=5, clock=asyncio.get_running_loop().time)
        async for message in self.seat.socket:
            if message.type is not WSMsgType.TEXT:
                raise frames.BadFrame
            await bucket.wait()
            sent = frames.read(message.data)
            reaction = await self._take(sent.id, sent.said or self.start)
            await self.seat.send(frames.acknowledged(sent.id, reaction))
            await self._react(reaction)

    async def _take(self, key: str, said: Said) -> Reaction:
        return await self.web.desk.take(Incoming("web", self.token, f"web:{key}", said, self.language))

    async def _react(self, reaction: Reaction, *, started: bool = False) -> None:
        if reaction.farewell:
            await asyncio.gather(*(seat.send({"farewell": reaction.farewell}) for seat in self.room.seats))
        if not reaction.show:
            return
        async with self.room.lock:
            if card := await self.web.desk.card("web", self.token):
                seats = tuple(self.room.seats)
                await asyncio.gather(*(self._show(seat, card, started=started) for seat in seats))

    async def _show(self, seat: Seat, card: Card, *, started: bool = False) -> None:
        if seat.language != card.language:
            seat.language = card.language
            if about := await self.web.about(self.slug, card.language):
                interface = self.web.pages.interface(card.language, about.title, about.organiser)
                await seat.send({"interface": interface})
        await seat.send(frames.shown(card, started=started))
