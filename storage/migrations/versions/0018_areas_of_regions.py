"""The areas of regions"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("region", sa.Column("outline", sa.String(), nullable=False, server_default=""))
