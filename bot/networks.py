"""The networks that an address lies in: who has many addresses has them in few networks."""

from collections.abc import Hashable
from ipaddress import IPv6Address, ip_address

Networks = tuple[Hashable, ...]
"""From the widest to the narrowest; empty where nothing is known."""
LENGTHS = {4: (16, 24, 32), 6: (32, 48, 56, 64)}
"""Of prefixes, by version: one customer has an IPv4 address, or a /64, a /56, a /48, and a provider a /32."""


def networks_of(address: str) -> Networks:
    """Nothing for what is no address, and for this machine itself, which does not tell who asks."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ()
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if str(found) in {"127.0.0.1", "::1"}:
        return ()
    bits = found.max_prefixlen
    return tuple((found.version, length, int(found) >> bits - length) for length in LENGTHS[found.version])
