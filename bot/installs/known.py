"""The installations as this process knows them: read again after a minute, or as soon as something contradicts them."""

from collections.abc import Callable

from bot.rooms import FRESH
from bot.store.installations import Installation, Installations


class Known:
    """Looks workspaces up. One that is not there is looked up each time: it may have been added a moment ago."""

    def __init__(self, installations: Installations, now: Callable[[], float]) -> None:
        self._installations, self._now = installations, now
        self._held: dict[str, tuple[float, Installation]] = {}

    async def get(self, key: str) -> Installation | None:
        """The workspace of this key, as it was at most a minute ago."""
        at, held = self._held.get(key, (0.0, None))
        if held and 0.0 <= self._now() - at < FRESH:
            return held
        return await self.afresh(key)

    async def afresh(self, key: str) -> Installation | None:
        """The same, as it is now."""
        found = await self._installations.get(key)
        if found:
            self._held[key] = (self._now(), found)
        else:
            self.forget(key)
        return found

    def forget(self, key: str) -> None:
        """Believe nothing about a workspace."""
        self._held.pop(key, None)
