"""What a proxy writes down of those who come while things go wrong: nothing."""

import asyncio
import contextlib
import ssl
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.deploy.proxies import NAME, PROXIES, VISITOR, Front, fronted, tls
from tests.deploy.rude import ANSWERS, rude
from tests.ports import free_port

PAGE = "/chat/of-somebody-in-need"
HOST = "Host: chat.example.org\r\n"
LONG = "x" * 100_000
MISTAKES = (
    "",
    "NONSENSE\r\n\r\n",
    f"GET {PAGE}\r\n\r\n",
    f"GET {PAGE} HTTP/1.1\r\n\r\n",
    f"GET {PAGE} HTTP/1.1\r\nHost: a b\r\n\r\n",
    f"GET {PAGE} HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n",
    f"GET {PAGE} HTTP/9.9\r\n{HOST}\r\n",
    f"GET {PAGE} HTTP/1.1\r\n{HOST}Long: {LONG}\r\n\r\n",
    f"GET {PAGE}{LONG} HTTP/1.1\r\n{HOST}\r\n",
    f"GET /..{PAGE} HTTP/1.1\r\n{HOST}\r\n",
    f"POST {PAGE} HTTP/1.1\r\n{HOST}Content-Length: x\r\n\r\n",
    f"POST {PAGE} HTTP/1.1\r\n{HOST}Content-Length: 99\r\n\r\nhalf",
    f"POST {PAGE} HTTP/1.1\r\n{HOST}Content-Length: 99999999\r\n\r\nhalf",
    f"POST {PAGE} HTTP/1.1\r\n{HOST}Transfer-Encoding: x\r\n\r\n",
    f"POST {PAGE} HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
)
"""What no browser sends; each is cut off after a moment."""


def old_tls() -> ssl.SSLContext:
    """One that knows no way to speak which a proxy of today takes."""
    context = tls()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA256")
    return context


async def says(port: int, words: str, context: ssl.SSLContext | None = None, name: str = NAME) -> None:
    """Connect, say it, and go in the middle of the answer without a farewell."""
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=context, server_hostname=name if context else None, local_addr=(VISITOR, 0)
        )
        writer.write(words.encode("latin-1"))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.3):
                await reader.read(1)
        writer.transport.abort()
        await writer.wait_closed()


async def asks(front: Front, session: ClientSession, path: str, seconds: float = 30) -> int:
    """The status of a page; 0 where none came."""
    with contextlib.suppress(ClientError, TimeoutError):
        async with session.get(front.make_url(path), timeout=ClientTimeout(seconds)) as answer:
            await answer.read()
            return answer.status
    return 0


async def goes_wrong(front: Front, bot: int) -> None:
    """All of it."""
    port = front.address.port
    assert port
    async with front.session() as session:
        assert await asks(front, session, f"{PAGE}?while=away") == 502
        async with rude(bot):
            for kind in ANSWERS:
                await asks(front, session, f"{PAGE}/{kind}", seconds=2)
        await asyncio.gather(
            *(says(port, words, tls()) for words in MISTAKES),
            *(says(front.plain, words) for words in MISTAKES),
            *(says(port, words) for words in MISTAKES),
            says(port, "", tls(), name="elsewhere.example"),
            says(port, "", old_tls()),
            says(port, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "\xff" * 600),
        )
        await asks(front, session, f"{PAGE}?while=away")


@pytest.mark.parametrize("kind", PROXIES)
async def test_nobody_is_written_down(kind: str, tmp_path: Path) -> None:
    bot = free_port()
    with fronted(kind, tmp_path, bot) as front:
        await goes_wrong(front, bot)
    assert front.traces(VISITOR, "somebody-in-need") == []
