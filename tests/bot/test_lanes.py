"""One person's things are handled one at a time, in order; another's do not wait."""

import asyncio

from bot.lanes import Lanes


async def test_one_at_a_time_in_order_and_nobody_else_waits() -> None:
    lanes, told = Lanes(), []
    gate = asyncio.Event()

    async def visit(who: str, name: str, wait: bool = False) -> None:
        async with lanes.of(who):
            if wait:
                await gate.wait()
            told.append(name)

    tasks = [asyncio.create_task(visit("one", "first", wait=True))]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(visit("one", name)) for name in ("second", "third")]
    tasks.append(asyncio.create_task(visit("two", "other")))
    await asyncio.sleep(0.01)
    assert told == ["other"]
    gate.set()
    await asyncio.gather(*tasks)
    assert told == ["other", "first", "second", "third"]
    assert not lanes._locks


async def test_who_is_cancelled_lets_the_next_in() -> None:
    lanes = Lanes()
    async with lanes.of("one"):
        waiting = asyncio.create_task(lanes.of("one").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(1), lanes.of("one"):
        pass
