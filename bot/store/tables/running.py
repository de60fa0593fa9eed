"""How it runs: processes, limits, switches, and what admins have to know."""

from sqlalchemy import JSON, Boolean, Column, DateTime, Float, Index, Integer, String, Table

from bot.store.tables.metadata import metadata

workers = Table(
    "workers",
    metadata,
    Column("id", String, primary_key=True, comment="one start of a process; used on PostgreSQL alone"),
    Column("beat", DateTime(timezone=True), nullable=False, comment="by the database's clock"),
)

spending = Table(
    "spending",
    metadata,
    Column(
        "key", String, primary_key=True, comment="run and step, so that a repeated step adds no second row"
    ),
    Column("day", String, nullable=False, comment="the date in UTC"),
    Column("person", String, nullable=False, comment="Slack id; empty: a digest's, which nobody asked for"),
    Column("run", String, nullable=False),
    Column("usd", Float, nullable=False),
    Column("tokens", Integer, nullable=False, comment="cached ones included"),
    Index("spending_day", "day"),
)

paces = Table(
    "paces",
    metadata,
    Column("key", String, primary_key=True, comment="an account or a token; used on PostgreSQL alone"),
    Column("calls", Integer, nullable=False, comment="that may start in any so many seconds"),
    Column("seconds", Float, nullable=False),
    Column("slots", Integer, nullable=False, comment="the most that calls may be"),
    Column("next_slot", Integer, nullable=False, server_default="0", comment="they are taken in turn"),
    Column(
        "held_until", Float, nullable=False, server_default="0", comment="somebody was refused until then"
    ),
)

pace_slots = Table(
    "pace_slots",
    metadata,
    Column("key", String, primary_key=True),
    Column("slot", Integer, primary_key=True, comment="one of as many as calls may start in a window"),
    Column(
        "at", Float, nullable=False, comment="when the last call that took it starts, by the database's clock"
    ),
)

troubles = Table(
    "troubles",
    metadata,
    Column("key", String, primary_key=True, comment="what was refused: the token, or an account"),
    Column("say", String, nullable=False, comment="the sentence about it"),
    Column("opened_at", Float, nullable=False),
    Column("told_at", Float, nullable=True, comment="when the admins were told; null: not yet"),
    Column("cleared_at", Float, nullable=True, comment="when a call succeeded again; null: not yet"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("connection", String, primary_key=True, comment="truto, chorus or claude"),
    Column("worked_at", Float, nullable=True, comment="to the minute"),
    Column("failed_at", Float, nullable=True),
    Column("why", String, nullable=False, comment="the sentence about the last failure"),
)

switches = Table(
    "switches",
    metadata,
    Column("name", String, primary_key=True, comment="writes or joins"),
    Column("on", Boolean, nullable=False),
    Column("by", String, nullable=False, comment="Slack id of the admin who set it"),
    Column("at", Float, nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("name", String, primary_key=True, comment="auto_join, quiet or rules"),
    Column(
        "value",
        JSON(none_as_null=True),
        nullable=True,
        comment="what an admin chose in Slack; null: what the environment says holds again",
    ),
    Column("version", Integer, nullable=False, comment="counts the changes: one is made on what was seen"),
    Column("by", String, nullable=False, comment="Slack id of the admin who chose it"),
    Column("at", Float, nullable=False),
)
