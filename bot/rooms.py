"""The houses of this process: one for each workspace that installed us, opened when something first happens there."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import DBAPIError

from bot.store.outage import is_outage
from bot.workflows.house import House, close_house, open_house

log = logging.getLogger(__name__)

FRESH = 60.0
"""Seconds for which a workspace is believed to be installed as it was: another process may hear that it is not."""
PAUSE = 5.0
"""Seconds until a database that is away is asked again."""


class Installed(Protocol):
    """A workspace that installed us, as far as its house depends on it."""

    @property
    def key(self) -> str: ...

    @property
    def bot_user(self) -> str: ...

    @property
    def token(self) -> str: ...

    @property
    def scopes(self) -> tuple[str, ...]: ...

    @property
    def own(self) -> Mapping[str, str]:
        """The settings that it decides for itself, by the names of the variables."""


@dataclass
class Room:
    """A house, and what it speaks to Slack with."""

    house: House
    clients: tuple[AsyncWebClient, ...]
    found: Installed
    seen_at: float

    def renew(self, found: Installed, now: float) -> None:
        """The workspace was looked at again: its token may have been exchanged."""
        self.found, self.seen_at = found, now
        for client in self.clients:
            client.token = found.token


def _same(before: Installed, now: Installed) -> bool:
    """Whether a house that was furnished for one serves the other: its token alone may differ."""
    return (before.own, before.scopes, before.bot_user) == (now.own, now.scopes, now.bot_user)


Find = Callable[[str], Awaitable[Installed | None]]
All = Callable[[], Awaitable[list[str]]]
Furnish = Callable[[Installed], AbstractAsyncContextManager[tuple[House, tuple[AsyncWebClient, ...]]]]


class Rooms:
    """Opens houses, and closes those of workspaces that left."""

    def __init__(
        self,
        find: Find,
        all: All,
        furnish: Furnish,
        now: Callable[[], float] = time.monotonic,
        pause: float = PAUSE,
    ) -> None:
        self._find, self._all, self._furnish = find, all, furnish
        self._now, self._pause = now, pause
        self._rooms: dict[str, Room] = {}
        self._stacks: defaultdict[str, AsyncExitStack] = defaultdict(AsyncExitStack)
        self._one_opens: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def open(self, workspace: str) -> bool:
        """Get ready to work for a workspace; False where it is not installed. Waits for a database that is away."""
        while True:
            try:
                return bool(not workspace or await self.room(workspace))
            except DBAPIError as error:
                if not is_outage(error):
                    raise
                log.warning("nobody can tell how %s is installed; asking again", workspace)
            await asyncio.sleep(self._pause)

    async def all(self) -> list[str]:
        """The workspaces that are installed."""
        return await self._all()

    async def room(self, workspace: str) -> Room | None:
        """The room of a workspace; None where it is not installed."""
        room = self._rooms.get(workspace)
        if room and self._now() - room.seen_at < FRESH:
            return room
        async with self._one_opens[workspace]:
            return await self._looked_at(workspace)

    def doubt(self, workspace: str) -> None:
        """Something about a workspace has changed: it is looked at again before anything else is done for it."""
        if room := self._rooms.get(workspace):
            room.seen_at = float("-inf")

    async def leave(self, workspace: str) -> None:
        """Nothing is done for a workspace any more."""
        async with self._one_opens[workspace]:
            await self._close(workspace)

    async def close(self) -> None:
        """Close all."""
        for workspace in list(self._stacks):
            await self._close(workspace)

    async def _looked_at(self, workspace: str) -> Room | None:
        room, found = self._rooms.get(workspace), await self._find(workspace)
        if found is None:
            await self._close(workspace)
            return None
        if room and _same(room.found, found):
            room.renew(found, self._now())
            return room
        return await self._open(found)

    async def _open(self, found: Installed) -> Room:
        # What runs in a house that is replaced goes on in it, so that one is closed only at the end.
        house, clients = await self._stacks[found.key].enter_async_context(self._furnish(found))
        open_house(house, found.key)
        room = self._rooms[found.key] = Room(house, clients, found, self._now())
        return room

    async def _close(self, workspace: str) -> None:
        close_house(workspace)
        self._rooms.pop(workspace, None)
        if stack := self._stacks.pop(workspace, None):
            await stack.aclose()
