"""Links that may stand in a text that others wrote, and what never becomes one."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.links import BREAK, bad_links, quiet, why
from handlers.words import LANGUAGES, Words

GOOD = [
    "https://town.example",
    "http://town.example/a/b?c=d#e",
    "https://town.example:8443/",
    "https://TOWN.example/@somebody",
    "https://ma-ville.example/réunion",
    "https://مثال.إختبار/لقاء",
    "https://пример.испытание",
]
BAD = {
    "ftp://town.example/x": "scheme",
    "tg://resolve?domain=somebody": "scheme",
    "https://town": "address",
    "https://": "address",
    "https://127.0.0.1/x": "address",
    "http://2130706433/": "address",
    "http://0x7f.1/": "address",
    "http://[::1]/": "address",
    "https://town..example": "address",
    "https://-town.example": "address",
    "https://town.example@evil.example/": "credentials",
    "https://town.example\\@evil.example": "credentials",
    "https://tоwn.example": "script",
    "https://томн.example": "script",
    "https://xn--twn-jua.example": "script",
    "https://ｔｏｗｎ.example": "script",
    "https://tówn.example": "script",
    "https://town.ex\u200bample": "unseen",
    "https://town.example/\u202egpj.exe": "unseen",
}
ALIKE = ["https://t0wn.example", "https://www.t0wn.example/x"]
LIVE = re.compile(r"[@#$]\w|(?<!\w)/\w|\w\.\w|\w://")
"""What an app may make a link of (generous: more than Telegram does)."""


@pytest.mark.parametrize("link", GOOD)
def test_an_honest_link_may_stand(link: str) -> None:
    assert bad_links(f"Come: {link}.", ["town.example"]) == ()


@pytest.mark.parametrize(("link", "fault"), BAD.items())
def test_a_dishonest_link_may_not(link: str, fault: str) -> None:
    assert [bad.fault for bad in bad_links(f"Come: {link} today", ["town.example"])] == [fault]


@pytest.mark.parametrize("link", ALIKE)
def test_a_link_that_only_looks_like_ours_may_not(link: str) -> None:
    assert [bad.fault for bad in bad_links(link, ["town.example"])] == ["alike"]
    assert bad_links(link) == ()


def test_each_bad_link_of_a_text_is_told() -> None:
    text = "(http://1.2.3.4), https://town.example and ftp://town.example."
    assert [bad.link for bad in bad_links(text)] == ["http://1.2.3.4", "ftp://town.example"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_is_said_without_a_live_link(language: str) -> None:
    for link in BAD:
        (bad,) = bad_links(link)
        said = why(Words(language), bad).replace("https://", "")
        assert not LIVE.search(said), said


@pytest.mark.parametrize(
    "text",
    [
        "@somebody",
        "mail me@town.example",
        "/forget",
        "say /forget now",
        "#tag $TAG",
        "evil.example/x",
        "see www.evil.example, or evil.example.",
        "tg://resolve?domain=x",
        "a.b.c",
    ],
)
def test_nothing_becomes_live_by_accident(text: str) -> None:
    assert not LIVE.search(quiet(text))
    assert quiet(text).replace(BREAK, "") == text


def test_a_time_of_day_is_read_aloud_as_it_was_written() -> None:
    assert quiet("Thursday, 18:30, the hall") == "Thursday, 18:30, the hall"


def test_whole_links_stay_as_they_are() -> None:
    text = "https://town.example/@a/b.c?d=/e, then @somebody (http://town.example/x)."
    assert quiet(text) == text.replace("@somebody", f"@{BREAK}somebody")


@given(st.text(alphabet=st.sampled_from("ab.@/:#$ htps\u2060مك")))
def test_quiet_is_the_same_to_the_eye_and_stays_so(text: str) -> None:
    once = quiet(text)
    assert once.replace(BREAK, "") == text.replace(BREAK, "")
    assert quiet(once) == once
    live = re.sub(r"https?://\S*", "", once)
    assert not LIVE.search(live)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    bad_links(text)
    assert html.unescape(html.escape(quiet(text), quote=False)) == quiet(text)
