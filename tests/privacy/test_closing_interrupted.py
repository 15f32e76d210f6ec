"""A close that is killed, met by an answer, by a broken row or by another process ends the same."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.consultations import opening
from storage import chores
from storage.changes import Changes
from storage.keys import FileKey, Keyring
from storage.store import Store
from tests.conftest import NewUrl
from tests.looking import ask
from tests.privacy.neighbours import AT_THE_QUESTIONS, SENT, Neighbour, mark, neighbour
from tests.privacy.test_closing import close, conversation_of, count, nobody_can_tell, state_of
from tests.town import Town, open_town


class Killed(BaseException):
    """The process ends here."""


class Mortal:
    """Lets a number of effects happen, then ends the process right after one."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch, effects: int) -> None:
        self.left = effects
        for owner, name in ((store, "apply"), (store.database, "vacuum"), (store.database, "checkpoint")):
            monkeypatch.setattr(owner, name, self.after(getattr(owner, name)))
        destroy = Keyring.destroy

        def destroyed(keys: Keyring, slug: str, kind: FileKey) -> None:
            destroy(keys, slug, kind)
            self.count()

        monkeypatch.setattr(Keyring, "destroy", destroyed)

    def after(self, effect: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def done(*args: Any) -> Any:
            result = await effect(*args)
            self.count()
            return result

        return done

    def count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed


async def killed_after(effects: int, town: Town, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Close, and end the process after so many effects; whether it came to that."""
    with monkeypatch.context() as patch:
        Mortal(town.store, patch, effects)
        try:
            await close(town)
        except Killed:
            return True
    return False


async def test_a_close_that_is_killed_anywhere_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_url: NewUrl
) -> None:
    effects = 0
    killed = True
    while killed:
        folder = tmp_path / str(effects)
        folder.mkdir()
        address = await new_url()
        async with open_town(folder, address) as town:
            await town.hold()
            word, people = mark(), [neighbour(town), neighbour(town)]
            for person in people:
                await person.fills_every_table(word)
            killed = await killed_after(effects, town, monkeypatch)
        async with Store(address, town.store.keys) as again:
            await due_now(again, town.now)
            assert await state_of(again) == "closed"
            nobody_can_tell(again)
            for person in people:
                assert conversation_of(again, people_id(again, person))["scene"] == "ended"
            assert count(again, "SELECT count(*) FROM response") == 2
            assert count(again, "SELECT count(*) FROM announcement WHERE kind = 'closed'") == 1
        effects += 1
    assert effects > 6, "every step was one of them"


def people_id(store: Store, person: Neighbour) -> bytes:
    sql = "SELECT person FROM address WHERE lookup = ?"
    return bytes(ask(store.database, sql, person.lookup)[0][0])


@pytest.mark.parametrize("chores_too", [False, True], ids=["just marked", "all done"])
@pytest.mark.parametrize("last", ["[Send]", "lots"])
async def test_an_answer_on_its_way_at_the_close_is_refused_and_they_are_told(
    town: Town, monkeypatch: pytest.MonkeyPatch, last: str, chores_too: bool
) -> None:
    somebody = neighbour(town)
    until = SENT.format(wish="lots").partition(f"; {last}")[0]
    await somebody.goes_through(f"{AT_THE_QUESTIONS}; {until}")
    apply = town.store.apply

    async def first_close(changes: Changes) -> None:
        monkeypatch.setattr(town.store, "apply", apply)
        found = await town.consultation()
        await apply(opening.closed(found, town.now, random_bytes))
        if chores_too:
            await chores.run(town.store)
        await apply(changes)

    monkeypatch.setattr(town.store, "apply", first_close)
    await somebody.goes_through(last)
    assert somebody.heard[-1].show
    assert (await somebody.sees()).startswith("This consultation ended")
    assert count(town.store, "SELECT count(*) FROM response") == 0


async def test_a_conversation_that_cannot_be_opened_does_not_hold_up_the_close(town: Town) -> None:
    broken, sound = neighbour(town), neighbour(town)
    for person in (broken, sound):
        await person.answers("lots")
    ask(town.store.database, "UPDATE conversation SET state = ? WHERE person = ?", bytes(540), broken.person)
    await close(town)
    assert await state_of(town.store) == "closed"
    nobody_can_tell(town.store)
    assert conversation_of(town.store, sound.person)["scene"] == "ended"


async def test_two_processes_that_close_at_once_close_once(town: Town) -> None:
    for _ in range(3):
        await neighbour(town).answers("lots")
    town.later(days=30)
    async with Store(town.store.database.url, town.store.keys) as other:
        await asyncio.gather(due_now(town.store, town.now), due_now(other, town.now))
    assert await state_of(town.store) == "closed"
    nobody_can_tell(town.store)
    assert count(town.store, "SELECT count(*) FROM announcement WHERE kind = 'closed'") == 1
