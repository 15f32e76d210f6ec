"""Which addresses are return codes, and which devices came by one"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("address", sa.Column("way", sa.String(), nullable=False, server_default=""))
