"""The ids of a chat's messages for 48 hours, and whether a chat is to be cleared."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_message",
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lookup", "message", name=op.f("pk_chat_message")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("clear", sa.Boolean(), nullable=False, server_default=sa.false()))
