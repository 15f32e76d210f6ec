"""Under which names we answer."""

import pytest

from bot.server.hosts import Hosts


@pytest.mark.parametrize(
    ("public_url", "host", "is_ours"),
    [
        ("https://ask.example.org", "ask.example.org", True),
        ("https://ask.example.org", "ASK.example.org:443", True),
        ("https://ask.example.org:8443", "ask.example.org", True),
        ("https://ask.example.org", "evil.example", False),
        ("https://ask.example.org", "ask.example.org.evil.example", False),
        ("https://ask.example.org", "evil.example@ask.example.org:x", False),
        ("https://ask.example.org", "127.0.0.1:8080", False),
        ("https://ask.example.org", "", False),
        ("", "127.0.0.1:8080", True),
        ("", "localhost:8080", True),
        ("", "[::1]:8080", True),
        ("", "[::1", False),
        ("", "127.0.0.1:9", False),
        ("", "evil.example:8080", False),
        ("http://127.0.0.1:9000", "127.0.0.1:9000", True),
        ("http://127.0.0.1:9000", "localhost:8080", True),
    ],
)
def test_a_host_is_ours_or_not(public_url: str, host: str, is_ours: bool) -> None:
    assert Hosts(public_url, 8080, frozenset()).are_ours(host) is is_ours
