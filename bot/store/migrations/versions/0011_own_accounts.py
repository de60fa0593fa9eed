"""The Chorus accounts that people connected for themselves. Truto keeps their credentials; we keep its id for them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("slack_id", sa.String, primary_key=True),
        sa.Column("account", sa.String, nullable=True),
        sa.Column("tenant", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("connected_at", sa.Float, nullable=True),
        sa.Column("told_at", sa.Float, nullable=True),
    )


def downgrade() -> None:
    op.drop_table("accounts")
