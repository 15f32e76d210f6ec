"""What is due is found by indexes, and rows of large documents share their pages"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OPEN, SENDING = "state IN ('waiting', 'uncertain')", "state IN ('sending', 'repeating')"
INDEXES = (
    ("ix_follow_region", "follow", ("consultation", "region", "person"), ""),
    ("ix_topic_follow_topic", "topic_follow", ("consultation", "topic", "person"), ""),
    ("ix_announcement_settled", "announcement", ("settled", "state", "due"), ""),
    ("ix_announcement_consultation", "announcement", ("consultation", "kind", "due"), ""),
    ("ix_announcement_event", "announcement", ("event",), "event IS NOT NULL"),
    ("ix_announcement_series", "announcement", ("series",), "series IS NOT NULL"),
    ("ix_announcement_author", "announcement", ("author",), "author IS NOT NULL"),
    ("ix_announcement_organisation", "announcement", ("organisation",), "organisation IS NOT NULL"),
    ("ix_announcement_medium", "announcement", ("medium",), "medium <> ''"),
    ("ix_delivery_open", "delivery", ("announcement", "channel", "due", "person"), OPEN),
    ("ix_delivery_sending", "delivery", ("announcement", "person"), SENDING),
    ("ix_delivery_cancelled", "delivery", ("announcement", "person"), "state = 'cancelled'"),
    ("ix_reminder_due", "reminder", ("due", "person"), ""),
    ("ix_shown_hour", "shown", ("hour", "person"), ""),
    ("ix_outbox_due", "outbox", ("due", "person"), ""),
    ("ix_chat_message_hour", "chat_message", ("hour", "lookup", "message"), ""),
    ("ix_seen_hour", "seen", ("hour", "key"), ""),
    ("ix_person_zone", "person", ("zone",), "zone <> ''"),
    ("ix_event_ends", "event", ("ends", "state"), ""),
    ("ix_rsvp_answer", "rsvp", ("event", "answer", "place", "person"), ""),
    ("ix_response_consultation", "response", ("consultation", "kind", "survey", "id"), ""),
    ("ix_response_week", "response", ("consultation",), "week IS NOT NULL"),
    ("ix_inquiry_consultation", "inquiry", ("consultation", "state", "region"), ""),
    ("ix_inquiry_asked", "inquiry", ("due", "id"), "state = 'asked'"),
)
RANDOM = {
    "sqlite": "random() & 9223372036854775807",
    "postgresql": (
        "('x' || left(replace(CAST(gen_random_uuid() AS text), '-', ''), 16))::bit(64)::bigint"
        " & 9223372036854775807"
    ),
}


def upgrade() -> None:
    op.add_column("announcement", sa.Column("settled", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("delivery", sa.Column("channel", sa.String(), nullable=False, server_default=""))
    of_person = "SELECT person.channel FROM person WHERE person.id = delivery.person"
    op.execute(f"UPDATE delivery SET channel = COALESCE(({of_person}), '')")  # noqa: S608 - our own words
    op.drop_index("ix_delivery_state", "delivery")
    for index, table in (("ix_response_consultation", "response"), ("ix_inquiry_consultation", "inquiry")):
        op.drop_index(index, table)
    _lay_out("conversation", "person")
    _lay_out("response", "id")
    _lay_out("inquiry", "id")
    op.create_index("ix_inquiry_person", "inquiry", ["person"], if_not_exists=True)
    for name, table, columns, where in INDEXES:
        condition = sa.text(where) if where else None
        op.create_index(
            name, table, list(columns), sqlite_where=condition, postgresql_where=condition, if_not_exists=True
        )


def _lay_out(table: str, key: str) -> None:
    """Each row gets a place by chance, and is found by its key through an index."""
    if op.get_context().dialect.name == "sqlite":
        _copy(table)
    else:
        op.add_column(table, sa.Column("slot", sa.BigInteger(), nullable=True))
        op.execute(f"UPDATE {table} SET slot = {RANDOM['postgresql']}")  # noqa: S608
        op.alter_column(table, "slot", nullable=False)
        op.drop_constraint(f"pk_{table}", table)
        op.create_primary_key(f"pk_{table}", table, ["slot"])
    op.create_index(f"ix_{table}_{key}", table, [key], unique=True)


def _copy(table: str) -> None:
    """In the order of the places, so that the pages are full."""
    kept = sa.inspect(op.get_bind()).get_columns(table)
    columns = (sa.Column(each["name"], each["type"], nullable=each["nullable"]) for each in kept)
    names = ", ".join(str(column["name"]) for column in kept)
    op.create_table(
        f"{table}_new",
        sa.Column("slot", sa.Integer(), nullable=False, autoincrement=False),
        *columns,
        sa.PrimaryKeyConstraint("slot", name=f"pk_{table}"),
    )
    shuffled = f"SELECT {RANDOM['sqlite']} AS slot, {names} FROM {table} ORDER BY slot"  # noqa: S608
    op.execute(f"INSERT INTO {table}_new (slot, {names}) {shuffled}")
    op.drop_table(table)
    op.rename_table(f"{table}_new", table)
