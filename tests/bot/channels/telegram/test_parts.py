"""However many buttons a card has, each part of it is one message that Telegram takes, and none is lost."""

from dataclasses import replace
from itertools import islice
from typing import Literal, get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import render_card
from storage.messages import Button, Card
from tests.bot.channels.telegram.voices import Voice
from tests.bot_api.parameters import BUTTON_LIMIT

TURNS = "1.2.part"
WIDEST = 8
"""Buttons that the server puts side by side."""
Role = Literal["plain", "choice", "main", "back"]
roles = st.sampled_from(get_args(Role))
rows = st.lists(st.tuples(roles, st.integers(1, 150)), max_size=200)


def card_of(shape: list[tuple[Role, int]]) -> Card:
    numbers = iter(range(100_000))
    buttons = tuple(
        tuple(Button(f"Button {number}", f"1:{number}", role) for number in islice(numbers, width))
        for role, width in shape
    )
    return Card(1, "en", "A list", buttons=buttons, turns=TURNS)


def turned(card: Card) -> list[list[list[str]]]:
    """The data of the keyboard of each part, from the first by the button to the next."""
    parts: list[list[list[str]]] = []
    while True:
        keyboard = render_card(replace(card, part=len(parts)), Voice).keyboard
        parts.append([[button["callback_data"] for button in row] for row in keyboard])
        if f"{TURNS}{len(parts)}" not in [data for row in parts[-1] for data in row]:
            return parts


@given(rows)
def test_each_part_is_taken_and_each_button_is_on_one(shape: list[tuple[Role, int]]) -> None:
    card = card_of(shape)
    shown = {data for part in turned(card) for row in part for data in row}
    assert {button.data for row in card.buttons for button in row} <= shown
    for part in turned(card):
        assert sum(map(len, part)) <= BUTTON_LIMIT
        assert max(map(len, part), default=0) <= WIDEST


def test_the_way_out_stands_under_each_part() -> None:
    lists: list[Role] = ["plain", "choice"]
    for role in lists:
        parts = turned(card_of([*[(role, 1)] * 150, ("back", 1)]))
        assert len(parts) > 1
        assert all(part[-1] == ["1:150"] for part in parts)
