"""How each connection does, noticed as calls go by: nobody is asked only to find out."""

import logging
from collections.abc import Callable
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from bot.store.sightings import StoredSightings
from tools.errors import RateLimited, Unavailable, UpstreamError

log = logging.getLogger(__name__)

Connection = Literal["truto", "chorus", "claude"]

MINUTE = 60.0
"""Seconds in which the same is noted once: a row is not written with every call."""


class Sightings:
    """Hears what calls come to. Never fails: what the call itself came to must not be lost over it."""

    def __init__(self, rows: StoredSightings, now: Callable[[], float]) -> None:
        self.rows = rows
        self._now = now
        self._noted: dict[Connection, tuple[bool, float]] = {}

    async def heard(self, path: str, error: UpstreamError | None) -> None:
        """A call to this path of Truto's ended so."""
        for connection, why in said_of(path, error).items():
            await self.note(connection, why)

    async def note(self, connection: Connection, why: str | None) -> None:
        """A call over a connection succeeded, or failed for a reason in plain words."""
        now, worked = self._now(), why is None
        was, at = self._noted.get(connection, (not worked, 0.0))
        if was is worked and now - at < MINUTE:
            return
        self._noted[connection] = (worked, now)
        try:
            if why is None:
                await self.rows.worked(connection, now)
            else:
                await self.rows.failed(connection, why, now)
        except SQLAlchemyError:
            log.exception("how %s does could not be noted", connection)


def said_of(path: str, error: UpstreamError | None) -> dict[Connection, str | None]:
    """What a call to Truto says of each connection: why it failed, or None where it works. A refusal is an answer."""
    through = path.startswith("/proxy/")
    if error is None:
        return {"truto": None, "chorus": None} if through else {"truto": None}
    if isinstance(error, RateLimited) or error.blame in ("pace", "request"):
        return {} if error.blame == "pace" else {"truto": None}
    if error.blame in ("account", "vendor"):
        return {"truto": None, "chorus": str(error)}
    failed = isinstance(error, Unavailable) or error.blame == "token"
    return {"truto": str(error)} if failed else {"truto": None}
