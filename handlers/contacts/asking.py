"""`/contact`: who answers in which region; a question to them, and what they answered."""

from collections.abc import Mapping
from hashlib import blake2b

from handlers.contacts.answerers import answerers, answers
from handlers.contacts.own_questions import beginning, state
from handlers.links import quiet
from handlers.timing import evening_after
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import announcements, consultations, contacts, deliveries, events, inquiries, interests
from storage.announcements import Announcement
from storage.changes import Changes, Write
from storage.consultations import Region
from storage.contacts import Contact
from storage.inquiries import LONGEST, Inquiry
from storage.messages import Button, Card
from storage.store import Store
from survey.lookalikes import tidy

WAITING = 3
"""So many questions of one person wait at a time,"""
FULL = 200
"""and so many of all people in one region."""


async def show(store: Store, view: View) -> Card:
    """The regions that have a contact, those they follow first; what they asked; or the contact of one."""
    say, found = view.words.say, await _contacts(store, view)
    if contact := found.get(view.conversation.page):
        return await _one(store, view, contact)
    rows: list[tuple[Button, ...]] = [
        (view.button(name, action, "choice"),) for name, action in await _regions(store, view, found)
    ]
    asked = await inquiries.by(store.database, store.keys, view.person.id)
    rows += [
        (view.button(f"{beginning(each)} · {state(view.words, each)}", f"q{each.id.hex()}"),)
        for each in asked
    ]
    if found and view.place.public_url:
        url = f"{view.place.public_url}/round/{view.here.slug}?language={view.language}"
        rows.append((Button(say("Regions side by side"), url, "link"),))
    title = say("Who answers in which region?") if found else say("No contact is named just now.")
    body = say("Choose your region, to see who answers your questions there.") if found else ""
    return view.card(title, body, (*rows, (view.go_on(),)))


async def _contacts(store: Store, view: View) -> Mapping[str, Contact]:
    """Of the consultation at hand, as long as it is open."""
    if view.consultation is None or view.here.state != "open":
        return {}
    return await contacts.of(store.database, view.here.slug)


async def _regions(store: Store, view: View, found: Mapping[str, Contact]) -> list[tuple[str, str]]:
    """Name and action of each region with a contact; the ones that they follow come first."""
    if not found:
        return []
    nodes = await consultations.regions(store.database, view.here.slug)
    follows = await interests.follows(store.database, view.person.id, view.here.slug)
    named = [(number, each) for number, each in enumerate(nodes) if each.code in found]
    named.sort(key=lambda one: one[1].code not in follows)
    return [(_name(view, each), f"r{number}") for number, each in named]


def _name(view: View, region: Region) -> str:
    return view.here.terms.say(region.names, view.language)


async def _one(store: Store, view: View, contact: Contact) -> Card:
    say = view.words.say
    nodes = await consultations.regions(store.database, view.here.slug)
    name = next((_name(view, each) for each in nodes if each.code == contact.region), contact.region)
    lines = [await _answering(store, view, contact)]
    rows: list[tuple[Button, ...]] = []
    if dialogue := await _dialogue(store, view, contact):
        lines.append(dialogue)
        rows.append((view.button(say("About the dialogue"), "dialogue"),))
    lines.append(say("Who answers does not learn who you are. It has nothing to do with your answers."))
    ends = say(
        "What you ask here, and what is said to it, is deleted when the consultation ends, on %(day)s.",
        day=view.words.day(view.here.closes),
    )
    if hindered := await _hindered(store, view):
        lines.append(hindered)
    else:
        rows.insert(0, (view.button(say("Ask a question"), "ask", "main"),))
    return view.card(
        say("Your contact: %(region)s", region=name),
        "\n".join((*lines, ends)),
        (*rows, (view.button(say("Back"), "back", "back"), view.go_on())),
    )


async def _answering(store: Store, view: View, contact: Contact) -> str:
    """Who answers there. The page of the round may name an office of which nobody answers in the chat."""
    say = view.words.say
    office = quiet(view.here.terms.say(contact.office, view.language), links=False)
    if not office:
        return say("Nobody is named here. Those who run the consultation answer.")
    if await answers(store, contact):
        return office
    return say("Nobody from %(office)s answers here yet. Those who run the consultation do.", office=office)


async def _dialogue(store: Store, view: View, contact: Contact) -> str:
    """When and where people meet there; empty before it was approved, and after it."""
    event = await events.get(store.database, contact.dialogue)
    if event is None or event.state != "open" or event.starts <= view.place.now.timestamp():
        return ""
    when = view.words.moment(event.begins, event.zone)
    where = quiet(event.place, links=False)
    return view.words.say("Dialogue: %(when)s", when=" · ".join(filter(None, (when, where))))


