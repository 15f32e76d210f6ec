"""What shall happen to a consultation waits for a second person"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("consultation", "kind", "content")),
        sa.Column("author", sa.LargeBinary(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_with_rowid=False,
    )
