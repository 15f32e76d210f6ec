"""The desk: whatever happens to our code, the line goes on and the person sees where they are."""

import pytest

from handlers import routing
from storage import outbox
from storage.changes import StorageDown
from storage.keys import KeyMissing
from storage.messages import Text
from tests.looking import ask
from tests.town import SLUG, Town


def failing_with(error: Exception) -> object:
    """A decision that always fails."""

    async def decide(*_: object) -> None:
        raise error

    return decide


async def test_what_our_code_cannot_handle_is_put_aside_and_the_card_shown_again(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    resident = town.resident()
    await resident.writes(f"/start {SLUG}")
    for due in await outbox.due(town.store.database, town.store.keys, 2**40):
        ask(town.store.database, "DELETE FROM outbox WHERE stamp = ?", due.stamp)
    monkeypatch.setattr(routing, "decide", failing_with(ValueError("a secret answer")))
    reaction = await resident.does(Text("a secret answer"), key="broken")
    assert reaction.show
    assert len(await outbox.due(town.store.database, town.store.keys, 2**40)) == 1
    rows = ask(town.store.database, "SELECT error FROM put_aside")
    assert rows == [("ValueError",)]
    assert "secret" not in "".join(capsys.readouterr())
    monkeypatch.undo()
    assert (await resident.does(Text("again"), key="broken")).show is False


async def test_what_strangers_send_that_cannot_be_read_makes_nobody_look_for_cards(town: Town) -> None:
    await town.desk.put_aside("telegram", "7", "telegram:1", "ValidationError", "{}")
    assert not town.desk.woken.is_set()
    await town.resident().writes(f"/start {SLUG}")
    town.desk.woken.clear()
    await town.desk.put_aside("telegram", "telegram-1", "telegram:2", "ValidationError", "{}")
    assert town.desk.woken.is_set()


async def test_a_key_that_is_missing_for_good_does_not_stop_the_line(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = town.resident()
    await resident.writes(f"/start {SLUG}")
    monkeypatch.setattr(routing, "decide", failing_with(KeyMissing("link key")))
    assert (await resident.writes("hello")).show
    assert ask(town.store.database, "SELECT error FROM put_aside") == [("KeyMissing",)]


async def test_whoever_has_a_damaged_conversation_begins_anew_or_has_everything_erased(town: Town) -> None:
    begins, leaves = town.resident(), town.resident()
    for resident in (begins, leaves):
        await resident.writes(f"/start {SLUG}")
        await resident.taps("English")
    ask(town.store.database, "UPDATE conversation SET state = ?", bytes(64))
    await begins.writes(f"/start {SLUG}")
    assert "5 questions" in await begins.sees()
    await leaves.writes("/forget")
    await leaves.taps("Erase everything")
    assert ask(town.store.database, "SELECT count(*) FROM person") == [(1,)]
    assert ask(town.store.database, "SELECT error FROM put_aside") == []


async def test_a_database_that_is_down_is_not_the_content_s_fault(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routing, "decide", failing_with(StorageDown("full disk")))
    with pytest.raises(StorageDown):
        await town.resident().writes("hello")
