"""The terminal channel: a conversation line by line, for authors who try a form."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Protocol

from storage.messages import (
    Button,
    Card,
    Command,
    File,
    Incoming,
    Medium,
    NotFetched,
    Reaction,
    Said,
    Tap,
    Text,
)

ADDRESS = "terminal"


class Desk(Protocol):
    """Who takes what is written."""

    async def take(self, incoming: Incoming) -> Reaction: ...

    async def card(self, channel: str, address: str) -> Card | None: ...


async def play(desk: Desk, lines: AsyncIterator[str], show: Callable[[str], None]) -> None:
    """Show the card, take a line, and so on until the lines end.

    A choice is written as its number, label or name; the other buttons as `/b` and their number, as shown;
    a file as its path.
    """
    keys = count(1)
    card = await desk.card("terminal", ADDRESS)
    while card:
        show(drawn(card))
        line = await anext(lines, None)
        if line is None:
            return
        incoming = Incoming("terminal", ADDRESS, f"terminal:{next(keys)}", said(card, line.rstrip("\n")))
        reaction = await desk.take(incoming)
        if reaction.farewell or reaction.toast:
            show(reaction.farewell or reaction.toast)
        card = await desk.card("terminal", ADDRESS)


def said(card: Card, line: str) -> Said:
    """What a line means at this card."""
    choices, others = _split(card)
    wanted = line.strip()
    written = card.writes not in {"", "search"}
    if wanted.isdecimal() and not written and 0 < int(wanted) <= len(choices):
        return Tap(choices[int(wanted) - 1].data)
    if wanted.startswith("/b") and wanted[2:].isdecimal() and 0 < int(wanted[2:]) <= len(others):
        return Tap(others[int(wanted[2:]) - 1].data)
    for button in (*choices, *others):
        if wanted.casefold() == button.label.casefold() and (button in others or not written):
            return Tap(button.data)
    if file := _file(card, wanted):
        return file
    if wanted.startswith("/"):
        name, _, argument = wanted[1:].partition(" ")
        return Command(name, argument.strip())
    return Text(line, card.at)


def _file(card: Card, path: str) -> File | None:
    if card.wants is None or card.wants.kind == "place":
        return None
    with suppress(OSError, ValueError):
        if Path(path).is_file():
            return File(card.wants.kind, Path(path).stat().st_size, path)
    return None


async def fetch(file: File, limit: int) -> bytes:
    """The file at that path, at most `limit` bytes. Raises `NotFetched`."""
    if file.size > limit:
        raise NotFetched
    try:
        return await asyncio.to_thread(Path(file.reference).read_bytes)
    except OSError:
        raise NotFetched from None


def drawn(card: Card) -> str:
    """A card as lines of text."""
    choices, others = _split(card)
    number, total = card.progress or (0, 0)
    progress = f"{number}/{total}" if card.progress else ""
    heading = " · ".join(filter(None, (progress, card.within, card.title)))
    lines = [card.notice, heading, card.hint, *_beside(card.media), card.body]
    if card.wants and card.wants.kind != "place":
        lines.append("(To send a file, write its path.)")
    if card.written:
        lines.append(f"= {card.written}")
    for place, button in enumerate(choices, 1):
        chosen = "✓ " if button.chosen else ""
        lines.append(" ".join([f"  {place}. {chosen}{button.label}", *_beside(button.media)]))
    lines.append("  ".join(f"[/b{place} {button.label}]" for place, button in enumerate(others, 1)))
    return "\n" + "\n".join(line for line in lines if line)


def _beside(media: tuple[Medium, ...]) -> list[str]:
    """Signs for what a terminal cannot show."""
    return [f"[{medium.kind}]" for medium in media]


def _split(card: Card) -> tuple[list[Button], list[Button]]:
    buttons = [button for row in card.buttons for button in row]
    choices = [button for button in buttons if button.role == "choice"]
    return choices, [button for button in buttons if button.role != "choice"]
