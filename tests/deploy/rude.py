"""A bot that misbehaves in each way that a proxy would write down."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
ANSWERS = {"hangs": b"", "closes": b"", "garbage": b"\x00\x01 no HTTP\r\n\r\n", "half": HALF}
"""What is said to who asks for this, before the line is cut or (the first) left open."""


@asynccontextmanager
async def rude(port: int) -> AsyncIterator[None]:
    """Listens there for as long as it lasts."""
    lines: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        lines[task] = writer
        with contextlib.suppress(OSError):
            await _answer(reader, writer)
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(answers, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for writer in lines.values():
            writer.transport.abort()
        await asyncio.gather(*lines)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    asked = (await reader.readline()).decode(errors="replace")
    kind = next((kind for kind in ANSWERS if kind in asked), "closes")
    writer.write(ANSWERS[kind])
    if kind == "hangs":
        await reader.read()  # until the line is cut
