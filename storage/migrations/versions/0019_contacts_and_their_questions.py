"""Who answers for a region, and what people asked them"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("consultation", "region", "office")),
        sa.Column("person", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("consultation", "region", name=op.f("pk_contact")),
    )
    op.create_table(
        "inquiry",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("consultation", "region")),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_inquiry_consultation"), "inquiry", ["consultation"])
    op.create_index(op.f("ix_inquiry_person"), "inquiry", ["person"])
