"""What Truto or Chorus refuses until an admin acts: a trouble is opened as calls go by, and cleared by a success."""

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.store.troubles import Trouble, Troubles
from tools.errors import Blocked, NeedsReconnect, UpstreamError

log = logging.getLogger(__name__)

TOKEN = "token"  # noqa: S105 - the name of a trouble
LOOK_AGAIN = 60.0
"""Seconds after which is read again what stands: another process may have opened or cleared it."""


class Refusals:
    """Hears what each call of one account came to."""

    def __init__(self, troubles: Troubles, account: str, now: Callable[[], float]) -> None:
        self._troubles, self._account, self._now = troubles, f"account:{account}", now
        self._open: set[str] = set()
        self._looked_at = float("-inf")

    async def heard(self, path: str, error: UpstreamError | None) -> None:
        """A call to this path ended so. Never fails: what the call itself came to must not be lost over it."""
        try:
            await self._look()
            if isinstance(error, NeedsReconnect | Blocked):
                await self._refused(error)
            elif error is None:
                await self._succeeded(path)
        except SQLAlchemyError:
            log.exception("a trouble could not be noted")

    async def _look(self) -> None:
        if self._now() - self._looked_at > LOOK_AGAIN:
            self._open = {trouble.key for trouble in await self._troubles.standing()}
            self._looked_at = self._now()

    async def _refused(self, error: UpstreamError) -> None:
        key = TOKEN if error.blame == "token" else self._account
        if key not in self._open:
            log.error("%s", error)
            await self._troubles.open(Trouble(key, str(error), self._now()))
            self._open.add(key)

    async def _succeeded(self, path: str) -> None:
        # Only a call that went through to Chorus says anything of the account.
        works = {TOKEN, self._account} if path.startswith("/proxy/") else {TOKEN}
        for key in works & self._open:
            await self._troubles.clear(key, self._now())
            self._open.discard(key)
