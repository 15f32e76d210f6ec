"""What an organisation announces: its list, and the way to something new, from `/organisation`."""

from handlers.announcements.beginning import begin
from handlers.announcements.previewing import labelled, state
from handlers.approvals.actions import SPEAK, actor, may
from handlers.approvals.awaiting import awaited
from handlers.links import named
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from storage import announcements, consultations, organisations
from storage.changes import Changes
from storage.consultations import Consultation
from storage.messages import Button, Card
from storage.store import Store

MOST = 12
"""So many are listed, the latest."""


async def show(store: Store, view: View) -> Card:
    """Their own with how each stands, and to which consultation something new can belong."""
    say, ours = view.words.say, await _ours(store, view)
    found = await organisations.get(store.database, store.keys, ours) if ours else None
    if ours is None or found is None:
        gone = say("Members of verified organisations can announce something: /organisation")
        return view.card(gone, buttons=((view.go_on(),),))
    rows: list[tuple[Button, ...]] = [
        (
            view.button(
                f"{await labelled(store, view, each)} · {state(view, each)}", f"n{each.id.hex()}", "choice"
            ),
        )
        for each in await announcements.written_for(store.database, ours, MOST)
    ]
    if waiting := await awaited(store, view.person.id):
        rows.append((view.button(say("Waiting for approval: %(count)d", count=len(waiting)), "waiting"),))
    body = (
        say("Tell something to those who follow a consultation. They can stop hearing of you at any time."),
        say("Someone from another organisation or the town approves it before it goes out."),
    )
    back = (view.button(say("Back"), "back", "back"),)
    title = say("Announcements of %(name)s", name=named(found.name))
    return view.card(title, "\n".join(body), (*_beginnings(view, await _open(store)), *rows, back))


def _beginnings(view: View, found: list[Consultation]) -> Rows:
    """Where several consultations are open, whoever writes chooses to whose followers."""
    say, titles = view.words.say, {each.slug: each.terms.title for each in found}
    if len(found) == 1:
        return ((view.button(say("Write an announcement"), f"begin:{found[0].slug}", "main"),),)
    label = {each.slug: each.terms.say(titles[each.slug], view.language) for each in found}
    return tuple(
        (view.button(say("Write an announcement: %(name)s", name=title), f"begin:{slug}", "main"),)
        for slug, title in label.items()
    )


async def tapped(turn: Turn, action: str) -> Changes:
    """Something new, one of theirs, what waits, or back."""
    view, ours = turn.view, await _ours(turn.store, turn.view)
    kind, _, slug = action.partition(":")
    if ours is None or action == "close":
        return turn.to(view.moved())
    if kind == "begin" and any(each.slug == slug for each in await _open(turn.store)):
        return await begin(turn, slug, ours)
    if action == "waiting":
        return turn.to(view.moved(over="waiting"))
    if action.startswith("n"):
        return turn.to(view.moved(over="news_one", page=action.removeprefix("n")))
    return turn.to(view.moved(over="organisation"))


async def _ours(store: Store, view: View) -> bytes | None:
    who = await actor(store, view.person.id)
    return who.organisation if who.organisation and may(who, SPEAK, who.organisation) else None


async def _open(store: Store) -> list[Consultation]:
    return [each for each in await consultations.every(store.database) if each.state == "open"]


SCENES = {"news_home": Scene(show, tapped)}
