"""What was read out of a response stands in its row"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("response", sa.Column("reading", sa.LargeBinary(), nullable=True))
