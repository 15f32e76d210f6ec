"""The proxies that are shipped, started as an operator starts them: with own ports, files and certificate."""

import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from tests.deploy.machine import TOP
from tests.deploy.site import Site, wait_until
from tests.ports import free_port

NAME = "chat.example.org"
BOT = "127.0.0.1:8080"
"""Where both look for the bot, in the files that are shipped."""
VISITOR = "127.0.0.77"
"""From where people come in the tests, so that it is known when it is seen."""
SECONDS = 10


class Resolver(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        flags = socket.AI_NUMERICHOST
        return [
            ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=flags)
        ]

    async def close(self) -> None:
        pass


@dataclass(frozen=True)
class Front(Site):
    """A proxy; `plain` is the port on which it speaks HTTP, `folder` holds all that it writes."""

    plain: int
    folder: Path

    def connector(self, **options: Any) -> TCPConnector:
        """A line from a known address, by name, to a certificate that nobody vouches for."""
        return TCPConnector(ssl=False, resolver=Resolver(), local_addr=(VISITOR, 0), **options)

    def traces(self, *words: str) -> list[str]:
        """What of these words stands in what it wrote, and where."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return [f"{word}: {path}" for path in files for word in words if word.encode() in path.read_bytes()]


def nginx(folder: Path, secure: int, plain: int, bot: str) -> list[str]:
    """As Debian starts it, with our file in its folder and its own example taken away."""
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-subj", f"/CN={NAME}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    ours = (TOP / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    ours = ours.replace(f"/etc/letsencrypt/live/{NAME}", str(folder)).replace(BOT, bot)
    ours = ours.replace(":443 ", f":{secure} ").replace(" 443 ", f" {secure} ")
    ours = ours.replace(":80 ", f":{plain} ").replace(" 80 ", f" {plain} ")
    (folder / "mushawara.conf").write_text(ours)
    main = Path("/etc/nginx/nginx.conf").read_text(encoding="utf-8")
    main = main.replace("/var/log/nginx", str(folder)).replace("/run/nginx.pid", str(folder / "pid"))
    main = main.replace("/etc/nginx/conf.d/*.conf", str(folder / "mushawara.conf"))
    main = main.replace("include /etc/nginx/sites-enabled/*;", "")
    (folder / "nginx.conf").write_text(main)
    return ["nginx", "-c", str(folder / "nginx.conf"), "-e", "stderr", "-g", "daemon off;"]


def caddy(folder: Path, secure: int, plain: int, bot: str) -> list[str]:
    """With a certificate of its own; else it is `caddy run`."""
    ours = (TOP / "deploy" / "Caddyfile").read_text(encoding="utf-8").replace(BOT, bot)
    ours = ours.replace(f"\n{NAME} {{", f"\n{NAME} {{\n\ttls internal", 1)
    ports = f"{{\n\thttp_port {plain}\n\thttps_port {secure}\n\tadmin off\n\tskip_install_trust"
    ours = ours.replace("{\n", f"{ports}\n", 1)
    (folder / "Caddyfile").write_text(ours)
    return ["env", f"HOME={folder}", f"XDG_DATA_HOME={folder}", f"XDG_CONFIG_HOME={folder}",
            "caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]  # fmt: skip


PROXIES: dict[str, Callable[[Path, int, int, str], list[str]]] = {"nginx": nginx, "caddy": caddy}


@contextmanager
def fronted(kind: str, folder: Path, bot: int) -> Iterator[Front]:
    """A proxy before what listens on the port `bot`; gives it when it has its certificate.

    Skips where it is not installed; with `CI` set it fails.
    """
    if shutil.which(kind) is None:
        assert not os.environ.get("CI"), f"{kind} is not installed (make servers)"
        pytest.skip(f"{kind} is not installed (make servers)")
    secure, plain = free_port(), free_port()
    command = PROXIES[kind](folder, secure, plain, f"127.0.0.1:{bot}")
    with (folder / "output").open("wb") as output, subprocess.Popen(
        command, stdout=output, stderr=output
    ) as process:  # fmt: skip
        try:
            wait_until(lambda: is_ready(secure) or process.poll() is not None, (folder / "output").read_text)
            assert process.poll() is None, (folder / "output").read_text()
            yield Front(URL(f"https://{NAME}:{secure}"), plain, folder)
        finally:
            process.terminate()
            process.wait(SECONDS)


def tls() -> ssl.SSLContext:
    """A browser that takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def is_ready(port: int) -> bool:
    """Whether the proxy answers there with a certificate; Caddy listens before it has made one."""
    try:
        with (
            socket.create_connection(("127.0.0.1", port), SECONDS) as line,
            tls().wrap_socket(line, server_hostname=NAME),
        ):
            return True
    except OSError:
        return False
