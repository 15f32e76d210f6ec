"""Decisions on old versions, in any order: what was acknowledged is never lost."""

import asyncio
import os
from itertools import count
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import conversations
from storage.changes import Changes, Stale
from storage.conversations import Conversation, Loaded
from storage.store import Store

Step = tuple[Literal["load", "save", "commit"], int]
ACTORS = 4
STEPS = st.lists(
    st.tuples(st.sampled_from(["load", "save", "save", "commit"]), st.integers(0, ACTORS - 1)), max_size=40
)
SHARED = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Hands:
    """Several at one conversation, each with what they saw last; each save adds a mark to what they saw."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.person = os.urandom(16)
        self.versions = count(1)
        self.seen = [Loaded(1, Conversation())] * ACTORS
        self.waiting: list[tuple[str, asyncio.Task[None]]] = []
        self.acknowledged: list[str] = []

    async def now(self) -> Loaded:
        return await conversations.load(self.store.database, self.store.keys, self.person)

    def write(self, version: int, conversation: Conversation) -> Changes:
        after = next(self.versions)
        return Changes((conversations.save(self.store.keys, self.person, version, conversation, after),))

    def save(self, actor: int, mark: str) -> None:
        loaded = self.seen[actor]
        longer = loaded.conversation.but(page=loaded.conversation.page + mark)
        self.waiting.append((mark, asyncio.create_task(self.store.apply(self.write(loaded.version, longer)))))

    async def commit(self) -> None:
        outcomes = await asyncio.gather(*(task for _, task in self.waiting), return_exceptions=True)
        for (mark, _), outcome in zip(self.waiting, outcomes, strict=True):
            assert outcome is None or isinstance(outcome, Stale)
            if outcome is None:
                self.acknowledged.append(mark)
        self.waiting = []


@SHARED
@given(steps=STEPS)
async def test_no_acknowledged_change_is_lost(store: Store, steps: list[Step]) -> None:
    hands = Hands(store)
    await store.apply(hands.write(0, Conversation()))
    for number, (step, actor) in enumerate(steps):
        match step:
            case "load":
                hands.seen[actor] = await hands.now()
            case "save":
                hands.save(actor, f"{number};")
            case "commit":
                await hands.commit()
    await hands.commit()
    loaded = await hands.now()
    assert loaded.conversation.page == "".join(hands.acknowledged)
