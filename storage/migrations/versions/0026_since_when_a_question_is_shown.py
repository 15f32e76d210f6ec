"""Since when a chat shows its question."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shown", sa.Column("appearance", sa.LargeBinary(), nullable=True))
