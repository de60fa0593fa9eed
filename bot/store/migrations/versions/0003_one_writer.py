"""Which proposal writes which field at this moment."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("record", sa.String, primary_key=True),
        sa.Column("field", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("claims")
