"""The store: one SQLite file of our own tables, reached through SQLAlchemy's async engine."""

from bot.store.database import Database

__all__ = ["Database"]
