"""Somebody began a survey and stopped: they are reminded, twice at most, and one tap ends it."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.timing import evening_after
from handlers.turn import Turn
from handlers.words import Words
from storage import conversations, people, reminders
from storage.changes import Changes, Write
from storage.consultations import Consultation
from storage.conversations import Conversation
from storage.messages import Button, News
from storage.people import Somebody
from storage.reminders import LAST, Reminder
from storage.store import Store

DAY = 86_400
LATE = 2 * 3_600
"""Seconds after the slot from which it is too late in the evening."""
PAUSE = 3
"""Days between the two reminders."""


@dataclass(frozen=True, slots=True)
class Due:
    """What becomes of a reminder whose time has come: what is kept before anything is sent, and what is sent.

    Kept first: whatever happens to the message, it is never sent a second time.
    """

    kept: Write
    news: News | None = None
    after: Reminder | None = None
    """What it has become where something is sent."""


async def due(store: Store, reminder: Reminder, now: datetime) -> Due:
    """Remind; or later, where they were here in the last day or it has become too late; or never again, as
    whoever cannot be reached: each look would else have to pass over them."""
    person = await people.get(store.database, reminder.person)
    conversation = (await conversations.load(store.database, store.keys, reminder.person)).conversation
    consultation = await _unfinished(store, conversation)
    if person is None or not person.reachable or consultation is None or reminder.stage > LAST:
        return Due(reminders.drop(reminder.person))
    zone, seconds = ZoneInfo(person.zone or consultation.terms.timezone), now.timestamp()
    if seconds - conversation.active < DAY or seconds - reminder.due > LATE:
        return Due(reminders.move(reminder, replace(reminder, due=evening_after(now, zone, 1))))
    after = replace(reminder, stage=reminder.stage + 1, due=evening_after(now, zone, PAUSE))
    return Due(reminders.move(reminder, after), _news(person, consultation), after)


async def _unfinished(store: Store, conversation: Conversation) -> Consultation | None:
    """The consultation of a survey that they began and can still go on with; the one at hand first."""
    slugs = sorted(
        {key.split("/")[0] for key in conversation.begun}, key=lambda slug: slug != conversation.consultation
    )
    found = [await store.consultation(slug) for slug in slugs]
    return next((each for each in found if each and each.state == "open"), None)


def _news(person: Somebody, consultation: Consultation) -> News:
    """Names nothing: others may read the notification on a locked phone."""
    languages = consultation.terms.languages
    words = Words(person.language if person.language in languages else languages[0])
    text = words.say("You began something here and did not finish it. You can go on where you stopped.")
    buttons = (
        (Button(words.say("Go on"), f"start:{consultation.slug}:residents", "main"),),
        (Button(words.say("Do not remind me"), "remind:off"),),
    )
    return News("", words.language, text, buttons)


def stop(turn: Turn) -> Changes:
    """The button under a reminder that ends them."""
    said = turn.view.words.say("I will not remind you of it again.")
    return turn.to(turn.conversation, reminders.drop(turn.view.person.id), toast=said)
