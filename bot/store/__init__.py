"""The store: our own tables in an SQLite file or on PostgreSQL, reached through SQLAlchemy's async engine."""

from bot.store.database import Database

__all__ = ["Database"]
