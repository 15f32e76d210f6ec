"""Surveys that were uploaded on the dashboard, until they are published as they were looked at"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("consultation", "survey")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("digest", "content")),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("consultation", "survey", name=op.f("pk_upload")),
    )
