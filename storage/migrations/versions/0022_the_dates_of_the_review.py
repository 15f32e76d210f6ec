"""The dates of the review, and what is to be done before them"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upr_date",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "day", "source")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_upr_date")),
    )
    op.create_table(
        "upr_task",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "kind", "before")),
        sa.Column("days", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("source", "texts", "due")),
        sa.Column("edited", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("done", "told")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_upr_task")),
    )
