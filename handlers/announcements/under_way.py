"""Announcements that are written: how far each is; halted, let go on, called off."""

from dataclasses import replace

from handlers.announcements import stopping
from handlers.announcements.beginning import anew, may_write
from handlers.announcements.previewing import labelled, preview, state
from handlers.announcements.reading import media_of
from handlers.announcements.steering import WAYS, Way, became, everything_resumed, may_see, ways, went
from handlers.approvals.actions import RESUME, SEE, Actor, actor, may
from handlers.links import quiet
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from storage import announcements
from storage.announcements import Announcement
from storage.changes import Changes
from storage.conversations import Conversation
from storage.messages import Button, Card, Command
from storage.store import Store

MOST = 12
"""So many are listed, the latest."""


async def show_list(store: Store, view: View) -> Card:
    """Those of a consultation, each with how it stands."""
    say, found = view.words.say, await _listed(store, view)
    rows = [(await _button(store, view, each),) for each in found]
    title = say("What was announced") if rows else say("Nothing was announced yet.")
    return view.card(title, buttons=(*rows, (view.button(say("Back"), "back", "back"),)))


async def _listed(store: Store, view: View) -> list[Announcement]:
    if not may(await actor(store, view.person.id), SEE):
        return []
    return await announcements.written(store.database, view.conversation.page, MOST)


async def _button(store: Store, view: View, announcement: Announcement) -> Button:
    label = await labelled(store, view, announcement)
    return view.button(f"{label} · {state(view, announcement)}", announcement.id.hex(), "choice")


async def from_list(turn: Turn, action: str) -> Changes:
    """To one of them, or back."""
    if action == "back":
        return turn.to(turn.view.moved(over="admin", page=turn.conversation.page))
    return turn.to(turn.view.moved(over="news_one", page=action))


async def show_one(store: Store, view: View) -> Card:
    """How it stands, what became of it, and how it will be or was seen."""
    say, who = view.words.say, await actor(store, view.person.id)
    found = await _at_hand(store, view.conversation.page)
    if found is None or not may_see(who, found):
        return view.card(say("There is nothing here any more."), buttons=((view.go_on(),),))
    seen = await preview(store, view, found) if found.kind == "written" else ""
    body = "\n\n".join(filter(None, ("\n".join(await became(store, view.words, found)), seen)))
    if found.reason:
        body = "\n\n".join((say("The reason: %(reason)s", reason=quiet(found.reason, links=False)), body))
    title = f"{await labelled(store, view, found)} · {state(view, found)}"
    rows = (*_ways(view, who, found), (view.button(say("Back"), "back", "back"),))
    return view.card(title, body, rows, media=await media_of(store, found, title))


def _ways(view: View, who: Actor, found: Announcement) -> Rows:
    say, can = view.words.say, ways(who, found)
    rows: list[tuple[Button, ...]] = []
    if "pause" in can:
        rows.append((view.button(say("Stop everything under way"), "stop", "main"),))
        rows.append((view.button(say("Stop this one"), "pause"), view.button(say("Look again"), "look")))
    if "resume" in can:
        rows.append((view.button(say("Let it go on"), "resume"),))
    if found.state == "refused" and may_write(who, found.organisation):
        rows.append((view.button(say("Write it anew"), "anew", "main"),))
    if "cancel" in can:
        rows.append((view.button(say("Call it off"), "cancel"),))
    return tuple(rows)


async def from_one(turn: Turn, action: str) -> Changes:
    """Everything stopped at once, or this one alone; asked once more before it goes on or is called off."""
    view, found = turn.view, await _at_hand(turn.store, turn.conversation.page)
    here = view.moved(over="news_one", page=turn.conversation.page)
    match action:
        case "stop":
            return await stopping.everything(turn)
        case "pause" if found:
            return await _done(turn, found, "pause")
        case "resume" | "cancel":
            return turn.to(view.moved(over="news_sure", page=f"{action}:{turn.conversation.page}"))
        case "anew" if found and found.state == "refused":
            return await anew(turn, found)
        case "back":
            return turn.to(await _back(turn, found))
        case "close":
            return turn.to(view.moved())
    return turn.to(here)


