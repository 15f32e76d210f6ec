"""Signs that responses look made"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival_sign",
        sa.Column("consultation", sa.String(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("consultation", "week", "sign", name=op.f("pk_arrival_sign")),
        sqlite_with_rowid=False,
    )
