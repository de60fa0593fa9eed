"""Turns at Truto that several processes share, and the troubles that admins are told of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TAKE_TURN = """
create function take_turn(wanted text[], in_line_at_most float8, held_at_most float8, hurry float8)
returns table (wait float8, taken boolean, held boolean) language plpgsql as $$
declare
    here float8; free_at float8; held_to float8;
begin
    perform set_config('synchronous_commit', 'off', true);
    perform from paces where key = any(wanted) order by key for update;
    here := extract(epoch from clock_timestamp()) * hurry;
    select max(held_until), max(at + seconds) into held_to, free_at from paces p join pace_slots s
        on s.key = p.key and slot = (next_slot + slots - calls) % slots where p.key = any(wanted);
    wait := greatest(held_to - here, free_at - here, 0);
    held := held_to > here;
    taken := held_to - here <= held_at_most and free_at - here <= in_line_at_most;
    if taken then
        update pace_slots s set at = here + wait from paces p
            where p.key = any(wanted) and s.key = p.key and slot = next_slot;
        update paces set next_slot = (next_slot + 1) % slots where key = any(wanted);
    end if;
    return next;
end $$
"""
"""
One question instead of five. The rows of `paces` are locked first, so that whoever comes next sees what this one took. Slots
are taken in turn and each again only after its window, so there are never more starts in a window than slots. Nobody waits
for the disk: a server that crashes forgets at most the turns of its last moment.
"""


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("slots", sa.Integer, nullable=False),
        sa.Column("next_slot", sa.Integer, nullable=False, server_default="0"),
        sa.Column("held_until", sa.Float, nullable=False, server_default="0"),
    )
    op.create_table(
        "pace_slots",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("slot", sa.Integer, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "troubles",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("say", sa.String, nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
        sa.Column("told_at", sa.Float, nullable=True),
        sa.Column("cleared_at", sa.Float, nullable=True),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(TAKE_TURN)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function take_turn")
    for name in ("troubles", "pace_slots", "paces"):
        op.drop_table(name)
