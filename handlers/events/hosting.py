"""`/event`: an organisation writes about its events, sees how they stand, and cancels them."""

from handlers.approvals.awaiting import awaited
from handlers.events import calendar_file, going_out, judging, readable, revising
from handlers.events.inviting import home, open_now
from handlers.events.rights import Host, at_hand, host
from handlers.guided import EVENT, begun, entered, event_form
from handlers.links import named
from handlers.loading import at
from handlers.rounded import about
from handlers.studio import aside
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from reports.calendars import read
from reports.calendars.entry import LARGEST, Refused
from storage import events, rsvps
from storage.changes import Changes
from storage.consultations import Consultation
from storage.events import Event
from storage.messages import Button, Card, File, Location, NotFetched, Wanted
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """Their own events, those that wait for somebody like them, and the way to a new one."""
    say, speaker = view.words.say, await host(store, view)
    if speaker is None:
        body = say("Members of verified organisations can tell people about events: /organisation")
        return view.card(say("Events of organisations"), body, ((view.go_on(),),))
    told = (
        say("Tell people about an event. I ask a few short questions, then show you what they will see."),
        say("A calendar file (.ics) that you send here answers most of them."),
        say("Someone from another organisation or the town approves it before it goes out."),
    )
    own = [each for each in await events.every(store.database) if _is_theirs(each, speaker, view)]
    rows: list[tuple[Button, ...]] = [
        (
            view.button(
                f"{readable.title(each, view.words)} · {readable.state(each, view.words)}",
                f"e{each.id.hex()}",
                "choice",
            ),
        )
        for each in own
    ]
    if waiting := await awaited(store, view.person.id):
        rows.append((view.button(say("Waiting for approval: %(count)d", count=len(waiting)), "waiting"),))
    if view.person.channel == "web":
        rows.append((view.button(say("Send a calendar file"), "send", "send"),))
    return view.card(
        say("Events of %(name)s", name=named(speaker.name)) if speaker.name else say("Your events"),
        "\n".join(told),
        (*_beginnings(view, await open_now(store)), *rows, (view.go_on(),)),
        wants=Wanted("file", largest=LARGEST),
    )


def _beginnings(view: View, found: list[Consultation]) -> Rows:
    """A new event; where several consultations are open, whoever writes chooses to which it belongs."""
    say = view.words.say
    if len(found) < 2 or begun(EVENT, view.conversation.drafts):
        return ((view.button(say("Write about an event"), "begin", "main"),),)
    titles = {each.slug: each.terms.say(each.terms.title, view.language) for each in found}
    return tuple(
        (view.button(say("Write about an event: %(name)s", name=title), f"begin:{slug}", "main"),)
        for slug, title in titles.items()
    )


async def tapped(turn: Turn, action: str) -> Changes:
    """A new event, one of theirs, or those that wait."""
    view = turn.view
    speaker = await host(turn.store, view)
    if speaker is None or action == "close":
        return turn.to(view.moved())
    if action.partition(":")[0] == "begin":
        return await revising.first_things_first(turn) or await _begun(turn, action.partition(":")[2])
    if action == "waiting":
        return turn.to(view.moved(over="waiting"))
    event = await at_hand(turn.store, action[1:])
    if event is None or not speaker.owns(event):
        return turn.nothing()
    if event.state == "draft":
        return turn.to(view.moved(over="event_draft"))
    return turn.to(view.moved(over="event_hosted", page=event.id.hex()))


async def _begun(turn: Turn, slug: str) -> Changes:
    """The form at its first question; of the newest consultation, or of this one."""
    view, found = turn.view, await open_now(turn.store)
    consultation = next((each for each in found if slug in {"", each.slug}), None)
    if consultation is None:
        return turn.noticed(view.words.say("No consultation is open that an event could belong to."))
    return turn.to(entered(view, event_form(consultation.slug, view.language)))


async def sent(turn: Turn, said: File | Location) -> Changes | None:
    """A calendar file begins the form with what it says."""
    view, consultation = turn.view, await home(turn.store)
    if isinstance(said, Location) or consultation is None or await host(turn.store, view) is None:
        return None
    if under_way := await revising.first_things_first(turn):
        return under_way
    words, zone = view.words, consultation.terms.zone
    try:
        entries = await aside(read.events, await turn.place.fetch(said, LARGEST), zone.key)
    except NotFetched:
        return turn.noticed(words.say("I could not get that file. Please send it once more."))
    except Refused as refused:
        return turn.noticed("\n".join(calendar_file.why(words, fault) for fault in refused.faults[:3]))
    entry = calendar_file.first_to_come(entries, turn.place.now)
    if entry is None:
        return turn.noticed(words.say("Nothing in this file is still to come."))
    there = await at(turn.store, view, "", event_form(consultation.slug, view.language))
    form, given = there.answering.form, calendar_file.answers(entry, zone)
    state = calendar_file.filled_in(form, there.answering.state, given, there.moment, view.language)
    return turn.to(there.keeping(state, there.moved(scene="question" if state.position else "review")))


