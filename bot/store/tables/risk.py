"""Deal risk: who gets which digest, what it said, and what people did about it."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, String, Table

from bot.store.tables.metadata import metadata

schedules = Table(
    "schedules",
    metadata,
    Column("id", String, primary_key=True, comment="the form that made it"),
    Column("body", JSON, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("by", String, nullable=False, comment="Slack id of the maker"),
    Column("at", Float, nullable=False, comment="when it last changed"),
)

digest_periods = Table(
    "digest_periods",
    metadata,
    Column("schedule", String, primary_key=True),
    Column("period", String, primary_key=True, comment="the local date, or now: and a click"),
    Column("state", String, nullable=False, comment="started, sent, quiet, failed or missed"),
    Column("note", String, nullable=False, comment="why it failed, in plain words"),
    Column("at", Float, nullable=False, comment="when that became known"),
)

readings = Table(
    "readings",
    metadata,
    Column("schedule", String, primary_key=True, comment="which digest"),
    Column("period", String, primary_key=True, comment="its local date, or the click that asked for it"),
    Column("at", Float, nullable=False),
    Column(
        "rules", String, nullable=False, comment="digest of the rules: other ones cannot be compared with"
    ),
    Column("body", JSON, nullable=False, comment="how each deal stood, as it was sent"),
    Index("readings_at", "at"),
)

deal_owners = Table(
    "deal_owners",
    metadata,
    Column("deal", String, primary_key=True),
    Column("owner", String, nullable=True, comment="Chorus id of whoever has the deal"),
    Column("email", String, nullable=False),
    Column(
        "at", Float, nullable=False, comment="of the newest call that was read: a newer one says it better"
    ),
)

overlays = Table(
    "overlays",
    metadata,
    Column("deal", String, primary_key=True),
    Column("body", JSON, nullable=False, comment="acknowledged, snoozed, assigned: by whom and when"),
    Column("version", Integer, nullable=False, comment="counts the changes: one is made on what was seen"),
    Column("at", Float, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("key", String, primary_key=True, comment="one click and rule"),
    Column("deal", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("what", String, nullable=False, comment="shown, why, acknowledged, snoozed, not useful"),
    Column("by", String, nullable=False),
    Column("at", Float, nullable=False),
    Index("marks_at", "at"),
)

call_flags = Table(
    "call_flags",
    metadata,
    Column("call", String, primary_key=True, comment="a call in which somebody looked for red-flag words"),
    Column("flags", JSON, nullable=False, comment="the verbatim quotes that were found"),
    Column("at", Float, nullable=False),
)
