"""Of what kind an announcement is, whom it is for, and how it stands."""

from typing import Literal, get_args

EventKind = Literal[
    "event",
    "event_evening",
    "event_soon",
    "event_map",
    "event_changed",
    "event_cancelled",
    "event_place",
    "event_approved",
    "event_change_approved",
    "event_refused",
]
"""Invited; reminded the evening before, and shortly before; shown the place; told of a change, the end, a
free place; and who wrote it, of what was decided."""
OrganisationKind = Literal[
    "verified", "refused", "removed", "handed", "contact", "to_sign", "sign_again", "sign_said"
]
"""Told to members of an organisation: it was looked at; they were removed; what they handed over was taken;
they are its contact now; it is asked to sign a paper, or once more, since that has changed; one of them said
whether it signs."""
StaffKind = Literal["going_out", "upr_due"]
"""Told to those of the staff who could stop it: the announcement that it is a `series` of goes out now; or
that something is due before the review."""
AuthorKind = Literal["news_approved", "news_refused"]
"""Told to who wrote an announcement in the chat, of what was decided."""
InquiryKind = Literal["inquiry", "inquiry_waits", "inquiry_done"]
"""Told to who is to answer a question: it came, or waits still; and to who asked: it was decided on."""
Kind = (
    Literal["written", "opened", "closed"]
    | AuthorKind
    | StaffKind
    | InquiryKind
    | OrganisationKind
    | EventKind
)
Audience = Literal["everybody", "residents", "organisations", "unanswered", "invited", "named"]
"""Followers: all, those who speak for no organisation, those who do, those who have not answered yet; or who
answered the invitation to an event; or those who were named when it was made."""
OF_FOLLOWERS: tuple[Audience, ...] = ("everybody", "residents", "organisations", "unanswered")
"""Among which somebody chooses who writes an announcement."""
NAMED: frozenset[Audience] = frozenset({"invited", "named"})
"""Whose deliveries are made one by one, and not out of an audience when it is due."""
State = Literal["draft", "asked", "waiting", "paused", "sending", "done", "cancelled", "refused"]
"""`asked`: it waits for somebody's approval; `paused`: from then on to be sent, but not now."""
STATES: tuple[State, ...] = get_args(State)
TO_AUTHORS: tuple[AuthorKind, ...] = get_args(AuthorKind)
OF_ORGANISATIONS: tuple[OrganisationKind, ...] = get_args(OrganisationKind)
OF_INQUIRIES: tuple[InquiryKind, ...] = get_args(InquiryKind)
BULK: frozenset[Kind] = frozenset({"written", "opened", "closed", "event"})
"""What many are told alike: it keeps quiet hours and the limit of a week."""
