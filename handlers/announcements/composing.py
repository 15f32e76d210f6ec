"""An announcement before anybody else sees it: how it looks, what goes with it, and off for approval."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from handlers.announcements.audience import FEWEST, size
from handlers.announcements.beginning import changing, draft_at_hand
from handlers.announcements.checking import AnnouncementRefused, languages_of, longest, too_long
from handlers.announcements.previewing import preview
from handlers.announcements.reading import media_of
from handlers.approvals.approval import approved, can_approve
from handlers.approvals.awaiting import explain_full, may_ask
from handlers.approvals.noting import noted
from handlers.guided import ANNOUNCEMENT, place_of, without_form
from handlers.turn import Scene, Turn
from handlers.view import MB, Rows, View
from handlers.words import name_of
from storage import announcement_states, announcements, approvals, consultations, media
from storage.announcements import Announcement
from storage.changes import Changes
from storage.consultations import Consultation
from storage.messages import Button, Card, File, Location, NotFetched, Wanted
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """Exactly what people will see, in each language, whom it goes to and when."""
    say, draft = view.words.say, await announcements.draft_by(store.database, view.person.id)
    consultation = await consultations.get(store.database, draft.consultation) if draft else None
    if draft is None or consultation is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    says = await can_approve(store, view.person.id, draft)
    send = say("Send it") if says == "alone" else say("Send for approval")
    untold = _untold(view, consultation, draft)
    rows = (
        *(untold or ((view.button(send, f"send{says}", "main"),),)),
        (view.button(say("To whom"), "whom"), view.button(say("Change something"), "change")),
        (view.button(say("Picture or document"), "medium"), *_with_cards(view, consultation)),
        (view.button(say("Drop it"), "drop"),),
    )
    hint = say("Nobody else here can approve it: below it stands that one person did.")
    if untold:
        hint = say("It goes out once it is written in each language of those who get it.")
    elif says != "alone":
        hint = ""
    title, body = say("This is what people will see"), await preview(store, view, draft)
    return view.card(title, body, rows, hint=hint, media=await media_of(store, draft, title))


def _with_cards(view: View, consultation: Consultation) -> tuple[Button, ...]:
    """The way to the sets of learning cards, where there are any."""
    there = consultation.terms.named("learners")
    return (view.button(view.words.say("Learning cards"), "cards"),) if there else ()


def _untold(view: View, consultation: Consultation, draft: Announcement) -> Rows:
    """The ways to write it in the languages in which it would come empty."""
    wanted = [each for each in languages_of(consultation, draft.language) if not draft.texts.get(each)]
    labels = [view.words.say("Write it in %(language)s", language=name_of(each)) for each in wanted]
    return tuple(
        (view.button(label, f"in{each}", "main"),) for each, label in zip(wanted, labels, strict=True)
    )


async def tapped(turn: Turn, action: str) -> Changes:
    """Send it off, change it, drop it."""
    view, draft = turn.view, await draft_at_hand(turn)
    if draft is None:
        return turn.to(without_form(view, ANNOUNCEMENT))
    match action:
        case "whom" | "medium" | "cards":
            return turn.to(view.moved(over=f"news_{action}"))
        case "change":
            return await changing(turn, draft)
        case "drop":
            over = "news_home" if draft.organisation else "admin"
            return turn.to(without_form(view, ANNOUNCEMENT, over), announcements.drop(draft))
        case "send" | "sendalone":
            return await _sent(turn, draft, action.removeprefix("send"))
    consultation = await consultations.get(turn.store.database, draft.consultation)
    spoken = consultation.terms.languages if consultation else ()
    if number := next((place_of(n) for n, each in enumerate(spoken) if action == f"in{each}"), ""):
        return await changing(turn, draft, question=number)
    return turn.to(view.moved(over="news_draft"))


async def _sent(turn: Turn, draft: Announcement, seen: str) -> Changes:
    """Out at once where nobody else could approve it, and they were told so; else it waits for somebody."""
    view, person, say = turn.view, turn.view.person.id, turn.view.words.say
    says = await can_approve(turn.store, person, draft)
    if says != seen:
        return turn.to(view.moved(over="news_draft"))
    if not says and not await may_ask(turn.store, draft.organisation):
        return turn.to(view.moved(over="news_draft", notice=explain_full(view.words)))
    if draft.audience == "unanswered" and not draft.local and not await size(turn.store, draft):
        return turn.to(view.moved(over="news_draft", notice=_too_few(view)))
    try:
        whole = await _whole(turn, draft)
    except AnnouncementRefused:
        return turn.to(view.moved(over="news_draft", notice=_why_not(view, draft)))
    kept = (approvals.add(approved(whole, person, says)),) if says else ()
    notice = say("It is approved and goes out.") if says else say("It waits for approval. I tell you here.")
    return turn.to(
        without_form(view, ANNOUNCEMENT, "news_one", notice).but(page=draft.id.hex()),
        announcements.change(draft, whole),
        announcement_states.move(draft, "waiting" if says else "asked"),
        *kept,
        await noted(turn, "announced" if says else "asked", draft.id),
    )


async def _whole(turn: Turn, draft: Announcement) -> Announcement:
    """With what follows from when and to whom it goes. Raises `AnnouncementRefused`."""
    at = datetime.fromisoformat(draft.local) if draft.local else None
    plan = Plan(
        topics=draft.topics,
        language=draft.language,
        audience=draft.audience,
        own_time=bool(at),
        rule=draft.rule,
        until=datetime.fromtimestamp(draft.expires, UTC) if draft.expires else None,
        medium=draft.medium,
        cards=draft.cards,
        author=draft.author,
        organisation=draft.organisation,
        sites=turn.place.sites,
    )
    place = turn.place
    made = await announcing.write(
        turn.store, draft.consultation, draft.texts, at, draft.regions, place.now, place.fresh, plan
    )
    return replace(made, id=draft.id)


def _too_few(view: View) -> str:
    return view.words.say(
        "Fewer than %(count)d people have not answered. So few are not written to alone.", count=FEWEST
    )


def _why_not(view: View, draft: Announcement) -> str:
    say, count = view.words.say, longest(draft)
    if draft.medium and too_long(draft):
        return say("With a picture or a document the text may have at most %(count)d letters.", count=count)
    if too_long(draft):
        return say("Please say it in at most %(count)d letters.", count=count)
    return say("It cannot be sent like this. Please look once more at whom it goes to, and when.")


async def show_medium(store: Store, view: View) -> Card:
    """What goes along, and what is left in it."""
    say, draft = view.words.say, await announcements.draft_by(store.database, view.person.id)
    back = (view.button(say("Back"), "back", "back"),)
    if draft is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    title = say("Send me a picture or a PDF that goes with it.")
    rows: list[tuple[Button, ...]] = []
    if view.person.channel == "web":
        rows.append((view.button(say("Send a file"), "send", "send"),))
    if draft.medium:
        rows.append((view.button(say("Take it away"), "away"),))
    body = say(
        "A picture goes out without the place and the time in it. A PDF goes out as it is: look whether it "
        "names somebody."
    )
    wants, shown = Wanted("file", largest=announcing.LARGEST_MEDIUM), await media_of(store, draft, title)
    return view.card(title, body, (*rows, back), media=shown, wants=wants)


async def from_medium(turn: Turn, action: str) -> Changes:
    """Take it away, or back."""
    draft = await draft_at_hand(turn)
    there = turn.view.moved(over="news_draft")
    if draft is None or action != "away":
        return turn.to(there)
    return turn.to(there, announcements.change(draft, replace(draft, medium="")))


async def sent_medium(turn: Turn, said: File | Location) -> Changes | None:
    """A picture or a PDF: fetched, checked, drawn anew."""
    view, say, draft = turn.view, turn.view.words.say, await draft_at_hand(turn)
    if draft is None or isinstance(said, Location):
        return None
    largest = announcing.LARGEST_MEDIUM
    if said.size > largest:
        return turn.noticed(say("That file is too large. It may have up to %(size)d MB.", size=largest // MB))
    try:
        medium = await announcing.medium_of(await turn.place.fetch(said, largest))
    except NotFetched:
        return turn.noticed(say("I could not get that file. Please send it once more."))
    except AnnouncementRefused:
        return turn.noticed(
            say("I can take a picture (JPEG, PNG or WebP) or a PDF. Please send one of these.")
        )
    after = replace(draft, medium=media.digest(medium))
    return turn.to(view.moved(over="news_draft"), media.keep(medium), announcements.change(draft, after))


SCENES = {
    "news_draft": Scene(show, tapped),
    "news_medium": Scene(show_medium, from_medium, sent=sent_medium),
}
