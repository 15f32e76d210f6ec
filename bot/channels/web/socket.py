"""The live line between a page and the desk."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from bot.channels.web import frames
from bot.channels.web.common import WEB, Web
from bot.channels.web.guard import refuse_foreign
from bot.channels.web.language import guess
from bot.channels.web.rooms import Room, Seat
from bot.networks import Networks
from bot.server.visits import page_of
from storage.changes import StorageDown
from storage.messages import Card, Command, Incoming, Reaction, Said

HEARTBEAT = 30
LONGEST = 20
"""Seconds that somebody new may be kept waiting; after that their page tries again by itself."""
NEWS_EVERY = 20
"""Seconds between two looks for news while a page is open."""
SETTLES = 0.2
"""Seconds in which whoever did something sees it first; what follows at once is shown once."""
log = structlog.get_logger()
_TRIAL = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def socket(request: web.Request) -> web.WebSocketResponse:
    """GET /chat/<consultation>/socket?language=…&trial=…&again=1; `again`: this page showed a card before.

    A cookie that nobody has (any more) is replaced, so that who was forgotten begins as somebody new.
    """
    refuse_foreign(request)
    parts = request.app[WEB]
    await parts.about_or_404(request, guess(request))
    line = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=frames.LARGEST, compress=False)
    token = parts.identity.read(request)
    person = await parts.desk.whose("web", token) if token else None
    forgotten = person is None and "again" in request.query
    if not token or not (person or token in parts.identity.unused):
        token = parts.identity.new()
    if not forgotten:
        parts.identity.give(line, token)
    await line.prepare(request)
    seat = Seat(line, request.match_info["consultation"], token, request.query.get("language", ""))
    if forgotten:
        await seat.send({"farewell": parts.pages.words(seat.language)["lost"]})
        return line
    await Visit(parts, seat, _start(request), guess(request), request).run(person)
    return line


def _start(request: web.Request) -> Command:
    slug, trial = request.match_info["consultation"], request.query.get("trial", "")
    return Command("start", f"{slug}_{trial}" if _TRIAL.fullmatch(trial) else slug)


@dataclass(frozen=True, slots=True)
class Visit:
    """One page's connection: who comes, and what they do."""

    parts: Web
    seat: Seat
    start: Command
    language: str
    request: web.Request

    async def run(self, person: bytes | None) -> None:
        """Until the page goes, sends what is none of ours, or the database is away (it comes back then)."""
        try:
            first = None if person else await self._first_thing()
            if person is None and first is None:
                return
            person = person or await self._begin()
            with page_of(self.request, person) as held:
                if not held:
                    raise StorageDown("Too many pages are open in this network.")
                await self._talk(person, first)
        except StorageDown:
            await self.seat.close(WSCloseCode.TRY_AGAIN_LATER)
        except frames.BadFrame:
            await self.seat.close(WSCloseCode.POLICY_VIOLATION)
        except Exception as error:  # its own words may quote an answer
            log.error("a chat page's connection failed", error=type(error).__name__)
            await self.seat.close(WSCloseCode.INTERNAL_ERROR)

    async def _talk(self, person: bytes, first: frames.Sent | None) -> None:
        with self.parts.rooms.seated(person, self.parts.desk.mark(person), self.seat) as room:
            await Talk(self, room).run(first)

    async def _first_thing(self) -> frames.Sent | None:
        """Show somebody new where they are; what they do then, or None if they go without a word."""
        with self.parts.rooms.at_the_door(self.seat):
            card = await self.parts.desk.first_card(self._incoming("", self.start))
            await self.speak(self.seat, card.language)
            await self.seat.send(frames.first(card))
            async for message in self.seat.socket:
                return _read(message)
        return None

    async def _begin(self) -> bytes:
        """Now a person is made of them, unless another tab did; many who come at once take turns."""
        if (person := await self.parts.desk.whose("web", self.seat.device)) is not None:
            return person
        if not await self.parts.newcomers.wait(self.networks, LONGEST):
            raise StorageDown("Too many newcomers at once.")
        await self.take(secrets.token_urlsafe(16), self.start)
        self.parts.identity.unused.pop(self.seat.device, None)
        await self.parts.rooms.let_in(self.seat.device)
        return await self.parts.desk.whose("web", self.seat.device) or self.seat.device.encode()

    async def take(self, key: str, said: Said) -> Reaction:
        """Hand in what was done on this page."""
        return await self.parts.desk.take(self._incoming(key, said))

    def _incoming(self, key: str, said: Said) -> Incoming:
        return Incoming("web", self.seat.device, f"web:{key}", said, self.language, networks=self.networks)

    @property
    def networks(self) -> Networks:
        return self.parts.networks(self.request)

    async def speak(self, seat: Seat, language: str) -> None:
        """Have a page speak this language from now on."""
        if seat.language == language:
            return
        seat.language = language
        if about := await self.parts.about(seat.slug, language):
            interface = self.parts.pages.interface(language, about.title, about.organiser)
            await seat.send({"interface": interface})