async def _hindered(store: Store, view: View) -> str:
    """Why they cannot ask just now; empty where they can."""
    say = view.words.say
    if not view.invited and view.here.terms.access == "telegram":
        return say("To ask, please come in Telegram.")
    if not view.invited:
        return say("To ask, please write /code and then your code.")
    asked = await inquiries.by(store.database, store.keys, view.person.id)
    if sum(each.state == "asked" for each in asked) >= WAITING:
        return say("%(count)d questions of yours wait for an answer. Please wait for one.", count=WAITING)
    return ""


async def tapped(turn: Turn, action: str) -> Changes:
    """To a region, to a question of theirs, to the dialogue, to asking; back; go on."""
    view, page = turn.view, turn.conversation.page
    found = await _contacts(turn.store, view)
    if action == "back":
        return turn.to(view.moved(over="contact"))
    if action.startswith("q"):
        return turn.to(view.moved(over="contact_question", page=action[1:]))
    if page in found and action == "ask":
        return turn.to(view.moved(over="contact_asking", page=page))
    if page in found and action == "dialogue":
        return turn.to(view.moved(over="event", page=found[page].dialogue.hex()))
    if found and (region := await _region(turn.store, view, action)) in found:
        return turn.to(view.moved(over="contact", page=region))
    return turn.to(view.moved())


async def _region(store: Store, view: View, action: str) -> str:
    """The code that a button stands for; empty where it is another button."""
    nodes = await consultations.regions(store.database, view.here.slug)
    return {f"r{number}": each.code for number, each in enumerate(nodes)}.get(action, "")


async def show_asking(store: Store, view: View) -> Card:
    """What is written here is the question."""
    say = view.words.say
    back = (view.button(say("Back"), "back", "back"),)
    hint = say("At most %(count)d letters. Please leave out names of people.", count=LONGEST)
    if view.conversation.page not in await _contacts(store, view):
        return view.card(say("No contact is named just now."), buttons=((view.go_on(),),))
    return view.card(say("What do you want to ask?"), buttons=(back,), hint=hint, writes="text")


async def from_asking(turn: Turn, _: str) -> Changes:
    """Back to the contact."""
    return turn.to(turn.view.moved(over="contact", page=turn.conversation.page))


async def ask(turn: Turn, text: str) -> Changes:
    """It is kept, sealed, and who is to answer is told; unless too many wait."""
    view, say, region = turn.view, turn.view.words.say, turn.conversation.page
    there = view.moved(over="contact", page=region)
    if region not in await _contacts(turn.store, view) or await _hindered(turn.store, view):
        return turn.to(there)
    question = lines_of(text)
    if not question or len(question) > LONGEST:
        return turn.noticed(say("Please say it in at most %(count)d letters.", count=LONGEST))
    here = (await inquiries.counts(turn.store.database, view.here.slug)).get(region, 0)
    if here >= FULL:
        return turn.noticed(say("Many questions wait here just now. Please ask again in some days."))
    due = evening_after(turn.place.now, view.here.terms.zone, 1)
    inquiry = Inquiry(turn.place.fresh(16), view.here.slug, region, view.person.id, due=due, text=question)
    told = () if here else await _told(turn, region, due)
    notice = say("Your question was sent. I tell you here when there is an answer.")
    return turn.to(
        view.moved(over="contact", page=region, notice=notice),
        *turn.guard,
        inquiries.ask(turn.store.keys, inquiry),
        *told,
    )


def lines_of(text: str) -> str:
    """What was written, without signs that are not seen."""
    return "\n".join(map(tidy, text.split("\n"))).strip()


async def _told(turn: Turn, region: str, evening: int) -> tuple[Write, ...]:
    """Of the first of a day at once; of more in the evening, so that a flood of them is one message.

    Not again on that day where the first was answered or taken back: else to ask and take back would tell it
    each time.
    """
    name = f"{turn.view.here.slug}|{region}|{evening}|first".encode()
    which = blake2b(name, digest_size=16).digest()
    note = Announcement(which, "", "inquiry", turn.now, state="sending", audience="named")
    told = dict.fromkeys(await answerers(turn.store, turn.view.here.slug, region), turn.now)
    return (announcements.occur(note), *deliveries.address(note, told))


SCENES = {
    "contact": Scene(show, tapped),
    "contact_asking": Scene(show_asking, from_asking, ask),
}
