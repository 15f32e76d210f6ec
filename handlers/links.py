"""Links in what others wrote: which may stand there, and what must not become one by accident. Pure.

Nothing is ever fetched. A link is shown in full, as it was written; its label is itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from handlers.words import Words
from survey.lookalikes import skeleton

Fault = Literal["scheme", "address", "credentials", "script", "alike", "unseen"]

BREAK = "\u2060"
"""A word joiner: shows nothing, joins no letters, and belongs to no link in any app (unlike a zero-width
joiner, which Telegram takes for a letter of a domain)."""
_LINK = re.compile(r"\b([a-z][a-z0-9+.-]*)://\S*", re.IGNORECASE)
_AFTER = ".,;:!?)]}»”’'\"،؛؟"
"""What ends a sentence, and no link."""
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_LIVE = re.compile(r"(?<=[@#$/])(?=\w)|(?<=\w)(?=\.\w)|(?<=\w)(?=:\w)(?!(?<=\d):\d)|(?<=:)(?=//)")
"""Where a mention, a tag, a command, a domain or a scheme would begin to be one; not in 18:30."""


@dataclass(frozen=True, slots=True)
class BadLink:
    """A link that may not stand in a text, and why."""

    link: str
    fault: Fault


def bad_links(text: str, known: Iterable[str] = ()) -> tuple[BadLink, ...]:
    """The links of a text that may not go out.

    `known`: domains that people trust, such as our own; one that only looks like them is refused.
    """
    links = (link for link, _ in _links(text))
    return tuple(BadLink(link, fault) for link in links if (fault := _fault(link, tuple(known))))


def sites_of(public_url: str) -> tuple[str, ...]:
    """The names of our own sites, which a link of somebody else may not only look like."""
    host = urlsplit(public_url).hostname
    return (host,) if host else ()


def why(words: Words, bad: BadLink) -> str:
    """The same in a sentence, for who wrote it. The link in it is not live."""
    say, link = words.say, quiet(bad.link, links=False)
    match bad.fault:
        case "scheme":
            return say("%(link)s: a link must begin with %(start)s", link=link, start="https://")
        case "address":
            return say("%(link)s: a link must hold the name of a site, not a number.", link=link)
        case "credentials":
            return say("%(link)s: a link must not hold the sign @ before the name of the site.", link=link)
        case "script":
            return say("%(link)s: the name of a site must be written in one alphabet.", link=link)
        case "alike":
            return say("%(link)s: this only looks like a site that people know.", link=link)
        case "unseen":
            return say("%(link)s: a link must not hold signs that are not seen.", link=link)


def quiet(text: str, *, links: bool = True) -> str:
    """The same text to the eye, in which nothing is live but whole links (`links`): those stay."""
    if not links:
        return _LIVE.sub(BREAK, text)
    parts, at = [], 0
    for link, start in _links(text):
        if link.lower().startswith(("http://", "https://")):
            parts += [_LIVE.sub(BREAK, text[at:start]), link]
            at = start + len(link)
    return "".join((*parts, _LIVE.sub(BREAK, text[at:])))


def named(name: str) -> str:
    """The name of an organisation, which others wrote, as a card shows it: nothing in it is live."""
    return quiet(name, links=False)


def _links(text: str) -> Iterator[tuple[str, int]]:
    """Each link, and where it begins."""
    for found in _LINK.finditer(text):
        yield found[0].rstrip(_AFTER), found.start()


def _fault(link: str, known: tuple[str, ...]) -> Fault | None:
    scheme, _, rest = link.partition("://")
    if scheme.lower() not in {"http", "https"}:
        return "scheme"
    if any(unicodedata.category(sign).startswith("C") for sign in link):
        return "unseen"
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "@" in authority or "\\" in link:
        return "credentials"
    host = re.sub(r":\d{1,5}$", "", authority).lower()
    return _fault_of_host(host) or ("alike" if _looks_like(host, known) else None)


def _fault_of_host(host: str) -> Fault | None:
    labels = host.split(".")
    if len(labels) == 1 or not all(labels) or not labels[-1].replace("-", "").isalpha():
        return "address"  # an address in numbers never ends in a name (WHATWG URL, "ends in a number")
    if any(label.startswith("xn--") for label in labels) or unicodedata.normalize("NFKC", host) != host:
        return "script"
    if host.isascii():
        return None if all(map(_LABEL.fullmatch, labels)) else "address"
    letters = [sign for sign in host if sign not in ".-" and not sign.isdecimal()]
    scripts = {unicodedata.name(sign, "?").split(" ")[0] for sign in letters}
    return "script" if len(scripts) > 1 or "LATIN" in scripts else None


def _looks_like(host: str, known: tuple[str, ...]) -> bool:
    """Whether a host, or what stands above it, is taken for a known one that it is not."""
    for trusted in known:
        parts = trusted.lower().split(".")
        end = ".".join(host.split(".")[-len(parts) :])
        if end != trusted.lower() and skeleton(end) == skeleton(trusted):
            return True
    return False
