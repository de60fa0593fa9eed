"""Who comes back from Slack is who left for it: a sealed state, bound to one browser, good once and for ten minutes."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable

from bot.store.sealing import Sealing, WrongKey
from bot.store.used_states import UsedStates

SECONDS = 600.0
KIND = "install"


class States:
    """Hands out states, and takes each back once. Any process can: what it has to know is in the state itself."""

    def __init__(self, sealing: Sealing, used: UsedStates, now: Callable[[], float]) -> None:
        self._sealing, self._used, self._now = sealing, used, now

    def issue(self, browser: str) -> str:
        """A state for whoever leaves from this browser."""
        body = [KIND, secrets.token_urlsafe(18), _mark(browser), self._now() + SECONDS]
        return self._sealing.seal(json.dumps(body))

    async def take(self, state: str, browser: str) -> bool:
        """Whether somebody comes back as they left: from the same browser, in time, and for the first time."""
        try:
            kind, name, mark, until = json.loads(self._sealing.open(state))
        except (WrongKey, ValueError, TypeError):
            return False
        if kind != KIND or until <= self._now() or not hmac.compare_digest(mark, _mark(browser)):
            return False
        return await self._used.use(name, until, self._now())


def _mark(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()
