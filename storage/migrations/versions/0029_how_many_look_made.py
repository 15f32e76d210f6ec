"""Of about how many responses a sign was"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("arrival_sign", sa.Column("responses", sa.Integer(), nullable=False, server_default="0"))
