"""An event before anybody else sees it: what people will see, whom it goes to, and off for approval."""

from dataclasses import replace

from handlers.announcements.audience import size
from handlers.announcements.choosing import level_of, regions_card, toggled, topics_card
from handlers.announcements.previewing import told
from handlers.approvals.awaiting import explain_full, may_ask
from handlers.events import going_out, notices
from handlers.events.form import written_in
from handlers.events.preview import as_seen
from handlers.events.rights import host
from handlers.guided import EVENT, begun, event_form, without_form
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from storage import consultations, events
from storage.changes import Changes
from storage.consultations import Consultation
from storage.events import Event
from storage.messages import Button, Card
from storage.store import Store


async def show_draft(store: Store, view: View) -> Card:
    """Exactly what people will see, in each language, and whom it goes to."""
    say, (event, consultation) = view.words.say, await _loaded(store, view)
    if event is None or consultation is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    body = [*await as_seen(store, event, consultation), await _whom(store, view, event, consultation)]
    whom: tuple[Button, ...] = ()
    if not event.changes:
        topics = (view.button(say("Choose topics"), "topics"),) if consultation.terms.topics else ()
        whom = (view.button(say("Choose regions"), "regions"), *topics)
    rows: Rows = (
        (view.button(say("Send for approval"), "ask", "main"),),
        *((whom,) if whom else ()),
        (
            view.button(say("Change something"), "change"),
            view.button(say("Drop it"), "drop"),
        ),
    )
    return view.card(say("This is what people will see"), "\n\n".join(body), rows)


async def _whom(store: Store, view: View, event: Event, consultation: Consultation) -> str:
    say, terms = view.words.say, consultation.terms
    if event.changes:
        return say("It goes to all who come, may come or wait for a place, once it is approved.")
    nodes = await consultations.regions(store.database, event.consultation)
    reached = await size(store, notices.invitation(event, view.place.now))
    names = [terms.say(each.names, view.language) for each in nodes if each.code in event.regions]
    topics = view.words.listed([terms.say(terms.topics[each], view.language) for each in event.topics])
    if names and topics:
        return say(
            "It goes to those who follow %(where)s and %(topics)s: %(people)s, at 9:00 their time, the day "
            "after its approval.",
            where=view.words.listed(names),
            topics=topics,
            people=told(view.words, reached),
        )
    where = view.words.listed(names) or topics or terms.say(terms.title, view.language)
    return say(
        "It goes to those who follow %(where)s: %(people)s, at 9:00 their time, the day after its approval.",
        where=where,
        people=told(view.words, reached),
    )


async def from_draft(turn: Turn, action: str) -> Changes:
    """Send it for approval, change it, drop it."""
    view = turn.view
    event, speaker = await events.draft_by(turn.store.database, view.person.id), await host(turn.store, view)
    if event is None or speaker is None:
        return turn.to(without_form(view, EVENT))
    if action == "ask" and not speaker.owns(event):
        say = view.words.say
        return turn.noticed(
            say("You wrote this for others than you speak for now. Drop it and write it anew.")
        )
    if action == "ask" and not await may_ask(turn.store, event.organisation):
        return turn.noticed(explain_full(view.words))
    match action:
        case "ask":
            return await _asked(turn, event)
        case "regions":
            return turn.to(view.moved(over="event_regions"))
        case "topics":
            return turn.to(view.moved(over="event_topics"))
        case "change":
            form = begun(EVENT, view.conversation.drafts)
            there = "review" if form else "question"
            form = form or event_form(event.consultation, written_in(event, view.language))
            return turn.to(view.moved(scene=there, consultation="", survey=form))
        case "drop":
            return turn.to(without_form(view, EVENT, "event_of_ours"), events.drop(event))
    return turn.to(view.moved())


async def _asked(turn: Turn, event: Event) -> Changes:
    """It waits for somebody else; a change does not where the event is another one by now."""
    view, asked = turn.view, replace(event, state="asked", sequence=event.sequence + 1)
    if await going_out.becomes(turn.store, asked) is None:
        notice = view.words.say("The event has changed meanwhile. Please look at it, and change it again.")
        return turn.to(without_form(view, EVENT, "event_of_ours", notice), events.drop(event))
    notice = view.words.say("It waits for approval now. I tell you here when it is decided.")
    return turn.to(without_form(view, EVENT, "event_of_ours", notice), events.change(event, asked))


async def show_regions(store: Store, view: View) -> Card:
    """Toggles: the regions on this level of the tree."""
    say, (event, consultation) = view.words.say, await _loaded(store, view)
    if event is None or consultation is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    nodes = await consultations.regions(store.database, event.consultation)
    return regions_card(view, consultation, nodes, event.regions, say("Whom does it concern?"))


async def from_regions(turn: Turn, action: str) -> Changes:
    """One more region, one less, up and down the tree."""
    view, event = turn.view, await events.draft_by(turn.store.database, turn.view.person.id)
    if event is None or action == "done":
        return turn.to(view.moved(over="event_draft"))
    nodes = await consultations.regions(turn.store.database, event.consultation)
    level = level_of(nodes, view.conversation.page, action)
    if level is not None:
        return turn.to(view.moved(over="event_regions", page=level))
    regions = toggled([each.code for each in nodes], event.regions, action)
    if regions is None:
        return turn.nothing()
    return turn.to(turn.conversation, events.change(event, replace(event, regions=regions)))


async def show_topics(store: Store, view: View) -> Card:
    """Toggles: what it is about."""
    say, (event, consultation) = view.words.say, await _loaded(store, view)
    if event is None or consultation is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    return topics_card(view, consultation, event.topics)


async def from_topics(turn: Turn, action: str) -> Changes:
    """One more topic, one less."""
    view, (event, consultation) = turn.view, await _loaded(turn.store, turn.view)
    if event is None or consultation is None or action == "done":
        return turn.to(view.moved(over="event_draft"))
    topics = toggled(list(consultation.terms.topics), event.topics, action)
    if topics is None:
        return turn.nothing()
    return turn.to(turn.conversation, events.change(event, replace(event, topics=topics)))


async def _loaded(store: Store, view: View) -> tuple[Event | None, Consultation | None]:
    """What they are writing, and the consultation that it is for."""
    event = await events.draft_by(store.database, view.person.id)
    return event, await consultations.get(store.database, event.consultation) if event else None


SCENES = {
    "event_topics": Scene(show_topics, from_topics),
    "event_draft": Scene(show_draft, from_draft),
    "event_regions": Scene(show_regions, from_regions),
}
