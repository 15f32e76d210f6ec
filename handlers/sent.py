"""What a person sent to the survey at hand, and how it becomes a draft again to be changed."""

from handlers.view import View
from storage import responses
from storage.conversations import Conversation, Draft
from storage.responses import Sent
from storage.store import Store
from survey import engine


async def sent_by(store: Store, view: View) -> Sent | None:
    """Their response to the survey at hand; None if there is none, or nobody can tell any more."""
    if view.consultation is None or not view.conversation.survey:
        return None
    return await responses.sent_by(
        store.database, store.keys, view.person.id, view.here.slug, view.conversation.survey
    )


async def reopened(store: Store, view: View, sent: Sent) -> Conversation:
    """The conversation at the review, with what was sent as its draft, on the version it was given to."""
    form = await store.form(view.here.slug, view.conversation.survey, sent.version)
    state = engine.reopen(form, sent.document.submission, view.moment)
    files = tuple(sorted(sent.document.files))
    draft = Draft(sent.version, state.to_json(), changing=True, trial=view.trial, sent_files=files)
    return view.moved(scene="review").with_draft(draft)
