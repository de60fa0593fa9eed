"""Undo, switches, the rules of CRM fields, and the deal in the record."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Cards of before the first release have another shape; a click on one says that it is not known any more.
    op.execute("DELETE FROM proposals")
    op.add_column("proposals", sa.Column("undoes", sa.String, nullable=True))
    op.create_index("proposals_undoes", "proposals", ["undoes"])
    op.add_column("audit", sa.Column("deal", sa.String, nullable=True))
    op.create_index("audit_deal", "audit", ["deal"])
    op.create_index("audit_at", "audit", ["at"])
    op.create_table(
        "switches",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("on", sa.Boolean, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "field_rules",
        sa.Column("field", sa.String, primary_key=True),
        sa.Column("shown", sa.String, nullable=False),
        sa.Column("policy", sa.String, nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    for name in ("field_rules", "switches"):
        op.drop_table(name)
    for index, table, column in (
        ("audit_at", "audit", None),
        ("audit_deal", "audit", "deal"),
        ("proposals_undoes", "proposals", "undoes"),
    ):
        op.drop_index(index, table)
        if column:
            op.drop_column(table, column)
