"""Whether a card that waits was sent already, with an unknown fate."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("repeated", sa.Boolean(), nullable=False, server_default=sa.false()))