async def show_hosted(store: Store, view: View) -> Card:
    """One of their own: how it stands and about how many come."""
    say, event = view.words.say, await _ours(store, view)
    if event is None:
        return view.card(say("This event is not there any more."), buttons=((view.go_on(),),))
    body = [
        readable.about(event, view.words),
        say("State: %(state)s", state=readable.state(event, view.words)),
    ]
    ways: list[Button] = []
    if revising.can_be(event, int(view.place.now.timestamp())):
        ways.append(view.button(say("Change this event"), "change"))
    if event.state == "open":
        coming = (await rsvps.counts(store.database, event.id)).get("coming", 0)
        body.append(say("Coming: %(people)s", people=about(view.words, coming)))
        ways.append(view.button(say("Cancel this event"), "cancel"))
    if event.state == "asked":
        ways.append(view.button(say("Take it back"), "take"))
    if event.state == "refused":
        body.append(readable.why(event, view.words))
    rows = (*((each,) for each in ways), (view.go_on(),))
    return view.card(readable.title(event, view.words), "\n".join(filter(None, body)), rows)


async def from_hosted(turn: Turn, action: str) -> Changes:
    """On to changing it; take it back; ask once more before it is cancelled; or go on."""
    if action == "change":
        return await _changing(turn)
    if action == "take":
        return await _taken_back(turn)
    over = "event_ending" if action == "cancel" else "event_of_ours"
    return turn.to(turn.view.moved(over=over, page=turn.conversation.page if action == "cancel" else ""))


async def _changing(turn: Turn) -> Changes:
    view, event = turn.view, await _ours(turn.store, turn.view)
    if event is None or not revising.can_be(event, turn.now):
        return turn.to(view.moved(over="event_of_ours"))
    return await revising.begun(turn, event)


async def _taken_back(turn: Turn) -> Changes:
    """Nobody approves it any more; it can be written anew."""
    view, event = turn.view, await _ours(turn.store, turn.view)
    if event is None or event.state != "asked":
        return turn.to(view.moved(over="event_of_ours"))
    notice = view.words.say("It is taken back, and does not go out.")
    there = view.moved(over="event_hosted", page=view.conversation.page, notice=notice)
    return turn.to(there, then=going_out.taken_back(event))


async def show_ending(store: Store, view: View) -> Card:
    """What cancelling means."""
    say, event = view.words.say, await _ours(store, view)
    name = readable.title(event, view.words) if event else "…"
    rows = (
        (view.button(say("Yes, cancel it"), "yes", "main"),),
        (view.button(say("No, keep it"), "no", "back"),),
    )
    body = say("All who said they come or may come are told. This cannot be undone.")
    return view.card(say("Cancel %(name)s?", name=name), body, rows)


async def from_ending(turn: Turn, action: str) -> Changes:
    """Cancel it, or not."""
    view, event = turn.view, await _ours(turn.store, turn.view)
    there = view.moved(over="event_of_ours")
    if action != "yes" or event is None:
        return turn.to(there)
    outcome = await judging.cancelled(turn.store, turn.place, view.person.id, event)
    return turn.to(there, then=outcome.changes)


async def _ours(store: Store, view: View) -> Event | None:
    """The event that the card is about, as long as it is theirs."""
    event, speaker = await at_hand(store, view.conversation.page), await host(store, view)
    return event if event and speaker and speaker.owns(event) else None


def _is_theirs(event: Event, speaker: Host, view: View) -> bool:
    """Whether it is listed: what is not over and not somebody else's draft."""
    to_come = event.ends > view.place.now.timestamp()
    return speaker.owns(event) and to_come and (event.state != "draft" or event.author == view.person.id)


SCENES = {
    "event_of_ours": Scene(show, tapped, sent=sent),
    "event_hosted": Scene(show_hosted, from_hosted),
    "event_ending": Scene(show_ending, from_ending),
}
