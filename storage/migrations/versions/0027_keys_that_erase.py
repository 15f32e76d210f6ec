"""Before what is sealed stands the number of its own key; what was sealed before has none."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SEALED = (
    ("conversation", "state"),
    ("address", "sealed"),
    ("shown", "appearance"),
    ("response", "document"),
    ("response", "reading"),
    ("inquiry", "sealed"),
    ("inquiry", "answer"),
    ("put_aside", "sealed"),
    ("organisation", "profile"),
    ("shared_draft", "sealed"),
    ("staff", "name"),
    ("staff_invitation", "name"),
)
NONE = {
    "sqlite": "CAST(x'0000000000000000' || {column} AS BLOB)",
    "postgresql": r"'\x0000000000000000'::bytea || {column}",
}


def upgrade() -> None:
    numbered = NONE[op.get_context().dialect.name]
    for table, column in SEALED:
        longer = numbered.format(column=column)
        op.execute(f"UPDATE {table} SET {column} = {longer} WHERE {column} IS NOT NULL")  # noqa: S608 - our own words
