"""An announcement can carry a set of learning cards"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("announcement", sa.Column("cards", sa.String(), nullable=False, server_default=""))
