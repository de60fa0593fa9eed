"""Whose each deal is by its newest call: an old button asks its owner of today."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deal_owners",
        sa.Column("deal", sa.String, primary_key=True),
        sa.Column("owner", sa.String, nullable=True),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("deal_owners")
