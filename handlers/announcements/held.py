"""What is held of somebody about announcements, for `/mydata`."""

from handlers.guided import ANNOUNCEMENT, begun, written_in
from handlers.view import View
from storage import announcements
from storage.store import Store


async def held(store: Store, view: View) -> list[str]:
    """That they are writing one, and where they go on with it."""
    draft = await announcements.draft_by(store.database, view.person.id)
    form = begun(ANNOUNCEMENT, view.conversation.drafts)
    if draft is None and not form:
        return []
    if draft.organisation if draft else written_in(form):
        return [view.words.say("You began to write an announcement: /organisation")]
    return [view.words.say("You began to write an announcement: /admin")]
