"""What the risk digests said, what people said of it, and the calls in which red-flag words were looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("schedule", sa.String, primary_key=True),
        sa.Column("period", sa.String, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("rules", sa.String, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_index("readings_at", "readings", ["at"])
    op.create_table(
        "overlays",
        sa.Column("deal", sa.String, primary_key=True),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "marks",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("deal", sa.String, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("marks_at", "marks", ["at"])
    op.create_table(
        "call_flags",
        sa.Column("call", sa.String, primary_key=True),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_index("marks_at", "marks")
    op.drop_index("readings_at", "readings")
    for name in ("call_flags", "marks", "overlays", "readings"):
        op.drop_table(name)
