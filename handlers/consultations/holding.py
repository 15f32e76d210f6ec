"""A consultation is held exactly as it was approved: its terms with the close, its regions, its forms."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from handlers.approvals.approval import approved, by_hand, digest, is_approved, only_one
from storage import approvals, consultations, proposals
from storage.approvals import COMMAND_LINE
from storage.changes import Write
from storage.consultations import Consultation, Region
from storage.proposals import Kind, Proposal
from storage.store import Store
from storage.terms import Terms

SHOWN: tuple[Kind, ...] = ("consultation", "publish", "did")


class NotApproved(Exception):
    """A second person has to look at this first."""

    def __init__(self, subject: Proposal) -> None:
        super().__init__(subject.consultation)
        self.subject = subject


def whole(terms: Terms, regions: Iterable[Region], forms: Mapping[str, str]) -> Proposal:
    """Stands for all of a consultation; `forms`: the digest of the newest version of each survey."""
    said = {
        "terms": terms.model_dump(mode="json"),
        "regions": [asdict(region) for region in regions],
        "forms": dict(forms),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return proposals.proposal("consultation", terms.slug, hashlib.sha256(text.encode()).hexdigest())


async def as_it_is(store: Store, consultation: Consultation) -> Proposal:
    """The same, of what is kept now."""
    slug = consultation.slug
    latest = await consultations.latest(store.database, slug)
    forms = {name: version.digest for name, version in latest.items()}
    return whole(consultation.terms, await consultations.regions(store.database, slug), forms)


async def ready(store: Store, subject: Proposal) -> tuple[Write, ...]:
    """What is written when it opens. Raises `NotApproved`; where nobody else could approve it, one is enough.

    `NotOpen` when it is saved, if it is another one by then.
    """
    still = approvals.still(subject.id, digest(subject))
    if await is_approved(store, subject):
        return (still,)
    if await only_one(store):
        return (approvals.add(by_hand(subject)),)
    raise NotApproved(subject)


def ask(subject: Proposal) -> tuple[Write, ...]:
    """It waits for approval; what was approved before does not count any more."""
    return (approvals.void(subject.id), proposals.ask(subject))


async def kept(store: Store, subject: Proposal) -> tuple[Write, ...]:
    """What is written beside a consultation that has not opened: approved alone, or asked for."""
    if await is_approved(store, subject):
        return ()
    if not await only_one(store):
        return ask(subject)
    return (approvals.add(approved(subject, subject.author or COMMAND_LINE, "alone")),)


async def waits(store: Store, subject: Proposal) -> bool:
    """Whether it was asked for already, or refused, as it is."""
    found = await proposals.get(store.database, subject.id)
    return found is not None and found.content == subject.content and found.state != "done"


async def by_one_person(store: Store, slug: str) -> list[Kind]:
    """What of a consultation one person alone approved, for everybody to see."""
    found = {kind: await approvals.of(store.database, proposals.identity(kind, slug)) for kind in SHOWN}
    return [kind for kind, approval in found.items() if approval and approval.alone]
