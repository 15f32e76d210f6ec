"""Every card that can be at hand, by the name of its scene: how it looks, and who takes what comes there."""

from handlers.announcements import addressees, carrying, composing, speaking, under_way
from handlers.answering import dropping, question, removing, reviewing
from handlers.arriving import admitting, consenting, helping, introducing, start
from handlers.consultations import directing, proposed
from handlers.contacts import asking, own_questions, replying
from handlers.events import approving, drafting, hosting, listing
from handlers.learning import giving, reading
from handlers.news import following, muting
from handlers.organisations import handing, organising
from handlers.own_data import forgetting, hiding, my_data
from handlers.recommendations import browsing
from handlers.staff import administering, deciding, door, enlisting
from handlers.submissions import signatories
from handlers.turn import Scene
from handlers.upr import doing

SCENES: dict[str, Scene] = {
    **start.SCENES,
    **introducing.SCENES,
    **admitting.SCENES,
    **consenting.SCENES,
    **question.SCENES,
    **reviewing.SCENES,
    **removing.SCENES,
    **dropping.SCENES,
    **my_data.SCENES,
    **forgetting.SCENES,
    **following.SCENES,
    **muting.SCENES,
    **helping.SCENES,
    **reading.SCENES,
    **giving.SCENES,
    **hiding.SCENES,
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
    **asking.SCENES,
    **own_questions.SCENES,
    **replying.SCENES,
    **doing.SCENES,
    **proposed.SCENES,
    **directing.SCENES,
    **listing.SCENES,
    **hosting.SCENES,
    **browsing.SCENES,
    **signatories.SCENES,
    **drafting.SCENES,
    **approving.SCENES,
}
