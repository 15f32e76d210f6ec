"""One chat cannot take the whole bot, and nobody with quick fingers loses an answer."""

import pytest

from bot import throttle
from bot.desk import Desk
from bot.throttle import BURST, RATE, Throttle
from storage.messages import Command, Tap, Text
from tests.town import Town


def test_fingers_are_never_too_fast() -> None:
    now = 0.0
    chats = Throttle(lambda: now)
    for _ in range(5_000):  # ten taps a second, for eight minutes
        assert chats.check("chat") == "go on"
        now += 0.1


def test_a_machine_is_told_once_and_others_do_not_notice() -> None:
    now = 0.0
    chats = Throttle(lambda: now)
    said = [chats.check("machine") for _ in range(BURST + 100)]
    assert said[:BURST] == ["go on"] * BURST
    assert said[BURST:] == ["tell"] + ["say nothing"] * 99
    assert chats.check("neighbour") == "go on"
    now = 1.0
    assert [chats.check("machine") for _ in range(RATE + 1)] == ["go on"] * RATE + ["say nothing"]
    now = 40.0
    assert chats.check("machine") == "go on"


async def test_the_sentence_comes_where_it_is_seen_and_the_chat_goes_on_afterwards(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "BURST", 20)
    town.desk = Desk(town.store)
    resident = town.resident()
    await resident.does(Command("start"))
    heard = [await resident.does(Text(f"hello {number}"), language="fr") for number in range(100)]
    told = [reaction for reaction in heard if reaction.farewell]
    assert len(told) == 1
    assert "quelques secondes" in told[0].farewell
    assert "Choose your language" in await resident.sees()
    assert (await town.resident().does(Tap("start:"))).show
