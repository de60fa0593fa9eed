"""Tokens are exchanged for new ones well before they expire, each by exactly one process."""

import logging
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from slack_sdk.errors import SlackApiError

from bot.installs.client import ENDED, Refused
from bot.installs.doors import START
from bot.installs.grants import BadGrant, Granting
from bot.installs.known import Known
from bot.slack.faults import FAULTS, passing, reason
from bot.store.installations import Installation, Installations

log = logging.getLogger(__name__)

AHEAD = 2 * 3600.0
"""Seconds before its end from which on a token is renewed."""
AT_MOST = 60.0
"""Seconds after which whoever renews one is taken for dead. Slack's client gives up after half of that."""

Troubled = Callable[[str, str | None], Awaitable[None]]
"""Told what an admin of a workspace has to mend, in a sentence; None: nothing any more."""


class Renewing:
    """Renews tokens. `refused` hears of a workspace whose refresh token Slack refuses: it may have left."""

    def __init__(
        self,
        installations: Installations,
        known: Known,
        granting: Granting,
        now: Callable[[], float],
        public_url: str,
        troubled: Troubled,
        refused: Refused,
    ) -> None:
        self._installations, self._known, self._granting = installations, known, granting
        self._now, self._start = now, public_url.rstrip("/") + START
        self._troubled, self._refused = troubled, refused
        self._me = uuid.uuid4().hex

    async def renew_due(self) -> int:
        """Renew all that end soon; says how many were. One that cannot be renewed keeps nobody else waiting."""
        return sum([await self._alone(key) for key in await self._installations.keys()])

    async def _alone(self, key: str) -> bool:
        try:
            return await self.renew(key)
        except Exception:
            log.exception("the token of %s was not looked after", key)
            return False

    async def renew(self, key: str) -> bool:
        """Renew the token of one workspace, if it ends soon and nobody else is at it."""
        seen = await self._installations.get(key)
        return seen is not None and await self._renewed(seen)

    async def _renewed(self, seen: Installation) -> bool:
        refresh, now = seen.access.refresh, self._now()
        if not refresh or not is_due(seen, now):
            return False
        if not await self._installations.take(seen, self._me, now, now + AT_MOST):
            return False
        try:
            token = await self._granting.renew(refresh)
        except (*FAULTS, BadGrant) as error:
            await self._installations.release(seen, self._me)
            await self._failed(seen, error)
            return False
        stored = await self._installations.renewed(seen, self._me, token)
        self._known.forget(seen.key)
        if stored:
            await self._troubled(seen.key, None)
        else:
            log.error("the new token of %s came too late to be kept", seen.key)
        return stored

    async def _failed(self, seen: Installation, error: Exception) -> None:
        """The old token is used to its end."""
        why = reason(error)
        log.error("the token of %s, good until %s, was not renewed: %s", seen.key, _until(seen), why)
        if not isinstance(error, SlackApiError) or passing(error):
            return
        if await self._is_over(seen):
            await self._refused(seen.key)
        else:
            await self._troubled(seen.key, not_renewed(seen, self._start))

    async def _is_over(self, seen: Installation) -> bool:
        try:
            return await self._granting.objection(seen.token) in ENDED
        except FAULTS:
            return False


def is_due(seen: Installation, now: float) -> bool:
    """Whether a token ends soon."""
    return seen.access.expires_at is not None and seen.access.expires_at - now < AHEAD


def not_renewed(seen: Installation, start: str) -> str:
    """What an admin is told: what it means, and what to do."""
    return (
        f"Slack does not renew Chorister's access, which ends at {_until(seen)}. "
        f"Please add Chorister again at {start}; nothing is lost by that."
    )


def _until(seen: Installation) -> str:
    return f"{datetime.fromtimestamp(seen.access.expires_at or 0.0, UTC):%Y-%m-%d %H:%M} UTC"
