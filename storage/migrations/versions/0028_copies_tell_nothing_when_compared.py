"""Which responses backups have; the number of a card is sealed, since it counts what somebody did."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("response", sa.Column("copied", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_response_new",
        "response",
        ["consultation", "slot"],
        sqlite_where=sa.text("NOT copied"),
        postgresql_where=sa.text("NOT copied"),
    )
    op.drop_column("shown", "card")