def _read(message: WSMessage) -> frames.Sent:
    if message.type is not WSMsgType.TEXT:
        raise frames.BadFrame
    return frames.read(message.data)


@dataclass(frozen=True, slots=True)
class Talk:
    """What goes to and fro once it is known who it is."""

    visit: Visit
    room: Room

    async def run(self, first: frames.Sent | None) -> None:
        """Show the card and the news, then listen; `first`: what somebody new did, who saw it already."""
        if first is None:
            async with self.room.lock:
                await self._show_in((self.visit.seat,))
        else:
            await self._take(first)
        await self._tell()
        telling = asyncio.create_task(self._go_on_telling())
        try:
            await self._listen()
        finally:
            telling.cancel()

    async def _go_on_telling(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(NEWS_EVERY):
                    await self._changed()
            try:
                if self.room.changed.is_set():
                    await self._look_again()
                await self._tell()
            except StorageDown:
                continue
            except Exception as error:  # what cannot be shown now may be shown after the next change
                log.error("a chat page could not be renewed", error=type(error).__name__)

    async def _changed(self) -> None:
        """Returns when somebody else changed what these pages show; their own changes are shown at once."""
        while True:
            await self.room.changed.wait()
            await asyncio.sleep(SETTLES)
            if self.room.changed.is_set():
                return

    async def _look_again(self) -> None:
        """Somebody else did something: show what is different now, or that nobody is left to show it to."""
        async with self.room.lock:
            card = await self._card()
            seats = [seat for seat in self.room.seats if seat.shown != card]
            await asyncio.gather(*(self._show(seat, card) if card else self._lose(seat) for seat in seats))

    async def _tell(self) -> None:
        desk, device = self.visit.parts.desk, self.visit.seat.device
        async with self.room.lock:  # two pages of one person do not tell the same twice
            news = await desk.news(device)
            if not news or not any([await seat.send(frames.told(news)) for seat in tuple(self.room.seats)]):
                return
            await desk.told(device, news)
        await self._react(Reaction(show=True))

    async def _listen(self) -> None:
        async for message in self.visit.seat.socket:
            await self.room.pace.wait()
            await self._take(_read(message))

    async def _take(self, sent: frames.Sent) -> None:
        reaction = await self._taken(sent)
        await self.visit.seat.send(frames.acknowledged(sent.id, reaction))
        await self._react(reaction)

    async def _taken(self, sent: frames.Sent) -> Reaction:
        if isinstance(sent.said, frames.Look):
            return Reaction(show=True)
        return await self.visit.take(sent.id, sent.said or self.visit.start)

    async def _react(self, reaction: Reaction) -> None:
        if reaction.farewell:
            await asyncio.gather(*(_part(seat, reaction.farewell) for seat in self.room.seats))
        if reaction.show:
            async with self.room.lock:
                await self._show_in(tuple(self.room.seats))

    async def _lose(self, seat: Seat) -> None:
        await _part(seat, self.visit.parts.pages.words(seat.language)["lost"])

    async def _show_in(self, seats: Sequence[Seat]) -> None:
        if card := await self._card():
            await asyncio.gather(*(self._show(seat, card) for seat in seats))

    async def _card(self) -> Card | None:
        self.room.changed.clear()
        return await self.visit.parts.desk.card("web", self.visit.seat.device)

    async def _show(self, seat: Seat, card: Card) -> None:
        await self.visit.speak(seat, card.language)
        seat.shown = card
        await seat.send(frames.shown(card))


async def _part(seat: Seat, farewell: str) -> None:
    """Nobody is left whose card this page could show; whoever comes back is somebody new."""
    await seat.send({"farewell": farewell})
    await seat.close(WSCloseCode.OK)
