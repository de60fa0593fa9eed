"""Changes that wait for a person, and the record of every effect."""

from sqlalchemy import JSON, Column, Float, Index, String, Table

from bot.store.tables.metadata import metadata

proposals = Table(
    "proposals",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation", String, nullable=False),
    Column("call_id", String, nullable=False, comment="Claude's tool_use id that this answers"),
    Column("asker", String, nullable=False),
    Column("state", String, nullable=False),
    Column("body", JSON, nullable=False, comment="the payload, its evidence, who may decide"),
    Column("opportunity", String, nullable=False, comment="the CRM record it would change"),
    Column("digest", String, nullable=False, comment="SHA-256 of the exact payload shown"),
    Column("expires_at", Float, nullable=False),
    Column(
        "decision",
        JSON(none_as_null=True),
        nullable=True,
        comment="who, when, by which click, and what was ticked",
    ),
    Column("outcome", JSON(none_as_null=True), nullable=True, comment="what became of the write"),
    Column("undoes", String, nullable=True, comment="the proposal whose write this one takes back"),
    Index("proposals_conversation", "conversation"),
    Index("proposals_opportunity", "opportunity"),
    Index("proposals_undoes", "undoes"),
)

errands = Table(
    "errands",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation", String, nullable=False),
    Column("state", String, nullable=False),
    Column("body", JSON, nullable=False, comment="the exact request, what it touches, who may decide"),
    Column("digest", String, nullable=False, comment="SHA-256 of what was shown"),
    Column("expires_at", Float, nullable=False),
    Column("decision", JSON(none_as_null=True), nullable=True, comment="who, when, by which click"),
    Column("outcome", JSON(none_as_null=True), nullable=True, comment="what became of the call"),
    Index("errands_conversation", "conversation"),
)

claims = Table(
    "claims",
    metadata,
    Column(
        "record", String, primary_key=True, comment="a CRM record's id, as far as 15 and 18 characters agree"
    ),
    Column("field", String, primary_key=True, comment="a plain name of the field"),
    Column("holder", String, nullable=False, comment="the proposal that is writing it"),
)

field_rules = Table(
    "field_rules",
    metadata,
    Column("field", String, primary_key=True, comment="the CRM field's plain name"),
    Column("shown", String, nullable=False, comment="the name as the admin typed it"),
    Column("policy", String, nullable=False),
    Column("choices", JSON, nullable=False, comment="the values of a picklist; empty: any"),
    Column("by", String, nullable=False),
    Column("at", Float, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column(
        "key", String, primary_key=True, comment="run and event, so that a repeated step adds no second row"
    ),
    Column("at", Float, nullable=False),
    Column("run", String, nullable=False),
    Column("what", String, nullable=False),
    Column("who", String, nullable=False),
    Column("deal", String, nullable=True, comment="the CRM record it concerns"),
    Column("detail", JSON, nullable=False),
    Index("audit_run", "run"),
    Index("audit_deal", "deal"),
    Index("audit_at", "at"),
)
