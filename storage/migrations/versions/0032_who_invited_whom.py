"""Who invited whom to the staff, until both count apart"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_invitation", sa.Column("invited_by", sa.LargeBinary(), nullable=True))
    op.add_column("staff", sa.Column("invited_by", sa.LargeBinary(), nullable=True))
    op.add_column("staff", sa.Column("tied_until", sa.BigInteger(), nullable=False, server_default="0"))
