"""One process: storage, desk, channels, sender and clock, put together and taken apart again."""

import asyncio
import gc
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from aiohttp import web

from bot import events_page, recommendations_page
from bot.channel_health import HealthReport, list_troubles
from bot.channels.telegram.access import Access
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.downloads import fetch
from bot.channels.telegram.outgoing import Outgoing
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.request import known_name, open_bot
from bot.channels.telegram.webhook import PATH, Address, Webhook
from bot.channels.web.common import WEB
from bot.channels.web.contract import ChatAbout, ResultsOf
from bot.channels.web.setup import HEALTH, routes
from bot.clock import Clock
from bot.dashboard.setup import routes as dashboard
from bot.desk import Desk
from bot.installation import CannotListen, open_store, refuse_reopened
from bot.logs import report_failures
from bot.results_page import published_file, published_page
from bot.round_page import round_page
from bot.sender import send_forever
from bot.server.connections import Connections
from bot.server.descriptors import connections_within, raise_limit
from bot.server.hosts import Hosts
from bot.server.listening import answering, listening
from bot.server.visits import VISITS, Visits
from bot.settings import Settings
from bot.stored_media import StoredMedia
from handlers.arriving.helping import menu
from handlers.words import LANGUAGES, Words, translations
from storage import consultations, contacts
from storage.changes import KeysUnavailable
from storage.consultations import Consultation
from storage.hold import Hold, as_the_only_one
from storage.store import Store

log = structlog.get_logger()
ResultsPage = Callable[[Store], ResultsOf]
Work = Callable[[], Coroutine[Any, Any, None]]
"""Begun when all is ready: a coroutine that is made before would be left lying where that fails."""
Beside = Callable[[Store], Coroutine[Any, Any, None]]
LONGEST_PAUSE = 60.0
"""Seconds until a part of a channel that fails again and again is begun anew."""
YOUNG = 20_000
"""Objects more than there were, until the garbage collector looks for circles: hardly anything is in one."""


