"""`/follow`: news of the consultation, of regions in their tree, and of topics."""

from collections.abc import AsyncIterator, Iterable, Set
from dataclasses import replace

from handlers.announcements.audience import concerns
from handlers.announcements.choosing import code_of, level_of, region_rows, toggle, topic_rows
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from storage import announcements, consultations, interests
from storage.changes import Changes, Write
from storage.consultations import Region
from storage.messages import Card
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """Toggles: the consultation itself, its topics, and the regions on this level of the tree."""
    say = view.words.say
    done = (view.button(say("Done"), "close", "main"),)
    if view.consultation is None:
        return view.card(say("There is no consultation just now."), buttons=(done,))
    regions = await consultations.regions(store.database, view.here.slug)
    follows = await interests.follows(store.database, view.person.id, view.here.slug)
    above: Rows = ()
    if not view.conversation.page:
        everything = toggle(view, say("All news of this consultation"), "c", "" in follows)
        above = ((everything,), *topic_rows(view, view.here, await _topics(store, view)))
    rows = region_rows(view, view.here, regions, follows)
    up = (view.button(say("Back"), "up", "back"),) if view.conversation.page else ()
    card = view.card(say("What do you want to hear about?"), buttons=(*above, *rows, (*up, *done)))
    return replace(card, hint=say("This has nothing to do with your answers."))


async def tapped(turn: Turn, action: str) -> Changes:
    """Follow or not, go down or up the tree, done."""
    view = turn.view
    if action == "close" or view.consultation is None:
        return turn.to(view.moved())
    regions = await consultations.regions(turn.store.database, view.here.slug)
    level, wanted = level_of(regions, view.conversation.page, action), action.endswith("+")
    if level is not None:
        return turn.to(view.moved(over="follow", page=level))
    if topic := code_of("t", list(view.here.terms.topics), action):
        return turn.to(turn.conversation, *await _topic(turn, topic, wanted))
    place = "" if action.rstrip("+-") == "c" else code_of("r", [each.code for each in regions], action)
    if place is None:
        return turn.nothing()
    return turn.to(turn.conversation, *await _place(turn, regions, place, wanted))


async def _topic(turn: Turn, code: str, wanted: bool) -> Iterable[Write]:
    person, slug = turn.view.person.id, turn.view.here.slug
    if wanted:
        return (interests.follow_topic(person, slug, code),)
    places = await interests.follows(turn.store.database, person, slug)
    return (
        interests.unfollow_topic(person, slug, code),
        *await _not_any_more(turn, places, await _topics(turn.store, turn.view) - {code}),
    )


async def _place(turn: Turn, regions: list[Region], code: str, wanted: bool) -> Iterable[Write]:
    """Follow the consultation or a region, or not; where somebody lives, a region they follow tells."""
    person, slug = turn.view.person, turn.view.here.slug
    write = interests.follow if wanted else interests.unfollow
    follows = await interests.follows(turn.store.database, person.id, slug)
    left = follows | {code} if wanted else follows - {code}
    zones = {region.code: region.timezone for region in regions if region.code in left}
    zone = zones.get(code) or next(iter(zones.values()), "")
    over = () if wanted else await _not_any_more(turn, left, await _topics(turn.store, turn.view))
    return (write(person.id, slug, code), interests.set_zone(person.id, zone), *over)


async def _topics(store: Store, view: View) -> Set[str]:
    """The topics that they follow here."""
    followed = await interests.topics(store.database, view.person.id)
    return {code for slug, code in followed if slug == view.here.slug}


async def _not_any_more(turn: Turn, places: Set[str], topics: Set[str]) -> list[Write]:
    """What is on its way to who follows only these now, and concerns them no more, does not arrive."""
    store, person = turn.store, turn.view.person.id
    waiting = await interests.waiting(store.database, person, turn.view.here.slug)
    found = [await announcements.get(store.database, each) for each in waiting]
    return [
        interests.not_this(person, each.id)
        for each in found
        if each and not await concerns(store, each, places, topics)
    ]


async def stop(turn: Turn, slug: str) -> Changes:
    """The button under an announcement that ends all news of its consultation."""
    return turn.to(
        turn.conversation,
        *[write async for write in _none_of(turn, slug)],
        interests.none_of(turn.view.person.id, slug),
        toast=turn.view.words.say("You will get no more news of it. To change that: /follow"),
    )


async def _none_of(turn: Turn, slug: str) -> AsyncIterator[Write]:
    person, database = turn.view.person.id, turn.store.database
    for of, region in await interests.all_follows(database, person):
        if of == slug:
            yield interests.unfollow(person, slug, region)
    for of, topic in await interests.topics(database, person):
        if of == slug:
            yield interests.unfollow_topic(person, slug, topic)


SCENES = {"follow": Scene(show, tapped)}
