"""The people of both sides: Slack's members and Chorus's users, read when needed and kept for five minutes."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection

from bot.people import MOMENT, Member, Members, Person, Stranger, recognise
from tools import chorus
from tools.chorus import User
from tools.errors import Unavailable
from tools.requests import Request
from tools.truto import Truto

FRESH = 300.0
NOW = 10.0
"""Seconds for which somebody is who Slack just said: a crowd asks more often than Slack tells."""
PAGES = 200


class Directory:
    """Knows who somebody is."""

    def __init__(
        self,
        members: Members,
        truto: Truto,
        admins: Collection[str],
        now: Callable[[], float],
        moment: float = MOMENT,
    ) -> None:
        self._moment = moment
        self._members, self._truto, self._admins, self._now = members, truto, admins, now
        self._users: list[User] | None = None
        self._seen: dict[str, tuple[float, Member]] = {}
        self._read_at = float("-inf")
        self._one_reads = defaultdict[str, asyncio.Lock](asyncio.Lock)

    async def member(self, user: str) -> Member:
        """A person as Slack knows them."""
        return await self._known(user, NOW, self._members.member)

    async def soon(self, user: str) -> Member:
        """The same where a person waits for it. Raises TimeoutError, or Slack's refusal, rather than wait any longer."""
        async with asyncio.timeout(self._moment):
            return await self._known(user, NOW, self._members.soon)

    async def with_email(self, email: str) -> str | None:
        """The Slack id of whoever has an e-mail address; None where nobody has."""
        return await self._members.with_email(email)

    async def recognise(self, member: Member, team: str) -> Person | Stranger:
        """A Slack member as the Chorus person with the same e-mail. Raises UpstreamError when Chorus cannot be asked."""
        return recognise(member, team, await self.users(), self._admins)

    async def present(self, channel: str, team: str) -> list[Person | Stranger] | None:
        """
        The people of a channel, as far as each is known in Chorus; None where they are too many to look at. Apps are nobody,
        nor is who has left. Raises UpstreamError when Chorus cannot be asked.
        """
        ids = await self._members.present(channel)
        if ids is None:
            return None
        members = await asyncio.gather(*(self._known(id, FRESH, self._members.member) for id in ids))
        return [await self.recognise(m, team) for m in members if not m.is_app and not m.is_gone]

    async def is_in(self, channel: str, user: str) -> bool:
        """Whether somebody is in a channel, as far as its people are few enough to look at."""
        return user in (await self._members.present(channel) or ())

    async def _known(self, user: str, fresh: float, ask: Callable[[str], Awaitable[Member]]) -> Member:
        """A person as Slack knew them so many seconds ago at most; of many who ask at once, one reads."""
        async with self._one_reads[user]:
            at, member = self._seen.get(user, (float("-inf"), None))
            if member is None or self._now() - at > fresh:
                member = await ask(user)
                self._seen[user] = (self._now(), member)
            return member

    async def users(self) -> list[User] | None:
        """Everybody with a Chorus seat; None where Truto offers no users list. Of many who ask at once, one reads."""
        async with self._one_reads[""]:
            if self._now() - self._read_at > FRESH:
                rows = await self._truto.tools()
                offered = any((r.get("resource"), r.get("method")) == ("users", "list") for r in rows)
                self._users = await self._read_all() if offered else None
                self._read_at = self._now()
            return self._users

    async def _read_all(self) -> list[User]:
        found: dict[str, User] = {}
        cursor: str | None = None
        for _ in range(PAGES):
            answer = await self._truto.call(Request("users", "list", query={"next_cursor": cursor}))
            try:
                page = chorus.users(answer)
            except ValueError as error:
                raise Unavailable(str(error), status=None, blame="vendor") from error
            fresh = {u.id: u for u in page.rows if u.id not in found}
            found |= fresh
            cursor = page.next_cursor
            if not cursor or not fresh:
                break
        return list(found.values())
