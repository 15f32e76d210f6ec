"""Connections for small calls, over real sockets: asked again while they are good, and never after."""

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.channels.telegram import connections
from bot.channels.telegram.connections import Connections
from bot.channels.telegram.outcome import NotWritten, Uncertain
from bot.channels.telegram.request import LARGEST

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Scripted:
    """A server that answers each request with what comes next; None: it hangs up instead."""

    def __init__(self, *says: bytes | None) -> None:
        self.says = list(says)
        self.heard: list[bytes] = []
        self.connections = 0
        self.ended = asyncio.Event()
        """A connection was ended from the other side."""
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                self.heard.append(head + await reader.readexactly(length))
                said = self.says.pop(0)
                if said is None:
                    break
                writer.write(said)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.ended.set()
        finally:
            writer.close()


@asynccontextmanager
async def serving(*says: bytes | None, tls: ssl.SSLContext | None = None) -> AsyncIterator[Scripted]:
    there = Scripted(*says)
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    there.url = f"http{'s' if tls else ''}://127.0.0.1:{port}/bot1:secret/sendMessage"
    async with server:
        yield there


@pytest.fixture
async def calls() -> AsyncIterator[Connections]:
    opened = Connections(2)
    yield opened
    opened.close()


async def post(calls: Connections, server: Scripted, patience: float = 20.0) -> bytes:
    return (await calls.post(server.url, b'{"a":1}', connect=20.0, patience=patience, largest=LARGEST)).body


async def test_a_connection_is_asked_again(calls: Connections) -> None:
    async with serving(OK, OK, OK) as server:
        assert [await post(calls, server) for _ in range(3)] == [b"{}"] * 3
        assert server.connections == 1
        assert server.heard[0].startswith(b"POST /bot1:secret/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
        assert server.heard[0].endswith(b'\r\n\r\n{"a":1}')


async def test_so_many_at_a_time_and_no_more(calls: Connections) -> None:
    async with serving(*[OK] * 20) as server:
        assert await asyncio.gather(*(post(calls, server) for _ in range(20))) == [b"{}"] * 20
        assert server.connections == 2


@pytest.mark.parametrize("last", [OK.replace(b"OK\r\n", b"OK\r\nConnection: close\r\n"), OK + OK])
async def test_a_connection_that_is_over_is_not_asked_again(calls: Connections, last: bytes) -> None:
    async with serving(last, OK) as server:
        assert [await post(calls, server) for _ in range(2)] == [b"{}"] * 2
        assert server.connections == 2


async def test_one_that_the_server_ended_meanwhile_is_not_asked_again(calls: Connections) -> None:
    async with serving(OK, None, OK, OK) as server:
        await post(calls, server)
        with pytest.raises(Uncertain):
            await post(calls, server)
        assert await post(calls, server) == b"{}"
        assert server.connections == 2


async def test_one_that_was_not_used_for_long_is_not_asked_again(
    calls: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "IDLE", 0.0)
    async with serving(OK, OK) as server:
        assert [await post(calls, server) for _ in range(2)] == [b"{}"] * 2
        assert server.connections == 2


@pytest.mark.parametrize("said", [None, OK[:-1], b"HTTP/1.1 200 OK\r\n\r\n{}", b"not HTTP\r\n\r\n"])
async def test_half_an_answer_is_uncertain(calls: Connections, said: bytes | None) -> None:
    async with serving(said, OK) as server:
        with pytest.raises(Uncertain) as caught:
            await post(calls, server, patience=0.2)
        assert "secret" not in str(caught.value)
        assert await post(calls, server) == b"{}"
        assert server.connections == 2


async def test_what_comes_too_late_is_nobody_elses_answer(calls: Connections) -> None:
    async with serving(b"", OK) as server:
        with pytest.raises(Uncertain):
            await post(calls, server, patience=0.01)
        await server.ended.wait()
        assert await post(calls, server) == b"{}"


async def test_who_is_cancelled_leaves_no_answer_behind(calls: Connections) -> None:
    async with serving(b"", OK) as server:
        task = asyncio.create_task(post(calls, server))
        while not server.heard:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await server.ended.wait()
        assert await post(calls, server) == b"{}"


async def test_what_is_under_way_when_all_is_closed_is_answered(calls: Connections) -> None:
    async with serving(OK) as server:
        task = asyncio.create_task(post(calls, server))
        while not server.connections:
            await asyncio.sleep(0)
        calls.close()
        assert await task == b"{}"
        await server.ended.wait()


async def test_a_server_that_cannot_prove_who_it_is_hears_nothing(calls: Connections, tmp_path: Path) -> None:
    async with serving(OK, tls=_proof(tmp_path / "pem")) as server:
        with pytest.raises(NotWritten):
            await post(calls, server)
        assert not server.heard


async def test_a_server_that_proves_who_it_is_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(OK, OK, tls=_proof(tmp_path / "pem")) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
        calls = Connections(1)
        assert [await post(calls, server) for _ in range(2)] == [b"{}"] * 2
        assert server.connections == 1
        calls.close()


def _proof(path: Path) -> ssl.SSLContext:
    """That of a server at 127.0.0.1, certificate and key in one file; signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + certificate.public_bytes(pem)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context
