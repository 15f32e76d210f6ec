"""Learning cards of an organisation: its members send a form, and somebody else looks at it first."""

from dataclasses import replace

from handlers.approvals.actions import SPEAK, actor, may
from handlers.approvals.noting import note
from handlers.card_sets import sets_of
from handlers.consultations.adding_cards import (
    LARGEST,
    Offered,
    looked_through,
    offered_in,
    proposed,
    title_of,
)
from handlers.links import named
from handlers.turn import Scene, Turn
from handlers.view import MB, View
from handlers.words import translations
from storage import consultations, organisations, proposals
from storage.changes import Changes
from storage.consultations import Consultation
from storage.messages import Card, File, Location, NotFetched, Wanted
from storage.organisations import Organisation
from storage.store import Store
from storage.terms import SurveyTerms
from survey.problems import FormProblems, sentence

MOST_TOLD = 8
"""Mistakes of a form that a card has room for."""


async def show(store: Store, view: View) -> Card:
    """What to send, and how each of theirs stands."""
    say, ours, found = view.words.say, await _ours(store, view), await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if ours is None or found is None:
        return view.card(say("No consultation is open that cards could belong to."), buttons=(back,))
    body = [
        say(
            "Send me a set of cards as a spreadsheet (.xlsx). "
            "Who runs the consultation can give you one to start from."
        ),
        say("Somebody else looks at it before people see it."),
        *await _standing(store, view, found, ours),
    ]
    send = ((view.button(say("Send a file"), "send", "send"),),) if view.person.channel == "web" else ()
    title = say("Learning cards of %(name)s", name=named(ours.name))
    return view.card(title, "\n".join(body), (*send, back), wants=Wanted("file", largest=LARGEST))


async def _standing(store: Store, view: View, found: Consultation, ours: Organisation) -> list[str]:
    """Those people can read, those that wait, and those that were refused, with the reason."""
    say = view.words.say
    told = [
        say("%(name)s: people can read it.", name=each.title)
        for each in await sets_of(store, found, view.language)
        if each.survey.startswith(_begins(ours))
    ]
    for each in await proposals.of(store.database, found.slug):
        if each.kind != "cards" or each.state == "done":
            continue
        offered = await offered_in(store, each)
        if offered.organisation == ours.id:
            title = title_of(offered, view.language)
            told.append(
                say("%(name)s: waits for a second person.", name=title)
                if each.state == "asked"
                else say("%(name)s: not approved. %(reason)s", name=title, reason=each.reason)
            )
    return told


async def tapped(turn: Turn, _: str) -> Changes:
    """Back."""
    return turn.to(turn.view.moved(over="organisation"))


async def sent(turn: Turn, said: File | Location) -> Changes | None:
    """A form: its mistakes, or it waits for somebody else."""
    view, words, store = turn.view, turn.view.words, turn.store
    ours, found = await _ours(store, view), await _at_hand(store, view)
    if isinstance(said, Location) or ours is None or found is None:
        return None
    if said.size > LARGEST:
        return turn.noticed(
            words.say("That file is too large. It may have up to %(size)d MB.", size=LARGEST // MB)
        )
    try:
        content = await turn.place.fetch(said, LARGEST)
        survey = await looked_through(store, found, _terms(found, ours), content)
    except NotFetched:
        return turn.noticed(words.say("I could not get that file. Please send it once more."))
    except FormProblems as error:
        told = [each for each in error.problems if not each.is_warning][:MOST_TOLD]
        gettext = translations(words.language).gettext
        return turn.noticed("\n".join(sentence(each, gettext) for each in told))
    wanted = proposed(found.slug, Offered(survey, ours.id))
    noted = await note(store, turn.place, view.person.id, "asked", f"cards {found.slug}")
    asked = proposals.ask(replace(wanted, author=view.person.id))
    return turn.to(
        view.moved(over="cards_of_ours", notice=words.say("It waits for a second person now.")), asked, noted
    )


def _terms(found: Consultation, ours: Organisation) -> SurveyTerms:
    """A name that no other organisation's set has; the next that is free."""
    taken = {each.name for each in found.terms.surveys}
    number = next(number for number in range(1, len(taken) + 2) if f"{_begins(ours)}{number}" not in taken)
    name = f"{_begins(ours)}{number}"
    return SurveyTerms(name=name, audience="learners", form=f"{name}.xlsx", by=ours.name)


def _begins(ours: Organisation) -> str:
    return f"by-{ours.id.hex()[:12]}-"


async def _ours(store: Store, view: View) -> Organisation | None:
    """The verified organisation they speak for."""
    who = await actor(store, view.person.id)
    if not (who.organisation and may(who, SPEAK, who.organisation)):
        return None
    return await organisations.get(store.database, store.keys, who.organisation)


async def _at_hand(store: Store, view: View) -> Consultation | None:
    """The consultation they are at, if it is open; else the one that opened last."""
    every = [each for each in await consultations.every(store.database) if each.state == "open"]
    here = view.conversation.consultation
    return next((each for each in every if each.slug == here), every[0] if every else None)


SCENES = {"cards_of_ours": Scene(show, tapped, sent=sent)}
