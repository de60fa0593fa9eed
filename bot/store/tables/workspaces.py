"""The workspaces that installed the app. These rows belong to no workspace: they say which ones there are."""

from sqlalchemy import Boolean, Column, Float, Integer, String, Table

from bot.store.tables.metadata import metadata

installations = Table(
    "installations",
    metadata,
    Column("key", String, primary_key=True, comment="the team's Slack id, or the organisation's"),
    Column("name", String, nullable=False, comment="as people know it"),
    Column("enterprise", String, nullable=True),
    Column("team", String, nullable=True, comment="null: the whole organisation"),
    Column("app", String, nullable=False),
    Column("bot_user", String, nullable=False),
    Column("bot", String, nullable=False, comment="id of the bot, which signs messages"),
    Column("scopes", String, nullable=False, comment="what was granted, separated by commas"),
    Column("installer", String, nullable=False, comment="Slack id of whoever added us"),
    Column("installed_at", Float, nullable=False, comment="the last time"),
    Column("expires_at", Float, nullable=True, comment="of the token; null: it does not expire"),
    Column("token", String, nullable=False, comment="sealed"),
    Column("refresh", String, nullable=True, comment="sealed: it renews the token, once"),
    Column("own", String, nullable=False, comment="sealed JSON: settings of this workspace's own"),
    Column("version", Integer, nullable=False, comment="counts the changes: one is made on what was seen"),
    Column(
        "leaving", Boolean, nullable=False, comment="it took us away, and what we had of it is being deleted"
    ),
    Column("renewer", String, nullable=True, comment="who is renewing the token at this moment"),
    Column("renewer_until", Float, nullable=True, comment="when somebody else may try"),
)

used_states = Table(
    "used_states",
    metadata,
    Column("state", String, primary_key=True, comment="of an installation that came back from Slack"),
    Column("expires_at", Float, nullable=False, comment="when it would be refused anyway"),
)
