"""A consultation's life by `/admin`: opened before its time, closed later or now, its results published."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.approvals.actions import CLOSE, EXTEND, OPEN, PUBLISH, actor, may
from handlers.approvals.approval import can_approve, digest
from handlers.approvals.awaiting import SHORT
from handlers.approvals.noting import noted
from handlers.consultations import opening
from handlers.consultations.describing import described, name_of
from handlers.consultations.holding import NotApproved
from handlers.consultations.proposing import done_or_asked
from handlers.consultations.publishing import PublishingRefused, to_publish
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import consultations, proposals
from storage.changes import Changes
from storage.consultations import Consultation
from storage.messages import Button, Card
from storage.proposals import Proposal, proposal
from storage.store import Store

WAYS = {action.name: action for action in (OPEN, EXTEND, CLOSE, PUBLISH)}
DONE = {"extend": "extended", "close": "closed", "publish": "published"}
"""What the log says of each."""
WEEKS = (1, 2, 4)


async def show(store: Store, view: View) -> Card:
    """What it means, exactly, and whether a second person is asked."""
    say, (way, found) = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None:
        return view.card(say("This cannot be done now."), buttons=(back,))
    if way == "open":
        body = say("People can answer from now on. What was tried before is deleted.")
        return view.card(
            _title(view, found), body, ((view.button(say("Open it now"), "open", "main"),), back)
        )
    if way == "extend":
        rows = tuple((_later(view, found, weeks),) for weeks in WEEKS)
        card = view.card(
            _title(view, found), say("Until when shall people be able to answer?"), (*rows, back)
        )
        return replace(card, hint=await _hint(store, view, proposal("extend", found.slug)))
    proposed = await _proposed(store, view, way, found)
    if proposed is None:
        return view.card(say("This cannot be done now."), buttons=(back,))
    label = name_of(view.words, proposed.kind)
    rows = ((view.button(label, _go(proposed), "main"),), back)
    card = view.card(_title(view, found), "\n\n".join(await described(store, view.words, proposed)), rows)
    return replace(card, hint=await _hint(store, view, proposed))


def _title(view: View, found: Consultation) -> str:
    return found.terms.say(found.terms.title, view.language)


async def _hint(store: Store, view: View, proposed: Proposal) -> str:
    """What follows from a tap."""
    says = await can_approve(store, view.person.id, replace(proposed, author=view.person.id))
    if says == "alone":
        return view.words.say("Nobody else here can approve it: people are told that one person did.")
    return view.words.say("A second person is asked first.")


def _later(view: View, found: Consultation, weeks: int) -> Button:
    closes = (found.closes + timedelta(weeks=weeks)).isoformat(timespec="minutes")
    return view.button(view.words.value("datetime", closes), f"until {closes}", "choice")


def _go(proposed: Proposal) -> str:
    return f"go{digest(proposed).hex()[:SHORT]}"


async def _proposed(store: Store, view: View, way: str, found: Consultation) -> Proposal | None:
    if way == "close":
        return proposal("close", found.slug)
    try:
        return await to_publish(store, found, view.place.public_url)
    except PublishingRefused:
        return None


async def tapped(turn: Turn, action: str) -> Changes:
    """Done, or a second person is asked; or back. Never what is not as it was looked at."""
    view, (way, found) = turn.view, await _at_hand(turn.store, turn.view)
    back = view.moved(over="admin", page=found.slug if found else "")
    if found is None or not may(await actor(turn.store, view.person.id), WAYS[way]):
        return turn.to(back)
    if way == "open" and action == "open":
        return await _opened(turn, found)
    if way == "extend" and action.startswith("until "):
        return await _extended(turn, found, action.removeprefix("until "))
    if way in {"close", "publish"} and action.startswith("go"):
        proposed = await _proposed(turn.store, view, way, found)
        if proposed and action == _go(proposed):
            return await done_or_asked(turn, proposed, back, DONE[way])
    return turn.to(back)


async def _opened(turn: Turn, found: Consultation) -> Changes:
    view, say, place = turn.view, turn.view.words.say, turn.place
    there = view.moved(over="admin", page=found.slug)
    try:
        then = await opening.opened(turn.store, found, place.now, place.fresh)
    except NotApproved:
        return turn.to(replace(there, notice=say("It opens once a second person has approved it.")))
    kept = turn.to(
        replace(there, notice=say("It is done.")), *then.writes, await noted(turn, "opened", found.slug)
    )
    return replace(kept, chores=then.chores, wakes=then.wakes)


async def _extended(turn: Turn, found: Consultation, until: str) -> Changes:
    offered = {(found.closes + timedelta(weeks=weeks)).isoformat(timespec="minutes") for weeks in WEEKS}
    there = turn.view.moved(over="admin", page=found.slug)
    if until not in offered:
        return turn.to(there)
    content = json.dumps({"closes": datetime.fromisoformat(until).isoformat()})
    return await done_or_asked(turn, proposal("extend", found.slug, content), there, DONE["extend"])


async def _at_hand(store: Store, view: View) -> tuple[str, Consultation | None]:
    """What they want to happen, to which consultation; None if it is not the time for it."""
    way, _, slug = view.conversation.page.partition(":")
    found = await consultations.get(store.database, slug)
    right = {"open": "scheduled", **proposals.WHILE}
    return way, found if found and way in WAYS and right[way] == found.state else None


SCENES = {"directing": Scene(show, tapped)}
