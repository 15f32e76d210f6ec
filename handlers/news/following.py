"""`/follow`: news of the consultation, of regions in their tree, and of topics."""

from collections.abc import AsyncIterator, Iterable, Set
from dataclasses import replace

from handlers.announcements.audience import concerns
from handlers.turn import Scene, Turn
from handlers.view import Rows, View
from storage import announcements, consultations, interests, people
from storage.changes import Changes, Write
from storage.consultations import Region
from storage.messages import Button, Card
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """Toggles: the consultation itself, its topics, and the regions on this level of the tree."""
    say = view.words.say
    done = (view.button(say("Done"), "close", "main"),)
    if view.consultation is None:
        return view.card(say("There is no consultation just now."), buttons=(done,))
    regions = await consultations.regions(store.database, view.here.slug)
    follows = await people.follows(store.database, view.person.id, view.here.slug)
    level = view.conversation.page
    rows: list[tuple[Button, ...]] = []
    if not level:
        rows.append((_toggle(view, say("All news of this consultation"), "c", "" in follows),))
        rows += await _topics(store, view)
    for index, region in enumerate(regions):
        if region.parent == level:
            rows.append(_row(view, regions, index, region.code in follows))
    up = (view.button(say("Back"), "up", "back"),) if level else ()
    card = view.card(say("What do you want to hear about?"), buttons=(*rows, (*up, *done)))
    return replace(card, hint=say("This has nothing to do with your answers."))


async def _topics(store: Store, view: View) -> Rows:
    followed, terms = await interests.topics(store.database, view.person.id), view.here.terms
    return tuple(
        (_toggle(view, terms.say(names, view.language), f"t{index}", (view.here.slug, code) in followed),)
        for index, (code, names) in enumerate(terms.topics.items())
    )


def _row(view: View, regions: list[Region], index: int, followed: bool) -> tuple[Button, ...]:
    region = regions[index]
    name = view.here.terms.say(region.names, view.language)
    toggle = _toggle(view, name, f"r{index}", followed)
    if not any(other.parent == region.code for other in regions):
        return (toggle,)
    return (toggle, view.button(view.words.say("Inside %(region)s", region=name), f"i{index}"))


def _toggle(view: View, label: str, what: str, followed: bool) -> Button:
    return view.button(label, f"{what}{'-' if followed else '+'}", "choice", followed)


async def tapped(turn: Turn, action: str) -> Changes:
    """Follow or not, go down or up the tree, done."""
    view = turn.view
    if action == "close" or view.consultation is None:
        return turn.to(view.moved())
    regions = await consultations.regions(turn.store.database, view.here.slug)
    if action == "up":
        parents = {region.code: region.parent for region in regions}
        return turn.to(view.moved(over="follow", page=parents.get(view.conversation.page, "")))
    kind, wanted = action[:1], action.endswith("+")
    try:
        if kind == "t":
            writes = await _topic(turn, int(action[1:].rstrip("+-")), wanted)
            return turn.to(turn.conversation, *writes)
        code = "" if kind == "c" else regions[int(action[1:].rstrip("+-"))].code
    except (ValueError, IndexError):
        return turn.nothing()
    if kind == "i":
        return turn.to(view.moved(over="follow", page=code))
    return turn.to(turn.conversation, *await _place(turn, regions, code, wanted))


async def _topic(turn: Turn, index: int, wanted: bool) -> Iterable[Write]:
    person, slug = turn.view.person.id, turn.view.here.slug
    code = list(turn.view.here.terms.topics)[index]
    if wanted:
        return (interests.follow(person, slug, code),)
    places = await people.follows(turn.store.database, person, slug)
    return (
        interests.unfollow(person, slug, code),
        *await _not_any_more(turn, places, await _topics_of(turn) - {code}),
    )


async def _place(turn: Turn, regions: list[Region], code: str, wanted: bool) -> Iterable[Write]:
    """Follow the consultation or a region, or not; where somebody lives, a region they follow tells."""
    person, slug = turn.view.person, turn.view.here.slug
    write = people.follow if wanted else people.unfollow
    follows = await people.follows(turn.store.database, person.id, slug)
    left = follows | {code} if wanted else follows - {code}
    zones = {region.code: region.timezone for region in regions if region.code in left}
    zone = zones.get(code) or next(iter(zones.values()), "")
    over = () if wanted else await _not_any_more(turn, left, await _topics_of(turn))
    return (write(person.id, slug, code), interests.set_zone(person.id, zone), *over)


async def _topics_of(turn: Turn) -> Set[str]:
    """The topics that they follow here."""
    followed = await interests.topics(turn.store.database, turn.view.person.id)
    return {code for slug, code in followed if slug == turn.view.here.slug}


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
    for of, region in await people.all_follows(database, person):
        if of == slug:
            yield people.unfollow(person, slug, region)
    for of, topic in await interests.topics(database, person):
        if of == slug:
            yield interests.unfollow(person, slug, topic)


SCENES = {"follow": Scene(show, tapped)}
