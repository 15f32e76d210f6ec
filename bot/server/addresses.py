"""Where a request comes from: by its connection, or by what a proxy of ours says. In memory alone."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command reads the settings, and hardly any needs a server
    from aiohttp import web

Network = IPv4Network | IPv6Network
NEAR: tuple[Network, ...] = tuple(
    ip_network(each)
    for each in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""This machine and private networks (RFC 1918, RFC 4193): where a proxy stands that is not named."""


def networks_in(written: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas. Raises `ValueError`."""
    return tuple(ip_network(each.strip()) for each in written.split(",") if each.strip())


@dataclass(frozen=True, slots=True)
class Proxies:
    """Who may say in `X-Forwarded-For` who asks: those `named`, or what is near where none is named.

    Nobody, unless a proxy is `declared`.
    """

    declared: bool = False
    named: tuple[Network, ...] = ()

    def believe(self, peer: str) -> bool:
        """Whether a connection from this address is one of a proxy of ours."""
        return self.declared and _is_in(peer, self.named or NEAR)

    def client_of(self, request: web.BaseRequest) -> str:
        """The address of who asks: the last of the list that is not itself a proxy we know by name.

        What stands before it was written by somebody else.
        """
        peer = request.remote or ""
        if not self.believe(peer):
            return peer
        told = ",".join(request.headers.getall("X-Forwarded-For", []))
        hops = [hop.strip() for hop in told.split(",") if hop.strip()]
        return next((hop for hop in reversed(hops) if not _is_in(hop, self.named)), hops[0] if hops else peer)


NO_PROXIES = Proxies()


def _is_in(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in networks)
