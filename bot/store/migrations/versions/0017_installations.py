"""Workspaces install the app by themselves; their tokens are sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("enterprise", sa.String, nullable=True),
        sa.Column("team", sa.String, nullable=True),
        sa.Column("app", sa.String, nullable=False),
        sa.Column("bot_user", sa.String, nullable=False),
        sa.Column("bot", sa.String, nullable=False),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("installer", sa.String, nullable=False),
        sa.Column("installed_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=True),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("refresh", sa.String, nullable=True),
        sa.Column("own", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("leaving", sa.Boolean, nullable=False),
        sa.Column("renewer", sa.String, nullable=True),
        sa.Column("renewer_until", sa.Float, nullable=True),
    )
    op.create_table(
        "used_states",
        sa.Column("state", sa.String, primary_key=True),
        sa.Column("expires_at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("used_states")
    op.drop_table("installations")
