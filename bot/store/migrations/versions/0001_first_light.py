"""The first tables: conversations, messages, posts, joins, proposals, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("asker", sa.String, nullable=False),
        sa.Column("system", sa.JSON, nullable=False),
        sa.Column("catalog", sa.String, nullable=False),
        sa.Column("waiting", sa.JSON, nullable=True),
        sa.Column("created_at", sa.Float, nullable=False),
    )
    op.create_table("engaged", sa.Column("id", sa.String, primary_key=True))
    op.create_table(
        "catalogs",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("conversation", sa.String, primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "posts",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("ts", sa.String, nullable=True),
    )
    op.create_table(
        "joins",
        sa.Column("meeting", sa.String, primary_key=True),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("asked_by", sa.String, nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("thread", sa.String, nullable=False),
        sa.Column("link", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("call", sa.String, nullable=True),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("call_id", sa.String, nullable=False),
        sa.Column("asker", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("opportunity", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.Column("decision", sa.JSON, nullable=True),
        sa.Column("outcome", sa.JSON, nullable=True),
    )
    op.create_index("proposals_conversation", "proposals", ["conversation"])
    op.create_index("proposals_opportunity", "proposals", ["opportunity"])
    op.create_table(
        "audit",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("run", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_index("audit_run", "audit", ["run"])


def downgrade() -> None:
    for name in ("audit", "proposals", "joins", "posts", "messages", "catalogs", "engaged", "conversations"):
        op.drop_table(name)
