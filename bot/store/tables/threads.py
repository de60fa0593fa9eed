"""Threads: what was said, to whom, and what was posted."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, String, Table, false

from bot.store.tables.metadata import metadata

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
    Column("ended", Boolean, nullable=False, server_default=false(), comment="only its thread is to be told"),
    Index("works_thread", "channel", "thread"),
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
