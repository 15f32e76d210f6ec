"""`/follow`: news of the consultation, and of regions in their tree."""

from dataclasses import replace

from handlers.turn import Scene, Turn
from handlers.view import View
from storage import consultations, people
from storage.changes import Changes
from storage.consultations import Region
from storage.messages import Button, Card
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """Toggles: the consultation itself, and the regions on this level of the tree."""
    say = view.words.say
    done = (view.button(say("Done"), "close", "main"),)
    if view.consultation is None:
        return view.card(say("There is no consultation just now."), buttons=(done,))
    regions = await consultations.regions(store.database, view.here.slug)
    follows = await people.follows(store.database, view.person.id, view.here.slug)
    level = view.conversation.page
    rows: list[tuple[Button, ...]] = (
        [] if level else [(_toggle(view, say("All news of this consultation"), "c", "" in follows),)]
    )
    for index, region in enumerate(regions):
        if region.parent == level:
            rows.append(_row(view, regions, index, region.code in follows))
    up = (view.button(say("Back"), "up", "back"),) if level else ()
    card = view.card(say("What do you want to hear about?"), buttons=(*rows, (*up, *done)))
    return replace(card, hint=say("This has nothing to do with your answers."))


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
    try:
        code = "" if action[0] == "c" else regions[int(action[1:].rstrip("+-"))].code
    except (ValueError, IndexError):
        return turn.nothing()
    if action[0] == "i":
        return turn.to(view.moved(over="follow", page=code))
    write = people.follow if action.endswith("+") else people.unfollow
    return turn.to(turn.conversation, write(view.person.id, view.here.slug, code))


async def stop(turn: Turn, slug: str) -> Changes:
    """The button under an announcement that ends all news of its consultation."""
    person = turn.view.person.id
    follows = await people.all_follows(turn.store.database, person)
    writes = (people.unfollow(person, slug, region) for of, region in follows if of == slug)
    return turn.to(
        turn.conversation,
        *writes,
        toast=turn.view.words.say("You will get no more news of it. To change that: /follow"),
    )


SCENES = {"follow": Scene(show, tapped)}
