"""An announcement that is refused stays, with its reason, to be written anew"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("announcement") as batch:
        batch.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
