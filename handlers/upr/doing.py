"""What is due before the review, in the chat: looked at, done, or written as an announcement."""

from handlers.announcements.beginning import suggested
from handlers.links import quiet
from handlers.turn import Scene, Turn
from handlers.upr import keeping
from handlers.upr.due import due_for
from handlers.view import View
from handlers.words import first_words
from storage import consultations
from storage.announcements import Announcement
from storage.changes import Changes
from storage.messages import Button, Card
from storage.store import Store
from storage.upr import Task

BEGINNING = 60


async def show(store: Store, view: View) -> Card:
    """All of it."""
    say, found = view.words.say, await due_for(store, view)
    rows = [(view.button(_beginning(each, view.language), each.name, "choice"),) for each in found]
    title = say("Due before the review at the United Nations") if found else say("Nothing is due just now.")
    return view.card(title, buttons=(*rows, (view.button(say("Back"), "back", "back"),)))


def _beginning(task: Task, language: str) -> str:
    return first_words(quiet(task.text(language), links=False), BEGINNING)


async def tapped(turn: Turn, action: str) -> Changes:
    """One of them, or back."""
    over = "admin" if action == "back" else "upr_one"
    return turn.to(turn.view.moved(over=over, page="" if action == "back" else action))


async def show_one(store: Store, view: View) -> Card:
    """What it is, since when it is due, and why then."""
    say, found = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None or found.due is None:
        return view.card(say("Nothing is due just now."), buttons=(back,))
    rows: list[tuple[Button, ...]] = [(view.button(say("It is done"), "done"),), back]
    if found.kind == "announcement":
        rows.insert(0, (view.button(say("Write it as an announcement"), "write", "main"),))
    body = (
        quiet(found.text(view.language), links=False),
        say("Due on %(day)s.", day=view.words.day(found.due)),
        say("Why then: %(source)s", source=quiet(found.source, links=False)),
    )
    return view.card(say("Due before the review at the United Nations"), "\n\n".join(body), tuple(rows))


async def from_one(turn: Turn, action: str) -> Changes:
    """Done, on to writing it, or back."""
    found, there = await _at_hand(turn.store, turn.view), turn.view.moved(over="upr_due")
    if found is None or action not in {"done", "write"}:
        return turn.to(there)
    outcome = await keeping.done(turn.store, turn.place, turn.view.person.id, found)
    if action == "done":
        return turn.to(there, then=outcome.changes)
    return await _written(turn, found, outcome.changes)


async def _written(turn: Turn, task: Task, done: Changes) -> Changes:
    """The suggestion is their draft now, of the newest consultation that is open, to be changed and sent."""
    every = await consultations.every(turn.store.database)
    slug = next((each.slug for each in every if not each.ended), "")
    if not slug:
        return turn.noticed(turn.view.words.say("No consultation is open in which it could be announced."))
    draft = Announcement(
        turn.place.fresh(16),
        slug,
        "written",
        turn.now,
        dict(task.texts),
        state="draft",
        author=turn.view.person.id,
    )
    return await suggested(turn, draft, *done.writes)


async def _at_hand(store: Store, view: View) -> Task | None:
    return next((each for each in await due_for(store, view) if each.name == view.conversation.page), None)


SCENES = {"upr_due": Scene(show, tapped), "upr_one": Scene(show_one, from_one)}