async def serve(
    settings: Settings,
    results_page: ResultsPage = published_page,
    beside: Beside | None = None,
    prepare: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Run until SIGTERM or SIGINT. Raises `CannotServe`.

    The port comes first: where another process has it, nothing is touched. `prepare` is done before the
    database is opened, `beside` is begun when all is ready.
    """
    report_failures(asyncio.get_running_loop())
    async with AsyncExitStack() as stack:
        sockets = _listen(settings, stack)
        if prepare:
            await prepare()
        store = await stack.enter_async_context(open_store(settings))
        await refuse_reopened(store)
        store.keys.erasure.open()
        apart_after = settings.apart_after_hours * 3_600
        desk = Desk(store, settings.public_url, limits=settings.limits(), apart_after=apart_after)
        clock = Clock(desk)
        await clock.wake()
        await clock.tick()
        work: list[Work] = [partial(beside, store)] if beside else []
        way_in: Poller | Webhook | None = None
        if settings.telegram_token:
            way_in, running = _telegram(settings, desk, stack)
            work += running
        door = way_in if isinstance(way_in, Webhook) else None
        await stack.enter_async_context(_web(settings, desk, results_page, door, sockets))
        await stack.enter_async_context(store.database.hearing(desk.changed))
        clock.start()
        stack.callback(clock.stop)
        _settle()
        log.info("ready", listen=settings.listen, telegram=type(way_in).__name__.lower() if way_in else "off")
        await _until_stopped(work)


def _telegram(
    settings: Settings, desk: Desk, stack: AsyncExitStack
) -> tuple[Poller | Webhook, tuple[Work, ...]]:
    """The way in, and what runs: the line to the server, the sender, and how updates come."""
    bot = open_bot(settings.telegram_token, settings.telegram_api_url)
    stack.push_async_callback(bot.shutdown)
    desk.fetchers["telegram"] = partial(fetch, bot)
    desk.bot_name = partial(known_name, bot)
    access = Access(bot, desk.telegram)
    outgoing = Outgoing(bot, Words, StoredMedia(desk.store), access.granted)
    sender = partial(_alone, desk, "sender", partial(send_forever, desk, outgoing))
    address = Address(settings.public_url + PATH, settings.webhook_secrets)
    menus = {language: menu(Words(language)) for language in LANGUAGES}
    if address.secrets:
        webhook = Webhook(
            bot, desk, Words, address, menus=menus, health=desk.telegram, granted=access.granted
        )
        return webhook, _persistent(desk, access=access.run, sending=sender, updates=webhook.run)
    poller = Poller(bot, desk, Words, menus=menus, health=desk.telegram, granted=access.granted)
    polling = partial(_alone, desk, "poller", lambda _: poller.run())
    return poller, _persistent(desk, access=access.run, sending=sender, updates=polling)


def _persistent(desk: Desk, **parts: Work) -> tuple[Work, ...]:
    """Parts of a channel that begin again whatever ends them: one that fails takes nothing else along."""
    return tuple(partial(_again_and_again, desk, part, work) for part, work in parts.items())


async def _again_and_again(desk: Desk, part: str, work: Work) -> None:
    backoff = Backoff(longest=LONGEST_PAUSE)
    while True:
        try:
            await work()
        except Exception as error:  # its own words may quote anybody
            log.error("a part of Telegram failed and begins again", part=part, error=type(error).__name__)
            desk.telegram.report(part, "outage")
        await asyncio.sleep(backoff.failed())
        desk.telegram.report(part, None)


def _settle() -> None:
    """What is there now stays: the garbage collector need not go through it again, and hold up everybody."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


async def _alone(desk: Desk, name: str, work: Callable[[Hold], Awaitable[None]]) -> None:
    """Work whenever no other process does it; take over when that one is gone."""
    while True:
        async with desk.store.database.alone(name) as hold:
            await as_the_only_one(hold, work)
            log.warning("another process may have taken over", work=name)


@asynccontextmanager
async def _web(
    settings: Settings,
    desk: Desk,
    results_page: ResultsPage,
    door: Webhook | None,
    sockets: Sequence[socket.socket],
) -> AsyncIterator[None]:
    free = frozenset({HEALTH, PATH} if door else {HEALTH})
    most = connections_within(raise_limit())
    if settings.public_url.startswith("https://") and not settings.behind_proxy:
        how = "Where a proxy speaks HTTPS, let it say in X-Forwarded-For who asks: MUSHAWARA_BEHIND_PROXY=1."
        log.warning("all visitors share the limits of one address", how=how)
    connections = Connections(most, settings.proxies)
    visits = Visits(connections, free, time.monotonic)
    hosts = Hosts(settings.public_url, settings.port, free)
    app = web.Application(middlewares=[visits.middleware, hosts.middleware])
    app[VISITS] = visits
    if door:
        door.routes(app)
    store = desk.store
    results = results_page(store)
    routes(
        app,
        desk,
        about=lambda slug, language: _about(store, slug, language),
        listing=lambda language: _listing(store, language),
        events=lambda language: events_page.invitations(store, language, desk.clock()),
        feed=lambda language, code: events_page.feed(store, language, desk.clock(), code),
        health=lambda: _healthy(desk, telegram=bool(settings.telegram_token)),
        translations=translations,
        languages=LANGUAGES,
        public_url=settings.public_url,
        proxies=settings.proxies,
        media=StoredMedia(store).content,
        results=results,
        round=round_page(store, results, desk.clock),
        files=published_file(store),
        recommendations=lambda which, language: recommendations_page.listed(store, which, language),
        recommendation=lambda code, language: recommendations_page.one(store, code, language),
    )
    dashboard(app, desk)
    desk.fetchers["web"] = app[WEB].holding.fetch
    desk.pages = app[WEB].rooms.wake
    async with answering(app, sockets, connections):
        yield


def _listen(settings: Settings, stack: AsyncExitStack) -> Sequence[socket.socket]:
    try:
        return stack.enter_context(listening(settings.host, settings.port))
    except OSError as error:
        how = "End what listens there, or set another MUSHAWARA_LISTEN."
        raise CannotListen(f"Cannot listen on {settings.listen}: {error.strerror}. {how}") from error


async def _until_stopped(work: list[Work]) -> None:
    """Run all of it until a signal comes. What fails ends everything: raises `CannotServe` or its error."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    waiting = asyncio.create_task(stopped.wait())
    tasks = [asyncio.create_task(begins()) for begins in work]
    pending: set[asyncio.Task[Any]] = {waiting, *tasks}
    try:
        while waiting in pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)


def _chat_about(consultation: Consultation, language: str) -> ChatAbout:
    terms = consultation.terms
    spoken = terms.spoken(language)
    return ChatAbout(terms.slug, spoken, terms.say(terms.title, spoken), terms.say(terms.organiser, spoken))


async def _about(store: Store, slug: str, language: str) -> ChatAbout | None:
    consultation = await consultations.get(store.database, slug)
    if consultation is None:
        return None
    named = consultation.state == "open" and bool(await contacts.of(store.database, slug))
    return replace(_chat_about(consultation, language), contacts=named)


async def _listing(store: Store, language: str) -> Sequence[ChatAbout]:
    found = await consultations.every(store.database)
    return [_chat_about(each, language) for each in found if each.state == "open"]


async def _healthy(desk: Desk, telegram: bool) -> HealthReport:
    channels = list_troubles({"telegram": desk.telegram} if telegram else {})
    try:
        await consultations.look(desk.store.database)
        desk.store.keys.erasure.check()
    except KeysUnavailable:
        return HealthReport("keys", channels)
    except Exception:  # whatever it is, the watcher is told and not shown a page
        return HealthReport("database", channels)
    return HealthReport("", channels)
