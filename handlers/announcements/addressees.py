"""Whom an announcement goes to: of those who follow, who, in which language, of which regions and topics."""

from dataclasses import replace

from handlers.announcements.beginning import draft_at_hand
from handlers.announcements.choosing import level_of, regions_card, toggled, topics_card
from handlers.announcements.previewing import addressed_to, audience_name
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from handlers.words import name_of
from storage import announcements, consultations
from storage.announcements import Announcement
from storage.changes import Changes
from storage.consultations import Consultation
from storage.kinds import OF_FOLLOWERS
from storage.messages import Card
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """Who gets it, and about how many they are."""
    say, (draft, consultation) = view.words.say, await _loaded(store, view)
    if draft is None or consultation is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    rows = [
        (view.button(audience_name(view, each), f"w{each}", "choice", draft.audience == each),)
        for each in OF_FOLLOWERS
        if each != "unanswered" or not (draft.organisation or draft.rule)
    ]
    card = view.card(
        say("Who shall get it?"),
        await addressed_to(store, view, consultation, draft),
        (*rows, *_more(view, consultation, draft), (view.button(say("Next"), "next", "main"),)),
    )
    return replace(
        card, hint=say("Choose no region and no topic for everybody who follows the consultation.")
    )


def _more(view: View, consultation: Consultation, draft: Announcement) -> Rows:
    """Languages, where there is more than one; the ways to regions and topics, where there are any."""
    say, terms = view.words.say, consultation.terms
    languages = tuple(
        view.button(
            say("only in %(language)s", language=name_of(each)), f"l{each}", "choice", draft.language == each
        )
        for each in (terms.languages if len(terms.languages) > 1 else ())
    )
    topics = (view.button(say("Choose topics"), "topics"),) if terms.topics else ()
    regions = (view.button(say("Choose regions"), "regions"),) if terms.regions else ()
    return tuple(row for row in (*((each,) for each in languages), (*regions, *topics)) if row)


async def tapped(turn: Turn, action: str) -> Changes:
    """Another audience or language, to the regions or topics, or on to how it looks."""
    view, draft = turn.view, await draft_at_hand(turn)
    if draft is None:
        return turn.to(view.moved())
    if action in {"regions", "topics"}:
        return turn.to(view.moved(over=f"news_{action}"))
    if action == "next":
        return turn.to(view.moved(over="news_draft"))
    return _kept(turn, draft, await _for(turn.store, draft, action))


async def _for(store: Store, draft: Announcement, action: str) -> Announcement | None:
    """Who has not answered yet is told all together: no other condition beside it."""
    audience = next((each for each in OF_FOLLOWERS if action == f"w{each}"), None)
    if audience == "unanswered":
        alone = not (draft.organisation or draft.rule)
        return replace(draft, audience=audience, regions=(), topics=(), language="") if alone else None
    if audience:
        return replace(draft, audience=audience)
    consultation = await consultations.get(store.database, draft.consultation)
    spoken = consultation.terms.languages if consultation else ()
    language = next((each for each in spoken if action == f"l{each}"), None)
    if language is None:
        return None
    return replace(_not_alone(draft), language="" if draft.language == language else language)


def _not_alone(draft: Announcement) -> Announcement:
    """Other conditions can be added to it."""
    return replace(draft, audience="everybody") if draft.audience == "unanswered" else draft


def _kept(turn: Turn, draft: Announcement, after: Announcement | None) -> Changes:
    return turn.to(turn.conversation, announcements.change(draft, after)) if after else turn.nothing()


async def show_regions(store: Store, view: View) -> Card:
    """Toggles: the regions on this level of the tree."""
    say, (draft, consultation) = view.words.say, await _loaded(store, view)
    if draft is None or consultation is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    nodes = await consultations.regions(store.database, consultation.slug)
    return regions_card(view, consultation, nodes, draft.regions, say("Whom of which regions?"))


async def from_regions(turn: Turn, action: str) -> Changes:
    """One more region or one less, up and down the tree."""
    view, draft = turn.view, await draft_at_hand(turn)
    if draft is None or action == "done":
        return turn.to(view.moved(over="news_whom"))
    nodes = await consultations.regions(turn.store.database, draft.consultation)
    level = level_of(nodes, view.conversation.page, action)
    if level is not None:
        return turn.to(view.moved(over="news_regions", page=level))
    regions = toggled([each.code for each in nodes], draft.regions, action)
    return _kept(turn, draft, None if regions is None else replace(_not_alone(draft), regions=regions))


async def show_topics(store: Store, view: View) -> Card:
    """Toggles: what it is about."""
    say, (draft, consultation) = view.words.say, await _loaded(store, view)
    if draft is None or consultation is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    return topics_card(view, consultation, draft.topics)


async def from_topics(turn: Turn, action: str) -> Changes:
    """One more topic or one less."""
    draft = await draft_at_hand(turn)
    consultation = await consultations.get(turn.store.database, draft.consultation) if draft else None
    if draft is None or consultation is None or action == "done":
        return turn.to(turn.view.moved(over="news_whom"))
    topics = toggled(list(consultation.terms.topics), draft.topics, action)
    return _kept(turn, draft, None if topics is None else replace(_not_alone(draft), topics=topics))


async def _loaded(store: Store, view: View) -> tuple[Announcement | None, Consultation | None]:
    draft = await announcements.draft_by(store.database, view.person.id)
    return draft, await consultations.get(store.database, draft.consultation) if draft else None


SCENES = {
    "news_whom": Scene(show, tapped),
    "news_regions": Scene(show_regions, from_regions),
    "news_topics": Scene(show_topics, from_topics),
}
