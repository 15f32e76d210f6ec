"""Staff sign in to the dashboard by one-time links; their sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_link",
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("lookup", "person")),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_staff_link")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_session",
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("lookup", "person")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("role", "language")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seen", "until")),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_staff_session")),
        sqlite_with_rowid=False,
    )
