"""Organisations sign papers"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper", sa.Column("step", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("paper", sa.Column("taken", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "signature",
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("paper", "organisation")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "text")),
        sa.PrimaryKeyConstraint("paper", "organisation", name=op.f("pk_signature")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_signature_organisation"), "signature", ["organisation"])
