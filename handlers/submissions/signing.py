"""Who signs a paper of a coalition: asked on the dashboard, said in the chat by members of each organisation.

A signature holds for one text. What is told and noted names organisations, never who of their members it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from handlers.approvals.noting import SHORT, note
from handlers.approvals.outcome import Outcome
from handlers.submissions.drafts import mark
from handlers.view import Place
from reports.submission.signing import Answer, Signatory
from storage import announcements, audit, organisations, papers, signatures, wakes
from storage.announcements import Announcement
from storage.changes import Changes
from storage.kinds import OrganisationKind
from storage.organisations import Organisation
from storage.papers import Paper
from storage.signatures import Signature, State
from storage.store import Store

ASKED, DROPPED = "asked to sign", "asked no more to sign"
SAID: dict[State, str] = {
    "asked": "took a signature back",
    "signed": "signed a paper",
    "declined": "did not sign a paper",
}
"""What the log says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One that was asked. Whose verification was taken back counts as not heard."""

    organisation: Organisation
    signature: Signature
    answer: Answer

    @property
    def can_sign(self) -> bool:
        """Whether it is verified still."""
        return self.organisation.state == "verified"

    @property
    def signatory(self) -> Signatory:
        return Signatory(self.organisation.name, self.answer)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member wants their organisation to say, of which text, and what it had said when they saw it."""

    wanted: State
    seen: State
    text: str


async def asked(store: Store, paper: Paper) -> list[Asked]:
    """All that were asked to sign it, in the order of their names."""
    now, found = mark(paper), list[Asked]()
    for each in await signatures.of(store.database, paper.id):
        organisation = await organisations.get(store.database, store.keys, each.organisation)
        if organisation:
            one = Asked(organisation, each, answer_of(each, now))
            found.append(one if one.can_sign else replace(one, answer="asked"))
    return sorted(found, key=lambda one: (one.organisation.name, one.organisation.id))


def answer_of(signature: Signature, now: str) -> Answer:
    """What counts of it for the text that stands there now."""
    if signature.state == "declined":
        return "declined"
    if signature.state == "signed" and signature.text == now:
        return "signed"
    return "again" if signature.text else "asked"


async def to_ask(store: Store, those: Sequence[Asked]) -> list[Organisation]:
    """Verified organisations that were not asked yet, in the order of their names."""
    there = {each.organisation.id for each in those}
    every = await organisations.every(store.database, store.keys)
    free = [each for each in every if each.state == "verified" and each.id not in there]
    return sorted(free, key=lambda one: (one.name, one.id))


async def ask(
    store: Store, place: Place, person: bytes, paper: Paper, chosen: Iterable[bytes], *, sign: bool
) -> Outcome:
    """These are asked, for the first time or after they declined; or (`sign` is false) asked no more."""
    if paper.form != "coalition":
        return Outcome("late")
    those = await asked(store, paper)
    known = {each.organisation.id: each.organisation for each in those if each.can_sign or not sign}
    known |= {each.id: each for each in await to_ask(store, those)} if sign else {}
    heard = {each.organisation.id for each in those if each.answer == "signed"}
    picked = [known[each] for each in dict.fromkeys(chosen) if each in known and not (sign and each in heard)]
    if not picked:
        return Outcome("changed")
    before = {each.organisation.id: replace(each.signature, state="asked") for each in those}
    new = [before.get(each.id) or Signature(paper.id, each.id) for each in picked]
    steps = tuple(map(signatures.put if sign else signatures.drop, new))
    on = f"{paper.code[:SHORT]} {' '.join(each.code for each in picked)}"
    entry = await note(store, place, person, ASKED if sign else DROPPED, on)
    still = (organisations.touch(store.keys, each) for each in picked)
    told = await _told(store, place, "to_sign", picked) if sign else Changes()
    return Outcome("done", told.also(papers.touch(paper), *still, *steps, entry))


async def asked_again(store: Store, place: Place, paper: Paper, after: Paper) -> Changes:
    """Who signed what stood there before is asked once more, and told so, if its file says something else."""
    if mark(paper) == mark(after):
        return Changes()
    those = [each for each in await asked(store, paper) if each.signature.state == "signed"]
    told = await _told(store, place, "sign_again", [each.organisation for each in those])
    still = (organisations.touch(store.keys, each.organisation) for each in those)
    again = (signatures.put(replace(each.signature, state="asked")) for each in those)
    return told.also(*still, *again)


async def answered(
    store: Store, place: Place, organisation: Organisation, paper: Paper, wish: Wish
) -> Outcome:
    """A member says for their organisation that it signs, does not, or takes its signature back.

    All of it are told: who alone had no row among what is sent would be who did it.
    """
    found = await of(store, paper, organisation)
    if found is None:
        return Outcome("gone")
    now = mark(paper)
    if wish.text != now[:SHORT]:
        return Outcome("changed")
    if found.state != wish.seen:
        return Outcome("heard")
    if wish.wanted == "asked" and found.text == paper.taken:
        return Outcome("taken")
    text = now if wish.wanted == "signed" else ""
    day, who = int(place.now.timestamp()), f"organisation {organisation.code}"
    on = paper.code[:SHORT]
    entry = await audit.note(store.database, store.keys, day, who, SAID[wish.wanted], on)
    told = await _told(store, place, "sign_said", [organisation] if organisation.members > 1 else [])
    still = papers.touch(paper), organisations.touch(store.keys, organisation)
    kept = signatures.put(replace(found, state=wish.wanted, text=text))
    return Outcome("done", told.also(*still, kept, entry))


async def of(store: Store, paper: Paper, organisation: Organisation) -> Signature | None:
    """What an organisation says of it; None where it is not asked."""
    those = await signatures.asked_of(store.database, organisation.id)
    return next((each for each in those if each.paper == paper.id), None)


async def _told(store: Store, place: Place, kind: OrganisationKind, those: Iterable[Organisation]) -> Changes:
    """Members of these hear of it."""
    told = list[bytes]()
    for each in those:
        told += await organisations.members(store.database, each.id)
    if not told:
        return Changes()
    news = Announcement(place.fresh(16), "", kind, int(place.now.timestamp()))
    return Changes(announcements.tell(news, told), wakes=wakes.marks(store.keys, told))
