"""The web chat on another device, by receipt code; and the end of it on this one."""

from dataclasses import replace

from handlers.turn import Turn
from storage import people
from storage.changes import Changes
from storage.messages import Reaction


async def return_by_code(turn: Turn, code: str) -> Changes:
    """This device becomes one more address of the person who has the receipt code."""
    store, say = turn.store, turn.view.words.say
    tidy = "-".join(part for part in code.strip().upper().replace(" ", "-").split("-") if part)
    owner = await people.find(store.database, store.keys, "receipt", tidy)
    if owner is None:
        return turn.nothing(say("I do not know that code. Please check it letter by letter."))
    moved = people.drop_address(store.keys, "web", turn.incoming.address)
    added = people.add_address(store.keys, owner, "web", turn.incoming.address)
    return Changes((*turn.nothing().writes, moved, added), Reaction(show=True))


async def leave(turn: Turn) -> Changes:
    """Forget this device: the person stays, this way to them goes."""
    changes = turn.nothing()
    gone = people.drop_address(turn.store.keys, turn.incoming.channel, turn.incoming.address)
    return replace(changes, writes=(*changes.writes, gone))