async def _back(turn: Turn, found: Announcement | None) -> Conversation:
    """To the list that it stands in: of the consultation, or of their organisation."""
    if not may(await actor(turn.store, turn.view.person.id), SEE):
        return turn.view.moved(over="news_home")
    slug = found.consultation if found else ""
    return turn.view.moved(over="news_list" if slug else "admin", page=slug)


async def opened(turn: Turn, code: str) -> Changes:
    """A button under the note that one goes out: its card comes below it."""
    turn = replace(turn, incoming=replace(turn.incoming, said=Command("admin", code)))
    return turn.to(turn.view.moved(over="news_one", page=code))


async def stopped(turn: Turn) -> Changes:
    """The other button there: everything stops, and the card that says so comes below it."""
    return await stopping.everything(replace(turn, incoming=replace(turn.incoming, said=Command("admin"))))


async def show_stopped(store: Store, view: View) -> Card:
    """All that is stopped, and how much of each was sent before."""
    say, who = view.words.say, await actor(store, view.person.id)
    found = await announcements.paused(store.database) if may(who, SEE) else []
    told, rows = [], list[tuple[Button, ...]]()
    for each in found:
        label = await labelled(store, view, each)
        told.append(f"{label}\n" + "\n".join(await became(store, view.words, each)))
        rows.append((view.button(label, each.id.hex(), "choice"),))
    if found and may(who, RESUME):
        rows.append((view.button(say("Let all of it go on"), "resume"),))
    title = say("This is stopped.") if found else say("Nothing is stopped.")
    card = view.card(title, "\n\n".join(told), (*rows, (view.button(say("Back"), "back", "back"),)))
    return replace(card, hint=say("What was sent cannot be taken back.") if found else "")


async def from_stopped(turn: Turn, action: str) -> Changes:
    """To one of them, to the question whether all shall go on, or back."""
    if action == "resume":
        return turn.to(turn.view.moved(over="news_sure", page="resume:all"))
    if action == "back":
        return turn.to(turn.view.moved(over="admin"))
    return turn.to(turn.view.moved(over="news_one", page=action))


async def show_sure(store: Store, view: View) -> Card:
    """What it means, before it is done."""
    say, (what, _, code) = view.words.say, view.conversation.page.partition(":")
    who = await actor(store, view.person.id)
    every = await announcements.paused(store.database) if code == "all" else [await _at_hand(store, code)]
    seen = [await labelled(store, view, each) for each in every if each and may_see(who, each)]
    labels = "\n".join(seen)
    if what == "resume":
        title, label = say("Shall this go out after all?"), say("Yes, let it go on")
        means = say("Who has it already does not get it once more.")
    else:
        title, label = say("Call this off for good?"), say("Yes, call it off")
        means = say("What was sent cannot be taken back. Nothing more of it goes out, ever.")
    rows = ((view.button(label, "yes", "main"),), (view.button(say("Back"), "back", "back"),))
    return view.card(title, f"{labels}\n\n{means}", rows)


async def from_sure(turn: Turn, action: str) -> Changes:
    """Done, or not."""
    view, (what, _, code) = turn.view, turn.conversation.page.partition(":")
    back = view.moved(over="news_stopped") if code == "all" else view.moved(over="news_one", page=code)
    if action != "yes":
        return turn.to(back)
    if code == "all":
        outcome = await everything_resumed(turn.store, turn.place, view.person.id)
        on = view.moved(over="admin", notice=view.words.say("It goes on."))
        return turn.to(on if outcome.said == "done" else back, then=outcome.changes)
    found, way = await _at_hand(turn.store, code), next((each for each in WAYS if each == what), None)
    return await _done(turn, found, way) if found and way else turn.to(back)


async def _done(turn: Turn, found: Announcement, way: Way) -> Changes:
    """Halted, let go on or called off; only looked at again where it has gone another way meanwhile."""
    here = turn.view.moved(over="news_one", page=found.id.hex())
    outcome = await went(turn.store, turn.place, turn.view.person.id, found, way)
    return turn.to(here, then=outcome.changes)


async def _at_hand(store: Store, code: str) -> Announcement | None:
    try:
        found = await announcements.get(store.database, bytes.fromhex(code))
    except ValueError:
        return None
    return found if found and found.state != "draft" else None


SCENES = {
    "news_list": Scene(show_list, from_list),
    "news_one": Scene(show_one, from_one),
    "news_stopped": Scene(show_stopped, from_stopped),
    "news_sure": Scene(show_sure, from_sure),
}
