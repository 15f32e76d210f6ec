"""Reads Telegram's HTML as the server does: plain text and entities counted in UTF-16 units."""

import html
import re
from typing import Any

from tests.bot_api.refusal import bad

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_TOKEN = re.compile(r"<(/?)([a-z-]+)([^<>]*)>|([^<]+)")


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Give the plain text and its entities. Raises Refusal for markup the server would not take."""
    plain = ""
    entities: list[dict[str, Any]] = []
    open_tags: list[tuple[str, int]] = []
    place = 0
    while place < len(source):
        token = _TOKEN.match(source, place)
        if token is None:
            raise bad(f"can't parse entities: Unsupported start tag at byte offset {place}")
        place = token.end()
        closing, tag, _, text = token.groups()
        if text is not None:
            plain += html.unescape(text)
        elif tag not in STYLES:
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {place}')
        elif not closing:
            open_tags.append((tag, units(plain)))
        else:
            entities.extend(_closed(tag, open_tags, units(plain)))
    if open_tags:
        raise bad(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\""
        )
    return plain.strip(), entities


def _closed(tag: str, open_tags: list[tuple[str, int]], end: int) -> list[dict[str, Any]]:
    opened, start = open_tags.pop() if open_tags else ("", 0)
    if opened != tag:
        raise bad(f'can\'t parse entities: Unexpected end tag "{tag}"')
    return [{"type": STYLES[tag], "offset": start, "length": end - start}] if end > start else []
