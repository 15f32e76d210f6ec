"""What stands before several processes: each delivery goes to one that takes it."""

from collections.abc import Mapping
from random import Random
from typing import Self

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, web

PATIENCE = ClientTimeout(total=2.0)
"""Seconds for an answer; then the server hears 504 and brings it again."""
KEPT = ("Content-Type", "Retry-After", "X-Telegram-Bot-Api-Secret-Token")


class Proxy:
    """Listens on loopback; `targets` are the addresses behind it. Use it as an async context manager."""

    def __init__(self, seed: int) -> None:
        self.targets: list[str] = []
        self.url = ""
        self._random = Random(seed)
        self._session = ClientSession(timeout=PATIENCE)
        app = web.Application()
        app.router.add_post("/{path:.*}", self._passes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _passes(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), _kept(request.headers)
        for target in self._random.sample(self.targets, len(self.targets)):
            try:
                async with self._session.post(
                    f"http://{target}{request.path}", data=body, headers=headers
                ) as answer:
                    said = await answer.read()
                    return web.Response(status=answer.status, body=said, headers=_kept(answer.headers))
            except ClientConnectorError:
                continue  # nobody is there, so nobody else has it
            except TimeoutError:
                return web.Response(status=504)
            except (ClientError, OSError):
                break
        return web.Response(status=502)


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in KEPT if name in headers}
