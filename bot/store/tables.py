"""What Chorister remembers, as SQLAlchemy tables. The engine keeps its checkpoints in a file or a schema of its own."""

from sqlalchemy import JSON, Boolean, Column, DateTime, Float, Index, Integer, MetaData, String, Table

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True, comment="team:channel:thread:asker"),
    Column("asker", String, nullable=False, comment="Slack id of the person who began it"),
    Column("system", JSON, nullable=False, comment="frozen system prompt, as sent"),
    Column("catalog", String, nullable=False, comment="digest of the frozen tools"),
    Column(
        "waiting",
        JSON(none_as_null=True),
        nullable=True,
        comment="the tool calls that wait for a person, and the results so far",
    ),
    Column("created_at", Float, nullable=False),
)

engaged = Table(
    "engaged",
    metadata,
    Column(
        "id", String, primary_key=True, comment="the conversation somebody began, known before it is frozen"
    ),
)

catalogs = Table(
    "catalogs",
    metadata,
    Column("digest", String, primary_key=True, comment="SHA-256 of the body: the same tools are kept once"),
    Column("body", JSON, nullable=False, comment="the tools, with the way back to Truto's names"),
)

messages = Table(
    "messages",
    metadata,
    Column("conversation", String, primary_key=True),
    Column("n", Integer, primary_key=True, comment="position; messages are only ever appended"),
    Column("body", JSON, nullable=False, comment="exactly as sent to or received from Claude"),
)

posts = Table(
    "posts",
    metadata,
    Column("key", String, primary_key=True, comment="what the post is for; one post per key"),
    Column("channel", String, nullable=False),
    Column("ts", String, nullable=True, comment="null while nobody knows whether Slack took it"),
)

joins = Table(
    "joins",
    metadata,
    Column("meeting", String, primary_key=True, comment="provider:meeting id"),
    Column("token", String, nullable=False, comment="which request holds the meeting"),
    Column("asked_by", String, nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("channel", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("link", String, nullable=False),
    Column("state", String, nullable=False),
    Column("call", String, nullable=True, comment="Chorus's conversation id, once known"),
)

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

claims = Table(
    "claims",
    metadata,
    Column(
        "record", String, primary_key=True, comment="a CRM record's id, as far as 15 and 18 characters agree"
    ),
    Column("field", String, primary_key=True, comment="a plain name of the field"),
    Column("holder", String, nullable=False, comment="the proposal that is writing it"),
)

switches = Table(
    "switches",
    metadata,
    Column("name", String, primary_key=True, comment="writes or joins"),
    Column("on", Boolean, nullable=False),
    Column("by", String, nullable=False, comment="Slack id of the admin who set it"),
    Column("at", Float, nullable=False),
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

workers = Table(
    "workers",
    metadata,
    Column("id", String, primary_key=True, comment="one start of a process; used on PostgreSQL alone"),
    Column("beat", DateTime(timezone=True), nullable=False, comment="by the database's clock"),
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

accounts = Table(
    "accounts",
    metadata,
    Column("slack_id", String, primary_key=True, comment="whose own Chorus account it is"),
    Column("account", String, nullable=True, comment="its id at Truto, once it is known"),
    Column("tenant", String, nullable=False, comment="what Truto finds it by; new with each new connection"),
    Column("state", String, nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("connected_at", Float, nullable=True),
    Column("told_at", Float, nullable=True, comment="null while the person has not been told of this state"),
)

works = Table(
    "works",
    metadata,
    Column("key", String, primary_key=True, comment="what began the run: a message, a decision, a click"),
    Column("channel", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("asker", String, nullable=False, comment="Slack id of whoever it works for"),
    Column("at", Float, nullable=False, comment="when it began"),
    Column("shown", Boolean, nullable=False, comment="whether the agent session was said to be processing"),
    Column("stopped_by", String, nullable=True, comment="Slack id of whoever stopped it"),
    Index("works_thread", "channel", "thread"),
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

sightings = Table(
    "sightings",
    metadata,
    Column("connection", String, primary_key=True, comment="truto, chorus or claude"),
    Column("worked_at", Float, nullable=True, comment="to the minute"),
    Column("failed_at", Float, nullable=True),
    Column("why", String, nullable=False, comment="the sentence about the last failure"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("run", String, primary_key=True, comment="the turn whose answer it is about"),
    Column("person", String, primary_key=True, comment="Slack id of whoever clicked"),
    Column("name", String, nullable=False, comment="theirs, as Slack had it then"),
    Column("verdict", String, nullable=False, comment="good or bad"),
    Column("at", Float, nullable=False, comment="when Slack says it was clicked; the last click holds"),
    Column("reason", String, nullable=False, comment="what was chosen in the form, or nothing"),
    Column("words", String, nullable=False, comment="their own, or nothing"),
)
