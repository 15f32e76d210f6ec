"""Files that a survey shows: whole, in parts, and nothing else."""

import pytest
from aiohttp import ClientSession
from yarl import URL

from bot.stored_media import StoredMedia
from tests.bot.channels.web.script import ScriptedDesk, application
from tests.bot.channels.web.visitor import serving
from tests.town import Town

DIGEST = "d" * 64
CONTENT = bytes(range(200))


async def media(digest: str) -> tuple[str, bytes] | None:
    return ("audio/mpeg", CONTENT) if digest == DIGEST else None


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        ("", 200, CONTENT, None),
        ("bytes=0-", 206, CONTENT, "bytes 0-199/200"),
        ("bytes=10-19", 206, CONTENT[10:20], "bytes 10-19/200"),
        ("bytes=-5", 206, CONTENT[-5:], "bytes 195-199/200"),
        ("bytes=190-900", 206, CONTENT[190:], "bytes 190-199/200"),
        ("bytes=200-", 416, b"", "bytes */200"),
        ("bytes=x", 200, CONTENT, None),
        ("lines=1-2", 200, CONTENT, None),
    ],
)
async def test_a_file_is_given_as_a_player_asks(
    asked: str, status: int, body: bytes, told: str | None
) -> None:
    async with serving(application(ScriptedDesk(), media=media)) as server, ClientSession() as session:
        headers = {"Range": asked} if asked else {}
        async with session.get(server.make_url(f"/media/{DIGEST}"), headers=headers) as response:
            assert (response.status, await response.read()) == (status, body)
            assert response.headers.get("Content-Range") == told
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "media-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["e" * 64, "..%2f..%2fetc%2fpasswd", "x"])
async def test_nothing_else_is_given(name: str) -> None:
    async with serving(application(ScriptedDesk(), media=media)) as server, ClientSession() as session:
        response = await session.get(f"{server.make_url('/media/')}{name}")
        assert response.status == 404


@pytest.mark.parametrize("name", ["%00", "%FF", "e" * 5_000])
async def test_what_a_database_cannot_be_asked_for_is_not_there_either(town: Town, name: str) -> None:
    app = application(ScriptedDesk(), media=StoredMedia(town.store).content)
    async with serving(app) as server, ClientSession() as session:
        for path in ("media", "chat", "results"):
            response = await session.get(URL(f"{server.make_url('/')}{path}/{name}", encoded=True))
            assert response.status == 404
