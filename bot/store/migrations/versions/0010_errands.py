"""Calls of tools that wait for a person, beside the CRM proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "errands",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.Column("decision", sa.JSON, nullable=True),
        sa.Column("outcome", sa.JSON, nullable=True),
    )
    op.create_index("errands_conversation", "errands", ["conversation"])


def downgrade() -> None:
    op.drop_table("errands")
