"""What was spent at Claude, by day and person: the limits of a day count it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spending",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("day", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("run", sa.String, nullable=False),
        sa.Column("usd", sa.Float, nullable=False),
        sa.Column("tokens", sa.Integer, nullable=False),
    )
    op.create_index("spending_day", "spending", ["day"])


def downgrade() -> None:
    op.drop_table("spending")
