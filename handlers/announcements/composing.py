"""An announcement before anybody else sees it: whom it goes to, how it looks, and off for approval."""

from dataclasses import replace
from datetime import datetime

from handlers.announcements import announcing
from handlers.announcements.announcing import AnnouncementRefused, Plan
from handlers.announcements.beginning import changing, may_write
from handlers.announcements.previewing import audience_name, preview
from handlers.approvals.actions import actor
from handlers.approvals.approval import approved, can_approve
from handlers.approvals.noting import noted
from handlers.guided import ANNOUNCEMENT, kind_of
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import announcements, approvals, consultations
from storage.announcements import Announcement, Audience
from storage.changes import Changes
from storage.consultations import Region
from storage.conversations import Conversation
from storage.messages import Button, Card
from storage.store import Store

AUDIENCES: tuple[Audience, ...] = ("everybody", "residents", "organisations", "unanswered")


async def show_whom(store: Store, view: View) -> Card:
    """Of those who follow, whom; and of which regions."""
    say, draft = view.words.say, await announcements.draft_by(store.database, view.person.id)
    if draft is None:
        return _nothing(view)
    regions = await consultations.regions(store.database, draft.consultation)
    rows = [
        (view.button(audience_name(view, each), f"w{each}", "choice", draft.audience == each),)
        for each in AUDIENCES
        if not (each == "unanswered" and draft.organisation)
    ]
    rows += [(_toggle(view, draft, number, each),) for number, each in enumerate(regions)]
    rows.append((view.button(say("Next"), "next", "main"),))
    card = view.card(say("Who shall get it?"), buttons=tuple(rows))
    return replace(card, hint=say("Choose no region for everybody who follows the consultation."))


def _toggle(view: View, draft: Announcement, number: int, region: Region) -> Button:
    chosen = region.code in draft.regions
    name = region.names.get(view.language) or next(iter(region.names.values()), region.code)
    return view.button(name, f"r{number}{'-' if chosen else '+'}", "choice", chosen)


async def from_whom(turn: Turn, action: str) -> Changes:
    """Another audience, one more region or one less, or on to the time."""
    view, draft = turn.view, await _draft(turn)
    if draft is None:
        return turn.to(view.moved())
    if action == "next":
        return turn.to(view.moved(over="news_draft"))
    after = _for(draft, action) or await _within(turn.store, draft, action)
    return turn.to(turn.conversation, announcements.change(draft, after)) if after else turn.nothing()


def _for(draft: Announcement, action: str) -> Announcement | None:
    """Who has not answered yet is told all together: no region beside it."""
    audience = next((each for each in AUDIENCES if action == f"w{each}"), None)
    if audience is None:
        return None
    return replace(draft, audience=audience, regions=() if audience == "unanswered" else draft.regions)


async def _within(store: Store, draft: Announcement, action: str) -> Announcement | None:
    regions = await consultations.regions(store.database, draft.consultation)
    codes = {f"r{number}": each.code for number, each in enumerate(regions)}
    code = codes.get(action.rstrip("+-"))
    if code is None:
        return None
    others = tuple(each for each in draft.regions if each != code)
    audience: Audience = "everybody" if draft.audience == "unanswered" else draft.audience
    return replace(draft, audience=audience, regions=(*others, code) if action.endswith("+") else others)


async def show_draft(store: Store, view: View) -> Card:
    """Exactly what people will see, in each language, whom it goes to and when."""
    say, draft = view.words.say, await announcements.draft_by(store.database, view.person.id)
    if draft is None:
        return _nothing(view)
    says = await can_approve(store, view.person.id, draft)
    send = say("Send it") if says == "alone" else say("Send for approval")
    rows = (
        (view.button(send, f"send{says}", "main"),),
        (view.button(say("To whom"), "whom"), view.button(say("Change something"), "change")),
        (view.button(say("Drop it"), "drop"),),
    )
    hint = say("Nobody else here can approve it: below it stands that one person did.")
    card = view.card(say("This is what people will see"), await preview(store, view, draft), rows)
    return replace(card, hint=hint if says == "alone" else "")


async def from_draft(turn: Turn, action: str) -> Changes:
    """Send it off, change it, drop it."""
    view, draft = turn.view, await _draft(turn)
    if draft is None:
        return turn.to(_without_form(view, ""))
    match action:
        case "whom":
            return turn.to(view.moved(over="news_whom"))
        case "change":
            return await changing(turn, draft)
        case "drop":
            over = "news_home" if draft.organisation else "admin"
            return turn.to(_without_form(view, over), announcements.drop(draft))
        case "send" | "sendalone":
            return await _sent(turn, draft, action.removeprefix("send"))
    return turn.to(view.moved(over="news_draft"))


async def _sent(turn: Turn, draft: Announcement, seen: str) -> Changes:
    """Out at once where nobody else could approve it, and they were told so; else it waits for somebody."""
    view, person, say = turn.view, turn.view.person.id, turn.view.words.say
    says = await can_approve(turn.store, person, draft)
    if says != seen:
        return turn.to(view.moved(over="news_draft"))
    try:
        whole = await _whole(turn, draft)
    except AnnouncementRefused:
        notice = say("It cannot be sent like this. Please look once more at whom it goes to, and when.")
        return turn.to(view.moved(over="news_draft", notice=notice))
    kept = (approvals.add(approved(whole, person, says)),) if says else ()
    notice = say("It is approved and goes out.") if says else say("It waits for approval. I tell you here.")
    return turn.to(
        replace(_without_form(view, "news_one", notice), page=draft.id.hex()),
        announcements.change(draft, whole),
        announcements.move(draft, "waiting" if says else "asked"),
        *kept,
        await noted(turn, "announced" if says else "asked", draft.id),
    )


async def _whole(turn: Turn, draft: Announcement) -> Announcement:
    """With what follows from when and to whom it goes. Raises `AnnouncementRefused`."""
    at = datetime.fromisoformat(draft.local) if draft.local else None
    plan = Plan(
        audience=draft.audience, own_time=bool(at), author=draft.author, organisation=draft.organisation
    )
    place = turn.place
    made = await announcing.write(
        turn.store, draft.consultation, draft.texts, at, draft.regions, place.now, place.fresh, plan
    )
    return replace(made, id=draft.id)


async def _draft(turn: Turn) -> Announcement | None:
    """What they are writing, if they still may."""
    draft = await announcements.draft_by(turn.store.database, turn.view.person.id)
    who = await actor(turn.store, turn.view.person.id)
    return draft if draft and may_write(who, draft.organisation) else None


def _nothing(view: View) -> Card:
    return view.card(view.words.say("There is nothing to send."), buttons=((view.go_on(),),))


def _without_form(view: View, over: str, notice: str = "") -> Conversation:
    """The form is done with; whoever stood in it stands nowhere."""
    left = view.moved(over=over, notice=notice)
    drafts = {key: each for key, each in left.drafts.items() if kind_of(key) != f"/{ANNOUNCEMENT}"}
    left = replace(left, drafts=drafts)
    inside = left.consultation == "" and kind_of(left.survey) == ANNOUNCEMENT
    return replace(left, scene="choose", survey="") if inside else left


SCENES = {"news_whom": Scene(show_whom, from_whom), "news_draft": Scene(show_draft, from_draft)}
