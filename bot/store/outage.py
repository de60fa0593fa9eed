"""A PostgreSQL that is away for some seconds: which failures mean that, and how long a query waits for it."""

from dataclasses import dataclass

import psycopg
import sqlalchemy as sa

GONE = ("08", "57P01", "57P02", "57P03", "53300")
"""How the codes begin of a broken connection, of a server that stops or starts, and of one that has no connection left."""


@dataclass(frozen=True)
class Patience:
    """Seconds between the tries of a query whose database is away."""

    first: float = 0.2
    """The first pause; each one is twice as long as the one before."""
    longest: float = 5.0
    total: float = 60.0
    """How long it is tried."""


PATIENT = Patience()
HASTY = Patience(total=0.0)
"""For a terminal: whoever sits there tries again themselves."""


def is_outage(error: sa.exc.DBAPIError) -> bool:
    """Whether a query failed because the connection or the server is gone, and not for what it asked."""
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlstate", None)
    return isinstance(error.orig, psycopg.OperationalError) and (code is None or code.startswith(GONE))
