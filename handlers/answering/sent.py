"""What was sent to the survey at hand, and how it becomes a draft again to be changed."""

from handlers.view import View
from storage import responses
from storage.conversations import Conversation, Draft
from storage.responses import Sent
from storage.store import Store
from survey import engine


async def sent_by(store: Store, view: View) -> Sent | None:
    """The response to the survey at hand, of the person or of the organisation they speak for.

    None if there is none, or nobody can tell any more.
    """
    if not _can_send(view):
        return None
    where = (view.respondent, view.here.slug, view.conversation.survey)
    return await responses.sent_by(store.database, store.keys, *where)


async def is_barred(store: Store, view: View) -> bool:
    """Whether what was sent to it may be counted already, and nobody can tell any more."""
    if not _can_send(view):
        return False
    where = (view.respondent, view.here.slug, view.conversation.survey)
    return await responses.is_barred(store.database, store.keys, *where)


def _can_send(view: View) -> bool:
    if view.consultation is None or not view.conversation.survey:
        return False
    return not view.for_organisation or view.shared is not None or view.trial


async def reopened(store: Store, view: View, sent: Sent) -> Conversation:
    """The conversation at the review, with what was sent as its draft, on the version it was given to.

    Where another member has begun to change it, with what they have so far.
    """
    if view.shared and view.shared.draft:
        return view.moved(scene="question")
    form = await store.form(view.here.slug, view.conversation.survey, sent.version)
    state = engine.reopen(form, sent.document.submission, view.moment)
    draft = Draft(
        sent.version,
        state.to_json(),
        changing=True,
        trial=view.trial,
        sent_files=tuple(sorted(sent.document.files)),
        shared=view.shared is not None,
    )
    return view.moved(scene="review").with_draft(draft)
