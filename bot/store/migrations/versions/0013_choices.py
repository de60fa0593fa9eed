"""What admins choose on the Home tab over the environment, and when each connection was last seen to work."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "choices",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.JSON, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "sightings",
        sa.Column("connection", sa.String, primary_key=True),
        sa.Column("worked_at", sa.Float, nullable=True),
        sa.Column("failed_at", sa.Float, nullable=True),
        sa.Column("why", sa.String, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("sightings")
    op.drop_table("choices")
