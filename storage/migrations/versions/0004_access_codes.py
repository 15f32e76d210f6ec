"""Single-use codes"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_code",
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("consultation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_access_code")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_access_code_consultation"), "access_code", ["consultation"])

    op.create_table(
        "code_count",
        sa.Column("consultation", sa.String(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("consultation", name=op.f("pk_code_count")),
    )
