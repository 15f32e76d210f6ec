"""What waits for somebody: looked at exactly as people will see it, then approved or refused."""

from itertools import chain

from handlers.announcements import judging
from handlers.announcements.previewing import beginning, preview
from handlers.announcements.reading import media_of
from handlers.approvals.actions import SEE, actor, may
from handlers.approvals.approval import Subject
from handlers.approvals.awaiting import awaited, group_by_organisation
from handlers.approvals.outcome import sentence
from handlers.consultations.describing import name_of
from handlers.turn import Scene, Turn
from handlers.view import View
from storage.announcements import Announcement
from storage.changes import Changes
from storage.events import Event
from storage.messages import Card
from storage.proposals import Proposal
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """Everything that waits for them."""
    say, found = view.words.say, await awaited(store, view.person.id)
    grouped = chain.from_iterable(group_by_organisation(found).values())
    rows = tuple((view.button(_label(view, each), each.id.hex(), "choice"),) for each in grouped)
    title = say("This waits for you.") if found else say("Nothing waits for you.")
    return view.card(title, buttons=(*rows, (view.button(say("Back"), "back", "back"),)))


def _label(view: View, subject: Subject) -> str:
    if isinstance(subject, Proposal):
        return f"{name_of(view.words, subject.kind)} · {subject.consultation}"
    return beginning(subject.title if isinstance(subject, Event) else subject.texts, view.language)


async def tapped(turn: Turn, action: str) -> Changes:
    """To one of them, or back."""
    found = {each.id.hex(): each for each in await awaited(turn.store, turn.view.person.id)}
    if action not in found:
        return turn.to(turn.view.moved(over="admin"))
    return turn.to(turn.view.moved(over=_scene(found[action]), page=action))


def _scene(subject: Subject) -> str:
    """Where it is looked at."""
    if isinstance(subject, Proposal):
        return "proposed"
    return "event_asked" if isinstance(subject, Event) else "looking"


async def show_looking(store: Store, view: View) -> Card:
    """Exactly what people will see. The buttons are about these bytes and no others."""
    say, found = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None:
        return view.card(say("This was decided, or taken back."), buttons=(back,))
    seen = judging.mark(found)
    rows = (
        (view.button(say("Approve"), f"yes{seen}"), view.button(say("Refuse"), f"no{seen}")),
        back,
    )
    title = say("Shall this go out to people?")
    shown = await media_of(store, found, title)
    return view.card(title, await preview(store, view, found), rows, media=shown)


async def from_looking(turn: Turn, action: str) -> Changes:
    """Approved, refused, or back; never what was changed after it was looked at."""
    view, person, found = turn.view, turn.view.person.id, await _at_hand(turn.store, turn.view)
    if found is None or not action.startswith(("yes", "no")):
        return turn.to(view.moved(over="waiting"))
    if action.removeprefix("yes").removeprefix("no") != judging.mark(found):
        notice = sentence(view.words, "changed")
        return turn.to(view.moved(over="looking", page=view.conversation.page, notice=notice))
    if action.startswith("no"):
        return turn.to(view.moved(over="news_refusing", page=view.conversation.page))
    outcome = await judging.approved(turn.store, turn.place, person, found, judging.mark(found))
    said = view.words.say("It is approved and goes out.")
    there = view.moved(over="waiting", notice=said)
    if may(await actor(turn.store, person), SEE):
        there = view.moved(over="news_one", page=found.id.hex(), notice=said)
    return turn.to(there, then=outcome.changes)


async def show_refusing(store: Store, view: View) -> Card:
    """Who refuses says why."""
    say, found = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None:
        return view.card(say("This was decided, or taken back."), buttons=(back,))
    hint = say("Write a sentence or two. Who wrote it reads them, but not who you are.")
    return view.card(say("Why shall this not go out?"), buttons=(back,), hint=hint, writes="text")


async def from_refusing(turn: Turn, _: str) -> Changes:
    """Back to what is to be decided."""
    return turn.to(turn.view.moved(over="looking", page=turn.conversation.page))


async def refuse(turn: Turn, text: str) -> Changes:
    """Refused, for this reason."""
    view, found = turn.view, await _at_hand(turn.store, turn.view)
    if found is None:
        return turn.to(view.moved(over="waiting"))
    outcome = await judging.refused(turn.store, turn.place, view.person.id, found, text)
    if outcome.said == "reason":
        return turn.noticed(sentence(view.words, "reason"))
    there = view.moved(over="waiting", notice=sentence(view.words, "refused"))
    return turn.to(there, then=outcome.changes)


async def _at_hand(store: Store, view: View) -> Announcement | None:
    """What they look at, if it still waits for them."""
    found = [each for each in await awaited(store, view.person.id) if isinstance(each, Announcement)]
    return next((each for each in found if each.id.hex() == view.conversation.page), None)


SCENES = {
    "waiting": Scene(show, tapped),
    "looking": Scene(show_looking, from_looking),
    "news_refusing": Scene(show_refusing, from_refusing, refuse),
}
