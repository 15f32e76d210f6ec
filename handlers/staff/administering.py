"""`/admin`: how the consultation stands, what waits for somebody, and everything that can be stopped."""

from handlers.announcements import stopping
from handlers.announcements.beginning import begin
from handlers.approvals import awaiting
from handlers.approvals.actions import (
    ANNOUNCE,
    DID,
    RESULTS,
    RESUME,
    SEE,
    STOP,
    Action,
    actor,
    may,
)
from handlers.consultations import wanting
from handlers.consultations.counting import results_address
from handlers.consultations.describing import name_of
from handlers.consultations.standing import WAYS, state_of, title_of, told
from handlers.contacts.answerers import waiting_for
from handlers.guided import entered
from handlers.staff.signing_in import offered
from handlers.turn import Scene, Turn
from handlers.upr.due import due_for
from handlers.view import View
from storage import announcements, consultations, publications
from storage.changes import Changes
from storage.consultations import Consultation
from storage.messages import Button, Card
from storage.store import Store


async def command(turn: Turn) -> Changes:
    """`/admin`, for who has something to do there; for others it is no command."""
    who = await actor(turn.store, turn.view.person.id)
    if who.role is None and who.organisation is None:
        return turn.noticed(turn.view.words.say("I do not know that command. /help shows what I can do."))
    return turn.to(turn.view.moved(over="admin"))


async def show(store: Store, view: View) -> Card:
    """How it stands, and the buttons for what this person may do."""
    say, who = view.words.say, await actor(store, view.person.id)
    every = await consultations.every(store.database) if may(who, SEE) else []
    found = _chosen(view, every)
    rows: list[tuple[Button, ...]] = []
    if found and may(who, ANNOUNCE) and not found.ended:
        rows.append((view.button(say("Announce something"), f"announce:{found.slug}"),))
    if waiting := await awaiting.awaited(store, view.person.id):
        label = say("Waiting for you: %(count)s", count=len(waiting))
        rows.append((view.button(label, "waiting"),))
    if due := await due_for(store, view):
        rows.append((view.button(say("Due before the review: %(count)s", count=len(due)), "upr"),))
    if questions := await waiting_for(store, view.person.id):
        label = say("Questions for you: %(count)s", count=len(questions))
        rows.append((view.button(label, "inquiries"),))
    if may(who, STOP) and await announcements.under_way(store.database):
        rows.append((view.button(say("Stop everything under way"), "stop"),))
    if may(who, RESUME) and (stopped := await announcements.paused(store.database)):
        rows.append((view.button(say("Stopped: %(count)s", count=len(stopped)), "stopped"),))
    if found and await announcements.written(store.database, found.slug, 1):
        rows.append((view.button(say("What was announced"), f"announced:{found.slug}"),))
    if found and may(who, RESULTS) and (link := await _results(store, view, found)):
        rows.append((link,))
    if found and (ways := tuple(way for way in _ways(found) if may(who, way))):
        rows.append(
            tuple(view.button(name_of(view.words, way.name), f"{way.name}:{found.slug}") for way in ways)
        )
    if view.place.public_url and may(who, SEE):
        rows.append((view.button(say("Open the dashboard"), "dashboard"),))
    others = (each for each in every if found and each.slug != found.slug)
    rows += [(view.button(_title(view, each), f"at:{each.slug}", "choice"),) for each in others]
    title = state_of(view.words, found) if found else say("There is nothing to do for you just now.")
    body = "\n".join(await told(store, view.words, found)) if found else ""
    if waiting and not found:
        title = say("This waits for you.")
    return view.card(title, body, (*rows, (view.go_on(),)))


def _ways(found: Consultation) -> list[Action]:
    return [way for way in WAYS.get(found.state, ()) if way.name not in wanting.NOT_IN_CHAT]


def _chosen(view: View, every: list[Consultation]) -> Consultation | None:
    """The consultation that they look at: one they tapped, the one they are at, or the latest."""
    wanted = view.conversation.page or (view.consultation.slug if view.consultation else "")
    return next((each for each in every if each.slug == wanted), every[0] if every else None)


def _title(view: View, consultation: Consultation) -> str:
    return title_of(view.words, consultation)


async def _results(store: Store, view: View, found: Consultation) -> Button | None:
    """The way to what was published."""
    language = found.terms.spoken(view.language)
    if not view.place.public_url or await publications.get(store.database, found.slug, language) is None:
        return None
    url = results_address(view.place.public_url, found.slug, language)
    return Button(view.words.say("Results"), url, "link")


async def tapped(turn: Turn, action: str) -> Changes:
    """To another consultation, to what waits, to something new, to the emergency stop; or go on."""
    view, (kind, _, slug) = turn.view, action.partition(":")
    who = await actor(turn.store, view.person.id)
    match kind:
        case "at":
            return turn.to(view.moved(over="admin", page=slug))
        case "waiting":
            return turn.to(view.moved(over="waiting"))
        case "upr":
            return turn.to(view.moved(over="upr_due"))
        case "inquiries":
            return turn.to(view.moved(over="inquiries"))
        case "dashboard":
            return await offered(turn)
        case "stop":
            return await stopping.everything(turn)
        case "stopped":
            return turn.to(view.moved(over="news_stopped"))
        case "announced":
            return turn.to(view.moved(over="news_list", page=slug))
        case "announce" if may(who, ANNOUNCE):
            return await begin(turn, slug)
        case DID.name if may(who, DID):
            return turn.to(entered(view, action))
        case _ if slug and kind in wanting.WAYS and may(who, wanting.WAYS[kind]):
            return turn.to(view.moved(over="directing", page=action))
    return turn.to(view.moved())


SCENES = {"admin": Scene(show, tapped)}
