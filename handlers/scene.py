"""Which scene counts now: what time has ended, or a new consent text has made void, is put right."""

from handlers.view import View

ANSWERING = {"question", "review", "change", "remove"}
NEEDS_CONSENT = {*ANSWERING, "stopped"}


def scene_of(view: View) -> str:
    """The name of the scene that a person is at."""
    conversation = view.conversation
    over = conversation.over
    if over and not (over == "welcome" and view.survey is None):
        return over
    if view.consultation is None:
        return _or_review(view) if view.survey else "choose"  # in a form of ours, or nowhere
    if view.here.ended:
        return "ended"
    if view.here.state == "scheduled" and not view.trial:
        return conversation.scene if conversation.scene == "noted" else "soon"
    return _consented(view)


def _consented(view: View) -> str:
    scene = view.conversation.scene
    if view.for_organisation and view.survey is None:
        return "whom"  # they do not speak for an organisation here any more
    if scene in NEEDS_CONSENT and view.shared and view.shared.sent:
        return "sent"  # by another member
    if scene in {"consent", *NEEDS_CONSENT} and not view.admitted:
        return "code"
    agreed = view.conversation.consents.get(view.agreement, "").rpartition(" ")[0]
    if scene in NEEDS_CONSENT and agreed != view.here.terms.consent_version:
        return "consent"
    if scene in {"soon", "noted", "ended", "arrive"}:
        return "about" if view.conversation.survey else "whom"
    return _or_review(view)


def _or_review(view: View) -> str:
    """After the last question comes the review."""
    scene = view.conversation.scene
    return "review" if scene == "question" and view.answering.state.position == "" else scene
