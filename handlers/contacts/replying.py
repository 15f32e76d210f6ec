"""A contact reads what people ask, one question at a time, and answers; who asked is named to nobody."""

from handlers.approvals.actions import ANSWER, actor, may
from handlers.approvals.noting import noted
from handlers.contacts.answerers import waiting_for
from handlers.contacts.asking import lines_of
from handlers.links import bad_links, quiet, why
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import announcements, consultations, inquiries
from storage.announcements import Announcement
from storage.changes import Changes
from storage.inquiries import LONGEST, Inquiry
from storage.messages import Card
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """All that wait for them; a button names the region, not the question."""
    say, found = view.words.say, await _theirs(store, view)
    rows = [
        (view.button(f"{number}. {await _region(store, view, each)}", each.id.hex(), "choice"),)
        for number, each in enumerate(found, 1)
    ]
    title = say("Questions for you") if found else say("No question waits for you.")
    return view.card(title, buttons=(*rows, (view.button(say("Back"), "back", "back"),)))


async def _theirs(store: Store, view: View) -> list[Inquiry]:
    if not may(await actor(store, view.person.id), ANSWER):
        return []
    return await waiting_for(store, view.person.id)


async def _region(store: Store, view: View, inquiry: Inquiry) -> str:
    consultation = await consultations.get(store.database, inquiry.consultation)
    nodes = await consultations.regions(store.database, inquiry.consultation)
    names = {each.code: each.names for each in nodes}
    if consultation is None or inquiry.region not in names:
        return inquiry.region
    return consultation.terms.say(names[inquiry.region], view.language)


async def tapped(turn: Turn, action: str) -> Changes:
    """To one of them, or back."""
    over = "admin" if action == "back" else "inquiry"
    return turn.to(turn.view.moved(over=over, page="" if action == "back" else action))


async def show_one(store: Store, view: View) -> Card:
    """The question. What is written here is the answer."""
    say, found = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None:
        return view.card(say("This was answered, or taken back."), buttons=(back,))
    return view.card(
        say("A question from %(region)s", region=await _region(store, view, found)),
        quiet(found.text, links=False),
        ((view.button(say("I cannot answer this"), "decline"),), back),
        hint=say("What you write here is your answer. It goes at once to who asked; your name does not."),
        writes="text",
    )


async def from_one(turn: Turn, action: str) -> Changes:
    """It cannot be answered, which who asked is told; or back."""
    if action == "decline":
        return await _decided(turn, "")
    return turn.to(turn.view.moved(over="inquiries"))


async def reply(turn: Turn, text: str) -> Changes:
    """The answer, unless a link in it may not stand there."""
    say, answer = turn.view.words.say, lines_of(text)
    if not answer or len(answer) > LONGEST:
        return turn.noticed(say("Please say it in at most %(count)d letters.", count=LONGEST))
    if bad := bad_links(answer, turn.place.sites):
        return turn.noticed(why(turn.view.words, bad[0]))
    return await _decided(turn, answer)


async def _decided(turn: Turn, answer: str) -> Changes:
    found = await _at_hand(turn.store, turn.view)
    consultation = await consultations.get(turn.store.database, found.consultation) if found else None
    if found is None or consultation is None:
        return turn.to(turn.view.moved(over="inquiries"))
    what = "answered a question" if answer else "declined a question"
    say = turn.view.words.say
    notice = say("Your answer was sent.") if answer else say("Who asked is told.")
    ends = int(consultation.closes.timestamp())  # then there is nothing to read any more
    news = Announcement(turn.place.fresh(16), "", "inquiry_done", turn.now, expires=ends)
    return turn.to(
        turn.view.moved(over="inquiries", notice=notice),
        consultations.still(consultation),
        inquiries.answer(turn.store.keys, found, answer),
        *announcements.tell(news, [found.person]),
        await noted(turn, what, f"{found.consultation} {found.region}"),
    )


async def _at_hand(store: Store, view: View) -> Inquiry | None:
    """What they look at, as long as it waits for them."""
    return next(
        (each for each in await _theirs(store, view) if each.id.hex() == view.conversation.page), None
    )


SCENES = {
    "inquiries": Scene(show, tapped),
    "inquiry": Scene(show_one, from_one, reply),
}
