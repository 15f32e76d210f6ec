"""`python -m tests.bot_api`: the server alone, until it is interrupted."""

import argparse
import asyncio
import signal

from tests.bot_api.server import TOKEN, BotApi


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bot_api", description="A Bot API server for tests."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--token", default=TOKEN, help="the one token it accepts (default: %(default)s)")
    parser.add_argument(
        "--speed", type=float, default=1.0, help="how fast its clock runs (default: %(default)s)"
    )
    parser.add_argument("--paced", action="store_true", help="answer 429 beyond Telegram's limits")
    parser.add_argument("--seed", type=int, default=0, help="of the chances it takes (default: %(default)s)")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    api = BotApi(
        options.port,
        host=options.host,
        token=options.token,
        speed=options.speed,
        paced=options.paced,
        seed=options.seed,
    )
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await api.start()
    print(f"Bot API for tests: {api.url} token {api.token}", flush=True)
    await stopped.wait()
    await api.stop()


if __name__ == "__main__":
    asyncio.run(_serve(_options()))
