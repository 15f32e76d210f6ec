"""News: who wants which, what is announced, and to whom it came."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from storage.schema.tables import NO_ROWID, columns, partial_index

OPEN_STATES = "('waiting', 'uncertain')"
SENDING_STATES = "('sending', 'repeating')"
NO_ROWS = -1


class Follow(SQLModel, table=True):
    """News a person asked for: of a consultation (`region` empty) or of one of its regions."""

    __table_args__ = (Index("ix_follow_region", "consultation", "region", "person"), NO_ROWID)
    person: bytes = Field(primary_key=True)
    consultation: str = Field(primary_key=True)
    region: str = Field(primary_key=True)


class TopicFollow(SQLModel, table=True):
    """News of a consultation that concern one of its topics."""

    __tablename__ = "topic_follow"
    __table_args__ = (Index("ix_topic_follow_topic", "consultation", "topic", "person"), NO_ROWID)
    person: bytes = Field(primary_key=True)
    consultation: str = Field(primary_key=True)
    topic: str = Field(primary_key=True)


class Mute(SQLModel, table=True):
    """An organisation of which a person wants to hear nothing."""

    __table_args__ = NO_ROWID
    person: bytes = Field(primary_key=True)
    organisation: bytes = Field(primary_key=True)


class Announcement(SQLModel, table=True):
    """A text for an audience; what can be chosen is in `storage/announcements.py`.

    `local`: a wall time that counts in each recipient's own zone. `rule`: an RRULE by which it comes again;
    each time it comes is an announcement of its own, of this `series`. `expires`: from then on it is not sent
    any more; 0 for never. `reason`: why it was refused. `cards`: the set of learning cards that it carries.
    `settled`: on which day (since 1970) the last of its deliveries came to an end, once it is over; 0 before
    that, `NO_ROWS` when none of their rows is left. What is done now and then looks at those with 0 alone.
    """

    __table_args__ = (
        Index("ix_announcement_settled", "settled", "state", "due"),
        Index("ix_announcement_consultation", "consultation", "kind", "due"),
        partial_index("ix_announcement_event", "event", where="event IS NOT NULL"),
        partial_index("ix_announcement_series", "series", where="series IS NOT NULL"),
        partial_index("ix_announcement_author", "author", where="author IS NOT NULL"),
        partial_index("ix_announcement_organisation", "organisation", where="organisation IS NOT NULL"),
        partial_index("ix_announcement_medium", "medium", where="medium <> ''"),
        NO_ROWID,
    )
    id: bytes = Field(primary_key=True)
    consultation: str
    kind: str
    texts: str
    regions: str
    due: int = Field(sa_type=BigInteger)
    state: str
    topics: str = Field(sa_column_kwargs={"server_default": "[]"})
    language: str = Field(sa_column_kwargs={"server_default": ""})
    audience: str = Field(sa_column_kwargs={"server_default": "everybody"})
    local: str = Field(sa_column_kwargs={"server_default": ""})
    rule: str = Field(sa_column_kwargs={"server_default": ""})
    expires: int = Field(sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    medium: str = Field(sa_column_kwargs={"server_default": ""})
    author: bytes | None
    organisation: bytes | None
    event: bytes | None
    series: bytes | None
    reason: str = Field(sa_column_kwargs={"server_default": ""})
    cards: str = Field(sa_column_kwargs={"server_default": ""})
    settled: int = Field(0, sa_column_kwargs={"server_default": "0"})


class Delivery(SQLModel, table=True):
    """One announcement to one person.

    `state`: waiting, sending, uncertain (unknown once), repeating, sent, blocked, failed, lost (unknown
    twice), expired, cancelled. `day`: on which it was sent, in days since 1970, for the limit of a week.
    `channel`: that of the person, so that what is due on one is found without looking at the others.
    """

    __table_args__ = (
        partial_index(
            "ix_delivery_open", "announcement", "channel", "due", "person", where=f"state IN {OPEN_STATES}"
        ),
        partial_index("ix_delivery_sending", "announcement", "person", where=f"state IN {SENDING_STATES}"),
        partial_index("ix_delivery_cancelled", "announcement", "person", where="state = 'cancelled'"),
        NO_ROWID,
    )
    announcement: bytes = Field(primary_key=True)
    person: bytes = Field(primary_key=True, index=True)
    channel: str = Field(sa_column_kwargs={"server_default": ""})
    state: str
    due: int = Field(sa_type=BigInteger)
    day: int = Field(sa_column_kwargs={"server_default": "0"})


class DeliveryTotal(SQLModel, table=True):
    """What is left of deliveries whose rows would tell too much: how many came to which state."""

    __tablename__ = "delivery_total"
    announcement: bytes = Field(primary_key=True)
    state: str = Field(primary_key=True)
    count: int


class Reminder(SQLModel, table=True):
    """Somebody began a survey and stopped: in which evening they are reminded. Their state tells of which."""

    __table_args__ = (Index("ix_reminder_due", "due", "person"), NO_ROWID)
    person: bytes = Field(primary_key=True)
    stage: int
    due: int = Field(sa_type=BigInteger)


FOLLOW = columns(Follow)
TOPIC_FOLLOW = columns(TopicFollow)
MUTE = columns(Mute)
ANNOUNCEMENT = columns(Announcement)
DELIVERY = columns(Delivery)
DELIVERY_TOTAL = columns(DeliveryTotal)
REMINDER = columns(Reminder)
