"""Signing in to the dashboard: a link that one browser uses once, and what follows from it."""

import base64
from dataclasses import dataclass, field

from handlers.approvals.actions import SEE, Actor, actor, may
from handlers.approvals.noting import note
from handlers.turn import Turn
from handlers.view import Fresh, Place
from storage import sign_ins, staff
from storage.changes import Changes, Write
from storage.keys import Keyring
from storage.sign_ins import Session
from storage.store import Store

MINUTES = 10
BYTES = 24


@dataclass(frozen=True, slots=True)
class Link:
    """The token, which is shown to whom it signs in, and what keeps its hash."""

    token: str = field(repr=False)
    writes: tuple[Write, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """The token of a browser in which somebody is signed in from now on."""

    token: str = field(repr=False)
    changes: Changes


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody of the staff in a browser; `changes`: that it was used now."""

    session: Session
    actor: Actor
    changes: Changes

    @property
    def person(self) -> bytes:
        return self.session.person


def link(keys: Keyring, person: bytes, place: Place) -> Link:
    """A new link; one that they had before does not hold any more."""
    token = new_token(place.fresh)
    return Link(token, sign_ins.offer(keys, person, token, _now(place) + MINUTES * 60))


def address(public_url: str, token: str, language: str = "") -> str:
    """The token stands behind #, so that no server writes it into a log, and no preview uses it up."""
    asked = f"?language={language}" if language else ""
    return f"{public_url}/admin/enter{asked}#in={token}"


def invitation_address(public_url: str, token: str) -> str:
    """Where somebody joins the staff without a chat."""
    return f"{public_url}/admin/join#in={token}"


def new_token(fresh: Fresh) -> str:
    """A secret that nobody guesses."""
    return base64.urlsafe_b64encode(fresh(BYTES)).decode()


async def offered(turn: Turn) -> Changes:
    """In the chat: a new link on a card, for who may see anything there."""
    view = turn.view
    if not may(await actor(turn.store, view.person.id), SEE):
        return turn.to(view.moved())
    made = link(turn.store.keys, view.person.id, turn.place)
    return turn.to(view.moved(over="door", page=made.token), *made.writes)


async def by_link(store: Store, place: Place, token: str, language: str) -> Entered | None:
    """Somebody opened their link; None if it does not hold any more. Saved once: `Stale` the second time."""
    person = await sign_ins.linked(store.database, store.keys, token, _now(place))
    colleague = await staff.of(store.database, store.keys, person) if person else None
    if colleague is None:
        return None
    noted = await note(store, place, colleague.person, "signed in", colleague.role)
    used = (sign_ins.use(store.keys, token), noted)
    return _entered(store.keys, place, colleague.person, colleague.role, language, used)


async def by_invitation(store: Store, place: Place, token: str, language: str) -> Entered | None:
    """Somebody joins who has no chat with us, and is signed in; None if the invitation does not hold."""
    found = staff.invitation(store.keys, token)
    invited = await staff.invited(store.database, store.keys, found, _now(place))
    if invited is None:
        return None
    person = place.fresh(16)
    noted = await note(store, place, person, "joined", invited.role)
    tied = _now(place) + place.apart_after
    joined = (staff.use(found), staff.join(store.keys, person, invited, tied), noted)
    return _entered(store.keys, place, person, invited.role, language, joined)


def _entered(
    keys: Keyring, place: Place, person: bytes, role: str, language: str, before: tuple[Write, ...]
) -> Entered:
    """In a session of its own, whatever the browser had before."""
    token = new_token(place.fresh)
    begun = sign_ins.begin(keys, person, role, language, token, _now(place))
    return Entered(token, Changes((*before, begun)))


async def signed_in(store: Store, token: str, now: int) -> SignedIn | None:
    """Who uses this browser; None where nobody is signed in, or not any more."""
    found = await sign_ins.session(store.database, store.keys, token, now)
    if found is None:
        return None
    return SignedIn(found, await actor(store, found.person), Changes(sign_ins.touch(found, now)))


def left(keys: Keyring, token: str) -> Changes:
    """Signed out."""
    return Changes((sign_ins.end(keys, token),))


def _now(place: Place) -> int:
    return int(place.now.timestamp())
