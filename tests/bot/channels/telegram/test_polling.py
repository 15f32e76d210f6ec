"""Polling against a real server: nothing is confirmed before it is taken, and nothing stops the line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.insisting import Insisting
from bot.channels.telegram.outcome import NotWritten, Uncertain
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sending import show_card
from storage.changes import StorageDown
from storage.messages import Button, Card, Command, File, Incoming, Reachable, Reaction, Tap, Text, Unreadable
from tests.bot.channels.telegram.desks import MENUS, Desk
from tests.bot.channels.telegram.voices import Voice
from tests.bot_api import BotApi, Fault, Person

YES = Card(1, "en", "?", buttons=((Button("Yes", "y", "choice"),),))


@asynccontextmanager
async def polling(bot: Bot, desk: Desk) -> AsyncIterator[None]:
    poller = Poller(bot, desk, Voice, menus=MENUS, wait=5, backoff=Backoff(0.001, 0.01))
    task = asyncio.create_task(poller.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def asked(person: Person, bot: Bot) -> Person:
    await person.send("/start")
    await show_card(bot, str(person.person_id), YES, None, Voice)
    return person


async def test_everything_people_do_reaches_the_desk(api: BotApi, bot: Bot) -> None:
    person = await asked(api.person(7, language="ar"), bot)
    await person.tap("Yes")
    await person.send("hello")
    await person.edits("hello again")
    await person.voice()
    person.blocks()
    desk = Desk()
    async with polling(bot, desk):
        await api.settles()
    card = person.card.message_id
    expected = [Command("start"), Tap("y", card), Text("hello"), Unreadable("edited"), File("audio", 0, "v")]
    assert [incoming.said for incoming in desk.taken] == [*expected, Reachable(False)]
    assert {incoming.language for incoming in desk.taken} == {"ar"}
    assert len({incoming.key for incoming in desk.taken}) == len(desk.taken)


async def test_the_menu_of_the_chat_has_the_commands_in_each_language(api: BotApi, bot: Bot) -> None:
    async with polling(bot, Desk()):
        while len(api.world.commands) < 3:
            await asyncio.sleep(0.01)
    said = {
        language: {each["command"]: each["description"] for each in commands}
        for language, commands in api.world.commands.items()
    }
    assert said == {"": MENUS["en"], **MENUS}


@pytest.mark.parametrize("kind", ["html", "flood", "drop"])
async def test_a_menu_that_cannot_be_told_stops_nobody(api: BotApi, bot: Bot, kind: Any) -> None:
    api.faults.add(Fault(kind, "setmycommands", times=None))
    await api.person(7).send("hello")
    desk = Desk()
    async with polling(bot, desk):
        await api.settles()
        while not api.world.calls["setmycommands"]:
            await asyncio.sleep(0.01)
        await api.person(7).send("again")
        await api.settles()
    assert desk.heard("7") == ["hello", "again"]
    assert api.world.commands == {}


async def test_a_webhook_left_behind_is_taken_away(api: BotApi, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await api.person(7).send("hello")
    desk = Desk()
    async with polling(bot, desk):
        await api.settles()
    assert desk.heard("7") == ["hello"]


async def test_one_persons_messages_are_in_order_and_nobody_waits_for_another(api: BotApi, bot: Bot) -> None:
    slow, quick = api.person(7), api.person(8)
    for word in ("one", "two", "three"):
        await slow.send(word)
        await quick.send(word)
    desk = Desk()
    desk.gates["7"] = asyncio.Event()
    async with polling(bot, desk):
        while len(desk.heard("8")) < 3:
            await asyncio.sleep(0)
        assert desk.heard("7") == []
        assert api.pending == 6, "nothing is confirmed while a batch is being worked on"
        desk.gates["7"].set()
        await api.settles()
    assert desk.heard("7") == desk.heard("8") == ["one", "two", "three"]


async def test_while_the_database_is_down_nothing_is_confirmed(api: BotApi, bot: Bot) -> None:
    failures = iter([True, True, True])

    def answer(incoming: Incoming) -> Reaction:
        if incoming.said == Text("one") and next(failures, False):
            raise StorageDown("no database")
        return Reaction()

    person = api.person(7)
    await person.send("one")
    await person.send("two")
    await api.person(8).send("other")
    desk = Desk(answer)
    with capture_logs() as logs:
        async with polling(bot, desk):
            await api.settles()
    assert desk.heard("7") == ["one", "two"], "what follows does not overtake"
    assert set(desk.heard("8")) == {"other"}
    assert [log["log_level"] for log in logs] == ["warning", "info"], "said once, and once that it is over"


async def test_one_bad_update_takes_nobody_along(api: BotApi, bot: Bot) -> None:
    await api.person(7).send("before")
    api.world.queue.push("message", {"text": "secret"})
    api.world.queue.push_raw({"message": {}})
    await api.person(8).send("half \ud83d a pair")
    await api.person(7).send("after")
    desk = Desk()
    async with polling(bot, desk):
        await api.settles()
    assert desk.heard("7") == ["before", "after"]
    assert [(address, error) for address, _, error in desk.aside] == [
        ("", "ValidationError"),
        ("", "ValidationError"),
        ("8", "UnicodeEncodeError"),
    ]
    assert len({key for _, key, _ in desk.aside}) == 3


async def test_a_fault_of_the_desk_holds_nobody(api: BotApi, bot: Bot) -> None:
    def answer(incoming: Incoming) -> Reaction:
        if incoming.address == "7":
            raise ZeroDivisionError("secret")
        return Reaction()

    await api.person(7).send("hello")
    await api.person(8).send("hello")
    desk = Desk(answer)
    with capture_logs() as logs:
        async with polling(bot, desk):
            await api.settles()
    assert desk.heard("8") == ["hello"]
    assert "secret" not in str(logs)


async def test_a_tap_is_answered_with_the_toast(api: BotApi, bot: Bot) -> None:
    person = await asked(api.person(7), bot)
    desk = Desk(lambda incoming: Reaction(toast="Noted " * 50))
    async with polling(bot, desk):
        toast = await person.acknowledged(await person.tap("Yes"))
    assert toast.startswith("Noted Noted")
    assert toast.endswith("…")


async def test_a_late_tap_is_taken_though_it_cannot_be_answered(api: BotApi, bot: Bot) -> None:
    person = await asked(api.person(7), bot)
    await person.tap("Yes")
    api.world.queries.clear()
    desk = Desk()
    async with polling(bot, desk):
        await api.settles()
    assert Tap("y", person.card.message_id) in [incoming.said for incoming in desk.taken]


async def test_an_outdated_card_is_retired(api: BotApi, bot: Bot) -> None:
    person = await asked(api.person(7), bot)

    def answer(incoming: Incoming) -> Reaction:
        return Reaction(retire="This question is further down now.")

    async with polling(bot, Desk(answer)):
        await person.tap("Yes")
        card = await person.waits("further down")
    assert card.labels == []


@pytest.mark.parametrize("fault", [None, Fault("flood", "sendMessage", seconds=0.01)])
async def test_farewell(api: BotApi, bot: Bot, fault: Fault | None) -> None:
    if fault is not None:
        api.faults.add(fault)
    person = api.person(7)
    await person.send("/forget")
    async with polling(bot, Desk(lambda _: Reaction(farewell="Everything is erased <now>."))):
        await person.waits("Everything is erased <now>.")


async def test_a_slow_acknowledgement_does_not_hold_the_next_batch(
    api: BotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.polling.LAST_MOMENT", 0)
    person = await asked(api.person(7), bot)
    api.faults.add(Fault("delay", "answerCallbackQuery", seconds=3600))
    desk = Desk()
    async with polling(bot, desk):
        await person.tap("Yes")
        await api.settles()
        assert len(desk.taken) == 2


async def test_a_group_gets_one_calm_sentence_for_a_command(api: BotApi, bot: Bot) -> None:
    member = api.person(7, group=-5)
    await member.send("hello")
    await member.send("/start@other_bot")
    await member.send("/start")
    desk = Desk()
    async with polling(bot, desk):
        card = await member.waits("@consultation_bot")
        await api.settles()
    assert "one person at a time" in card.text
    assert [message.sender for message in member.sees()].count("bot") == 1
    assert desk.taken == []


async def test_troubles_of_the_server_are_waited_through(api: BotApi, bot: Bot) -> None:
    for fault in (Fault("html"), Fault("drop"), Fault("half"), Fault("flood", seconds=0)):
        api.faults.add(fault)
    await api.person(7).send("hello")
    desk = Desk()
    with capture_logs() as logs:
        async with polling(bot, desk):
            await api.settles()
    assert desk.heard("7") == ["hello"]
    assert [log["log_level"] for log in logs] == ["warning", "info"]


@pytest.mark.parametrize("odd", [{}, "text", 5, True, ["text"], [5], [[]], [{"update_id": True}]])
async def test_bodies_that_hold_no_updates_are_asked_for_again_and_never_without_a_pause(
    api: BotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch, odd: Any
) -> None:
    pauses: list[float] = []
    desk = Desk()
    backoff = Backoff(0.001, 0.01)

    def failed() -> float:
        pauses.append(0.001)
        return 0.001

    monkeypatch.setattr(backoff, "failed", failed)
    api.faults.odd_result = odd
    poller = Poller(bot, desk, Voice, wait=5, backoff=backoff)
    task = asyncio.create_task(poller.run())
    while len(pauses) < 3:
        await asyncio.sleep(0.001)
        assert not task.done()
    assert len(desk.aside) == 1, "it is put aside, and once"
    api.faults.odd_result = None
    await api.person(7).send("hello")
    await api.settles()
    assert desk.heard("7") == ["hello"]
    task.cancel()
    await asyncio.wait([task])


async def test_after_a_long_outage_the_desk_is_told_and_after_a_short_one_not(api: BotApi) -> None:
    now = 0.0
    desk = Desk()
    insisting = Insisting(desk, Backoff(0, 0), clock=lambda: now)
    for seconds in (149, 151):
        errors: list[Exception] = [NotWritten("down"), Uncertain("down")]

        async def step(errors: list[Exception] = errors, seconds: int = seconds) -> None:
            nonlocal now
            if errors:
                now += 0 if len(errors) == 2 else seconds
                raise errors.pop()

        await insisting.until_it_works(step)
        now += 1000
    assert desk.outages == [151]


@pytest.mark.parametrize(("seconds", "pause"), [(0, 2.0), (1.5, 0.5), (3, 0.0)])
async def test_a_call_that_was_lost_after_a_while_has_waited_already(
    monkeypatch: pytest.MonkeyPatch, seconds: float, pause: float
) -> None:
    now, pauses = 0.0, []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async def step() -> None:
        nonlocal now
        if not pauses:
            now += seconds
            raise Uncertain("lost")

    monkeypatch.setattr(asyncio, "sleep", sleep)
    steady = Backoff(2.0)
    monkeypatch.setattr(steady, "failed", lambda: 2.0)
    await Insisting(Desk(), steady, clock=lambda: now).until_it_works(step)
    assert pauses == [pause]


async def test_a_second_poller_is_named_in_the_log(api: BotApi, bot: Bot) -> None:
    desk = Desk()
    with capture_logs() as logs:
        async with polling(bot, desk):
            while not api.world.queue.polled:
                await asyncio.sleep(0)
            await api.world.queue.poll(0, 100, 0)
            await api.person(7).send("hello")
            await api.settles()
    assert desk.heard("7") == ["hello"]
    assert "Another process" in logs[0]["why"]


async def test_the_sequence_of_ids_may_start_again(api: BotApi, bot: Bot) -> None:
    desk = Desk()
    async with polling(bot, desk):
        await api.person(7).send("before")
        await api.settles()
        api.world.queue.next_id = 1000
        await api.person(7).send("after")
        await api.person(7).send("later")
        await api.settles()
    assert desk.heard("7")[0] == "before"
    assert desk.heard("7")[-1] == "later"


async def test_updates_delivered_up_to_three_times_all_end(api: BotApi, bot: Bot) -> None:
    api.faults.repeats = 2
    desk = Desk()
    async with polling(bot, desk):
        for number in range(30):
            await api.person(number % 5 + 1).send(str(number))
        await api.settles()
    assert {said for address in "12345" for said in desk.heard(address)} == {str(n) for n in range(30)}
