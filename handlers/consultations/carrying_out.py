"""What was approved for a consultation happens, exactly as it was looked at."""

import json
from dataclasses import replace
from datetime import datetime

from handlers.approvals.approval import Says, approved
from handlers.consultations import applying, holding, opening, publishing
from handlers.consultations.adding_cards import folder_with, offered_in
from handlers.consultations.folder import FolderProblems
from handlers.consultations.packing import unpacked
from handlers.organisations.verifying import is_verified
from handlers.refused import Refused
from handlers.view import Place
from storage import approvals, consultations
from storage.changes import Changes
from storage.consultations import Consultation
from storage.proposals import Proposal
from storage.store import Store


class CannotBeDone(Refused):
    """It is too late for it, or something else has changed meanwhile; the message says what."""


async def carried_out(store: Store, proposal: Proposal, person: bytes, says: Says, place: Place) -> Changes:
    """What follows from the approval of this person, and the approval. Raises `CannotBeDone`.

    When it is saved: `NotOpen` or `Stale` if something is not as it was any more.
    """
    consultation = await consultations.get(store.database, proposal.consultation)
    if consultation is None:
        raise CannotBeDone(f"There is no consultation '{proposal.consultation}' any more.")
    then = await _then(store, proposal, consultation, person, says, place)
    return then.also(approvals.add(approved(proposal, person, says)))


async def _then(
    store: Store, proposal: Proposal, consultation: Consultation, person: bytes, says: Says, place: Place
) -> Changes:
    match proposal.kind:
        case "consultation":
            return await _held(store, proposal, consultation)
        case "change":
            return await _changed(store, proposal, consultation, person, says, place)
        case "cards":
            return await _with_cards(store, proposal, consultation, person, says, place)
        case "extend":
            return await _extended(store, proposal, consultation, person, says)
        case "close":
            _must_be_open(consultation)
            return opening.closed(consultation, place.now, place.fresh)
        case "publish":
            if consultation.state != "closed":
                raise CannotBeDone(f"'{consultation.slug}' is {consultation.state}.")
            return publishing.published(proposal, place.now, place.fresh, person, says)
        case "did":
            return publishing.said(proposal, place.now, place.fresh, person, says)


async def _held(store: Store, proposal: Proposal, consultation: Consultation) -> Changes:
    """Nothing else changes: it opens when its time comes."""
    if consultation.state != "scheduled" or await holding.as_it_is(store, consultation) != replace(
        proposal, author=None, state="asked", reason=""
    ):
        raise CannotBeDone(f"'{consultation.slug}' is not as it was any more.")
    return Changes((consultations.still(consultation),))


async def _changed(
    store: Store, proposal: Proposal, consultation: Consultation, person: bytes, says: Says, place: Place
) -> Changes:
    try:
        applied = await applying.apply(
            store, await unpacked(store, proposal.content), consultation, place.now
        )
    except FolderProblems as error:
        raise CannotBeDone("\n".join(error.problems)) from error
    return applied.changes.also(approvals.add(approved(applied.whole, person, says)))


async def _with_cards(
    store: Store, proposal: Proposal, consultation: Consultation, person: bytes, says: Says, place: Place
) -> Changes:
    _must_be_open(consultation)
    offered = await offered_in(store, proposal)
    if offered.organisation and not await is_verified(store, offered.organisation):
        raise CannotBeDone("The organisation that wrote it is not verified any more.")
    try:
        applied = await applying.apply(
            store, await folder_with(store, consultation, offered.survey), consultation, place.now
        )
    except FolderProblems as error:
        raise CannotBeDone("\n".join(error.problems)) from error
    return applied.changes.also(approvals.add(approved(applied.whole, person, says)))


async def _extended(
    store: Store, proposal: Proposal, consultation: Consultation, person: bytes, says: Says
) -> Changes:
    _must_be_open(consultation)
    closes = closes_of(proposal)
    if closes <= consultation.closes:
        raise CannotBeDone(f"'{consultation.slug}' closes later than that already.")
    closes = closes.astimezone(consultation.terms.zone)
    terms = consultation.terms.model_copy(update={"closes": closes})
    subject = await holding.as_it_is(store, replace(consultation, terms=terms))
    return Changes(
        (
            consultations.put(terms, consultation),
            consultations.set_opens(consultation.slug, consultation.opens),
            approvals.add(approved(subject, person, says)),
        )
    )


def closes_of(proposal: Proposal) -> datetime:
    """The later close that is proposed."""
    return datetime.fromisoformat(json.loads(proposal.content)["closes"])


def _must_be_open(consultation: Consultation) -> None:
    if consultation.state != "open":
        raise CannotBeDone(f"'{consultation.slug}' is {consultation.state}.")
