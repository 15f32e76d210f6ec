"""Every card that can be at hand, by the name of its scene: how it looks, and who takes what comes there."""

from handlers.announcements import addressees, carrying, composing, speaking, under_way
from handlers.answering import dropping, question, removing, reviewing
from handlers.arriving import admitting, consenting, helping, introducing, limited, start
from handlers.consultations import directing, proposed
from handlers.contacts import asking, own_questions, replying
from handlers.events import approving, drafting, hosting, listing
from handlers.learning import giving, reading
from handlers.news import following, muting
from handlers.organisations import handing, organising
from handlers.own_data import forgetting, hiding, my_data, receipts
from handlers.recommendations import browsing
from handlers.scene import scene_of
from handlers.staff import administering, deciding, door, enlisting
from handlers.submissions import signatories
from handlers.turn import Scene
from handlers.upr import doing
from handlers.view import View

OF_ANYBODY: dict[str, Scene] = {
    **start.SCENES,
    **introducing.SCENES,
    **admitting.SCENES,
    **consenting.SCENES,
    **question.SCENES,
    **reviewing.SCENES,
    **removing.SCENES,
    **dropping.SCENES,
    **my_data.SCENES,
    **receipts.SCENES,
    **following.SCENES,
    **muting.SCENES,
    **helping.SCENES,
    **reading.SCENES,
    **hiding.SCENES,
    **asking.SCENES,
    **own_questions.SCENES,
    **listing.SCENES,
    **browsing.SCENES,
    **limited.SCENES,
}
"""What a device reaches that came by a return code, whoever it is."""
SCENES: dict[str, Scene] = {
    **OF_ANYBODY,
    **forgetting.SCENES,
    **giving.SCENES,
    **organising.SCENES,
    **handing.SCENES,
    **enlisting.SCENES,
    **administering.SCENES,
    **addressees.SCENES,
    **door.SCENES,
    **composing.SCENES,
    **carrying.SCENES,
    **under_way.SCENES,
    **speaking.SCENES,
    **deciding.SCENES,
    **replying.SCENES,
    **doing.SCENES,
    **proposed.SCENES,
    **directing.SCENES,
    **hosting.SCENES,
    **signatories.SCENES,
    **drafting.SCENES,
    **approving.SCENES,
}


def name_scene(view: View) -> str:
    """The scene that a person is at on the device at hand."""
    name = scene_of(view)
    return "limited" if view.person.limited and _is_for_others(view, name) else name


def _is_for_others(view: View, scene: str) -> bool:
    """Whether it is done for an organisation or the consultation, in whichever form."""
    if scene not in OF_ANYBODY:
        return True
    return view.for_organisation if view.consultation else bool(view.conversation.survey)
