"""Who asks, by the connection and by what a proxy says."""

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.server.addresses import Proxies, networks_in

UNNAMED = Proxies(declared=True)
NAMED = Proxies(declared=True, named=networks_in("203.0.113.7, 10.1.0.0/16"))


@pytest.mark.parametrize(
    ("proxies", "peer", "told", "client"),
    [
        (Proxies(), "127.0.0.1", ["192.0.2.1"], "127.0.0.1"),
        (UNNAMED, "127.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        (UNNAMED, "172.17.0.1", ["forged, 192.0.2.1"], "192.0.2.1"),
        (UNNAMED, "10.0.0.1", ["192.0.2.1, 10.0.0.9"], "10.0.0.9"),
        (UNNAMED, "10.0.0.1", ["192.0.2.1", "192.0.2.2"], "192.0.2.2"),
        (UNNAMED, "198.51.100.1", ["192.0.2.1"], "198.51.100.1"),
        (UNNAMED, "127.0.0.1", [], "127.0.0.1"),
        (NAMED, "127.0.0.1", ["192.0.2.1"], "127.0.0.1"),
        (NAMED, "203.0.113.7", ["forged, 192.0.2.1, 10.1.2.3"], "192.0.2.1"),
        (NAMED, "203.0.113.7", ["10.1.2.3"], "10.1.2.3"),
        (NAMED, "::ffff:203.0.113.7", ["192.0.2.1"], "192.0.2.1"),
    ],
)
def test_only_a_proxy_we_believe_says_who_asks(
    proxies: Proxies, peer: str, told: list[str], client: str
) -> None:
    headers = CIMultiDict(("X-Forwarded-For", each) for each in told)
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=peer)
    assert proxies.client_of(request) == client
