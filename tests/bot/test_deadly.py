"""A file that ends the process with each start: it is put aside, and everybody else is heard."""

import asyncio
from dataclasses import replace

from bot.deadly import DEATHS
from bot.desk import Desk
from storage.messages import File, Incoming, NotFetched, Reaction
from tests.events import hosts
from tests.looking import ask
from tests.town import Resident, Town

PHOTO = File("file", 9, "reference")


async def starts_again(town: Town) -> None:
    """Another process on the same database."""
    town.desk = Desk(town.store, "https://settat.example", clock=lambda: town.now)


def brings(town: Town, somebody: Resident, photo: File) -> asyncio.Task[Reaction]:
    """Telegram brings the same file again."""
    incoming = Incoming("telegram", somebody.address, "telegram:1", photo, "en")
    return asyncio.create_task(town.desk.take(incoming))


async def test_a_file_at_which_the_process_dies_is_put_aside_after_several_starts(town: Town) -> None:
    writer, other = await hosts(town)
    await writer.writes("/event")
    photo = replace(PHOTO, at=(await writer.card()).at)
    dead: list[asyncio.Task[Reaction]] = []
    for _ in range(DEATHS):
        opened = asyncio.Event()

        async def dies(_: File, __: int, opened: asyncio.Event = opened) -> bytes:
            opened.set()
            await asyncio.Event().wait()
            return b""

        town.desk.fetchers["telegram"] = dies
        dead.append(brings(town, writer, photo))
        await opened.wait()
        await starts_again(town)
    assert (await brings(town, writer, photo)).show, "the card comes again"
    assert ask(town.store.database, "SELECT error FROM put_aside") == [("ProcessDied",)]
    assert not (await brings(town, writer, photo)).show, "it is known now"
    await writer.writes("/event")
    assert "Events of Housing Now" in await writer.sees()
    await other.writes("/event")
    assert "Events of Water For All" in await other.sees()
    for each in dead:
        each.cancel()
    await asyncio.wait(dead)


async def test_a_file_that_only_fails_is_not_put_aside(town: Town) -> None:
    writer, _ = await hosts(town)
    await writer.writes("/event")

    async def fails(_: File, __: int) -> bytes:
        raise NotFetched

    town.desk.fetchers["telegram"] = fails
    for _ in range(2 * DEATHS):
        await writer.does(PHOTO)
        assert "could not get that file" in await writer.sees()
    assert ask(town.store.database, "SELECT error FROM put_aside") == []
    assert ask(town.store.database, "SELECT count(*) FROM seen WHERE key LIKE '%opened%'") == [(0,)]
