"""What is held of somebody about events, for `/mydata`."""

from handlers.events import readable
from handlers.guided import EVENT, begun
from handlers.view import View
from storage import events, rsvps
from storage.store import Store


async def held(store: Store, view: View) -> list[str]:
    """What they answered to invitations, and that they are writing one."""
    told = []
    for identity, answer in await rsvps.all_of(store.database, view.person.id):
        if event := await events.get(store.database, identity):
            title = readable.title(event, view.words)
            told.append(f"{title}: {readable.answered(view.words, answer)}")
    if await events.draft_by(store.database, view.person.id) or begun(EVENT, view.conversation.drafts):
        told.append(view.words.say("You began to write about an event: /event"))
    return told
