"""`make bench`: measure all bots, one after the other, and write `docs/benchmarks.md`."""

import argparse
import asyncio
import tempfile
from contextlib import nullcontext
from pathlib import Path

from tests.bench import paper
from tests.bench.api import BenchApi
from tests.bench.bots import Contestant, keep_off, running
from tests.bench.measure import Result, at_most, at_pace, many, spread
from tests.postgres import cluster

FAR = 0.05
"""Seconds that a Bot API takes to answer which is far away."""
HALF_WAY = "age"
RATES = (200, 1_000)


async def measure(who: Contestant, options: argparse.Namespace) -> Result:
    """Everything about one bot, in a process that was started for it."""
    api = BenchApi()
    url = await api.start()
    result = Result(who.name)
    with (
        tempfile.TemporaryDirectory() as folder,
        cluster(safe=True) if who.postgres else nullcontext() as server,
    ):
        database = await server.new() if server else ""
        async with running(who, api, url, Path(folder), database) as bot:
            await spread(api, options.crowd)
            for rate in options.rates:
                result.paces.append(await at_pace(api, bot, rate, options.seconds))
                print(f"  {who.name}: {result.paces[-1]}", flush=True)
            if options.conversations:
                result.conversations = options.conversations
                result.memory = await many(api, bot, options.conversations, HALF_WAY)
                print(f"  {who.name}: {result.memory:.0f} MiB", flush=True)
            api.delay = FAR
            result.far = await at_most(api, bot, options.seconds)
            print(f"  {who.name}: {result.far}\n  {dict(api.calls)}", flush=True)
    await api.stop()
    return result


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a try: small figures, no paper")
    parser.add_argument("--only", default="", help="one bot: Mushawara, PTB or aiogram")
    parser.add_argument("--poll", action="store_true", help="long polling instead of a webhook")
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="of each measurement (default: %(default)s)"
    )
    parser.add_argument("--crowd", type=int, default=2_000, help="residents at once (default: %(default)s)")
    parser.add_argument(
        "--conversations", type=int, default=20_000, help="for the memory (default: %(default)s)"
    )
    parser.add_argument(
        "--rates", type=int, nargs="*", default=RATES, help="updates a second (default: 200 1000)"
    )
    options = parser.parse_args()
    if options.short:
        options.seconds, options.crowd, options.conversations = 4.0, 200, 500
    return options


def main() -> None:
    options = _options()
    keep_off()
    names = ("Mushawara", "Mushawara on PostgreSQL", "PTB ConversationHandler", "aiogram FSM")
    bots = [
        Contestant(name, not options.poll, name.endswith("PostgreSQL"))
        for name in names
        if name.startswith(options.only)
    ]
    results = [asyncio.run(measure(who, options)) for who in bots]
    if options.short or options.only:
        print(paper.table(results))
    else:
        paper.write(results)


if __name__ == "__main__":
    main()
