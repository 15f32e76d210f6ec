"""Announcements for an audience in its own time, events, and staff"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("zone", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("announcement") as batch:
        for name, default in (
            ("topics", "[]"), ("language", ""), ("audience", "everybody"), ("local", ""), ("rule", ""),
        ):  # fmt: skip
            batch.add_column(sa.Column(name, sa.String(), nullable=False, server_default=default))
        batch.add_column(sa.Column("expires", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("medium", sa.String(), nullable=False, server_default=""))
        for name in ("author", "organisation", "event", "series"):
            batch.add_column(sa.Column(name, sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("delivery") as batch:
        batch.add_column(sa.Column("day", sa.Integer(), nullable=False, server_default="0"))
        batch.create_index(op.f("ix_delivery_person"), ["person"])
    _follows()
    _publications()
    _events()
    _staff()


def _follows() -> None:
    op.create_table(
        "topic_follow",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("consultation", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person", "consultation", "topic", name=op.f("pk_topic_follow")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mute",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("organisation", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person", "organisation", name=op.f("pk_mute")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivery_total",
        sa.Column("announcement", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("announcement", "state", name=op.f("pk_delivery_total")),
    )
    op.create_table(
        "reminder",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_reminder")),
        sqlite_with_rowid=False,
    )


def _publications() -> None:
    op.create_table(
        "publication",
        sa.Column("consultation", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("results", sa.String(), nullable=False),
        sa.Column("did", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("consultation", "language", name=op.f("pk_publication")),
    )


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("consultation", sa.String(), nullable=False),
        sa.Column("organisation", sa.LargeBinary(), nullable=True),
        sa.Column("author", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("texts", sa.String(), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("zone", "place", "point", "link", "regions", "topics", "languages")
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_organisation"), "event", ["organisation"])
    op.create_table(
        "rsvp",
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "person", name=op.f("pk_rsvp")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_rsvp_person"), "rsvp", ["person"])


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_staff")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_invitation",
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_staff_invitation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "approval",
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_approval")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
