"""Responses lie in a second envelope while their consultation is open"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    guarded = sa.text("guarded")
    op.add_column("response", sa.Column("guarded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_response_guarded",
        "response",
        ["consultation", "slot"],
        sqlite_where=guarded,
        postgresql_where=guarded,
    )
