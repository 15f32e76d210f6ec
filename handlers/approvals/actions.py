"""What staff and members of organisations can do in chat and dashboard, and who may: one list for all."""

from dataclasses import dataclass
from typing import Literal

from storage import organisations, staff
from storage.staff import Role
from storage.store import Store

Whose = Literal["own", "other"]
STAFF: frozenset[Role] = frozenset({"owner", "administrator", "reader"})
WRITING: frozenset[Role] = frozenset({"owner", "administrator"})


@dataclass(frozen=True, slots=True)
class Action:
    """`roles`: who of the staff may do it. `members`: whether members of a verified organisation may, with
    what is their own organisation's, or with what is another's."""

    name: str
    roles: frozenset[Role] = frozenset()
    members: Whose | None = None


SEE = Action("see", STAFF)
RESULTS = Action("results", STAFF)
ANNOUNCE = Action("announce", WRITING)
STOP = Action("stop", WRITING)
RESUME = Action("resume", WRITING)
"""Let go on what was stopped. Whose announcement it is does not count: it may be why it was stopped."""
OPEN = Action("open", WRITING)
RENEW = Action("renew", WRITING)
"""Begin a consultation, mend its texts and dates, bring another version of a survey."""
EXTEND = Action("extend", WRITING)
CLOSE = Action("close", WRITING)
RELEASE = Action("release", WRITING)
PUBLISH = Action("publish", WRITING)
DID = Action("did", WRITING)
READ = Action("read", WRITING)
"""Read and code open answers. Who may only look is shown numbers, and nobody's words."""
RECOMMEND = Action("recommend", WRITING)
"""Import recommendations of the Universal Periodic Review, and say how far each has come."""
PLAN = Action("plan", WRITING)
"""Enter the dates of the review at the United Nations, and do what is planned before them."""
WRITE = Action("write", WRITING)
"""Write papers for a review, which hold words of people."""
ANSWER = Action("answer", STAFF)
"""Answer what people ask in the region whose contact they are; where nobody is, who may announce does."""
APPROVE = Action("approve", WRITING, members="other")
VERIFY = Action("verify", frozenset({"owner"}))
"""Or refuse, an organisation that registered."""
TEAM = Action("team", frozenset({"owner"}))
"""Invite somebody to work here, give them another role, remove them."""
SPEAK = Action("speak", members="own")
"""Announce, or invite to an event, in the name of an organisation."""
SIGN = Action("sign", members="own")
"""Say whether an organisation signs a paper for a review."""
ACTIONS = (
    SEE,
    RESULTS,
    ANNOUNCE,
    STOP,
    RESUME,
    OPEN,
    RENEW,
    EXTEND,
    CLOSE,
    RELEASE,
    PUBLISH,
    DID,
    READ,
    RECOMMEND,
    PLAN,
    WRITE,
    ANSWER,
    APPROVE,
    VERIFY,
    TEAM,
    SPEAK,
    SIGN,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: their role among the staff, and the verified organisation that they speak for."""

    role: Role | None = None
    organisation: bytes | None = None


NOBODY = Actor()


def may(actor: Actor, action: Action, whose: bytes | None = None) -> bool:
    """Whether they may do it with what belongs to this organisation (None: to the consultation).

    Nobody approves what their own organisation wrote, whatever else they are.
    """
    own = whose is not None and whose == actor.organisation
    if action.members == "other" and own:
        return False
    if actor.role in action.roles:
        return True
    if action.members is None or actor.organisation is None or whose is None:
        return False
    return own == (action.members == "own")


async def actor(store: Store, person: bytes) -> Actor:
    """What a person is here now."""
    colleague = await staff.of(store.database, store.keys, person)
    organisation = await organisations.of(store.database, store.keys, person)
    verified = organisation is not None and organisation.state == "verified"
    return Actor(
        colleague.role if colleague else None, organisation.id if verified and organisation else None
    )
