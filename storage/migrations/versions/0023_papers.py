"""Papers for a review"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("consultation", "language", "form")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("begun", "version")),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("content", "writers", "seen_by", "seen_what")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sqlite_with_rowid=False,
    )
