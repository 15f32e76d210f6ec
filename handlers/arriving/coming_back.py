"""The web chat on another device, by receipt code; and the end of it on this one."""

from handlers.arriving.admission import too_many
from handlers.own_data.receipts import receipt_code
from handlers.turn import Turn
from storage import conversations, people
from storage.changes import Changes, Write
from storage.messages import Reaction


async def return_by_code(turn: Turn, code: str) -> Changes:
    """This device becomes one more address of the person who has the receipt code."""
    store, say = turn.store, turn.view.words.say
    owner = await people.find(store.database, store.keys, "receipt", receipt_code(code))
    if owner is None:
        wrong = say("I do not know that code. Please check it letter by letter.")
        toast = wrong if turn.place.may_guess() else too_many(turn.view.words)
        return Changes(reaction=Reaction(toast=toast))  # no row: anybody can try as often as they like
    writes = turn.nothing().writes
    if owner.id != turn.view.person.id:
        writes += (
            *_leaves(turn),
            people.add_address(store.keys, owner, "web", turn.incoming.address, "by_code"),
        )
    return Changes(writes, Reaction(show=True))


async def leave(turn: Turn) -> Changes:
    """Forget this device: this way to the person goes."""
    return Changes((*turn.nothing().writes, *_leaves(turn)))


def _leaves(turn: Turn) -> tuple[Write, ...]:
    """Who agreed to a consultation has a receipt code and stays; anybody else nobody could reach again."""
    person, keys = turn.view.person, turn.store.keys
    if not person.known or turn.conversation.consents:
        return (people.drop_address(keys, turn.incoming.channel, turn.incoming.address),)
    return (conversations.forget(person.id, turn.view.version), *people.forget(person.id))
