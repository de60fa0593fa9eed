"""The runs under way, so that somebody can stop one on whatever process it is."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "works",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("thread", sa.String, nullable=False),
        sa.Column("asker", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("stopped_by", sa.String, nullable=True),
    )
    op.create_index("works_thread", "works", ["channel", "thread"])


def downgrade() -> None:
    op.drop_table("works")
