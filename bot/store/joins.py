"""Which meetings a recorder was asked for: one request per meeting, whoever asks and wherever."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import joins

WINDOW = 4 * 3600.0
"""Seconds in which a second request for the same meeting is the same meeting."""

RETRIABLE = ("refused", "unseen", "stopped", "no show", "gone", "ended", "processed")
"""States after which a new request is a new try."""

DOUBTED = "doubted"
"""The state of a meeting of which somebody was asked whether it shall be recorded at all: only a yes claims it."""

STILL_THERE = ("unseen", "stopped")
"""Those of them in which the call may well be going on: a new request keeps its id, should Chorus say so."""

LONGEST = 24 * 3600.0
"""Seconds after which even a call that was last seen live is another one: nobody follows it for so long."""

FORWARD = ("asked", "already asked", "unverified", "accepted", "unseen", "live", "ended")
"""How a request goes on; it may skip some, and never goes back."""

UNFOLLOWED, PATIENCE = ("unverified", "already asked"), 600.0
"""States that nobody can follow, and the seconds after which a new request is a new try all the same."""


@dataclass(frozen=True)
class Join:
    """One request for the recorder, and what is known of it."""

    meeting: str
    token: str
    asked_by: str
    asked_at: float
    channel: str
    thread: str
    link: str
    state: str
    call: str | None


def is_fresh(join: Join, now: float) -> bool:
    """Whether what is known of a request is about the meeting that goes on now."""
    return now - join.asked_at <= (LONGEST if join.state == "live" else WINDOW)


def is_under_way(join: Join, now: float) -> bool:
    """Whether a recorder holds its meeting, so that a new request is told of it instead of sending another one."""
    lost = join.state in UNFOLLOWED and now - join.asked_at > PATIENCE
    return is_fresh(join, now) and join.state not in (*RETRIABLE, DOUBTED) and not lost


class Joins:
    """Queries on joins."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, meeting: str) -> Join | None:
        row = await self._db.row(sa.select(joins).where(joins.c.meeting == meeting))
        return Join(**row) if row else None

    async def asked_by(self, person: str, since: float = 0.0) -> list[Join]:
        """What somebody asked the recorder for since a time, the newest first."""
        return await self._where(joins.c.asked_by == person, joins.c.asked_at >= since)

    async def in_thread(self, channel: str, thread: str) -> list[Join]:
        """The meetings of which a thread tells, the newest first."""
        return await self._where(joins.c.channel == channel, joins.c.thread == thread)

    async def of_call(self, call: str) -> Join | None:
        """The newest request whose meeting is a call in Chorus."""
        return next(iter(await self._where(joins.c.call == call)), None)

    async def under_way(self, channel: str, thread: str, now: float) -> bool:
        """Whether a recorder that was asked for in a thread holds its meeting."""
        return any(is_under_way(join, now) for join in await self.in_thread(channel, thread))

    async def newest(self, channel: str, now: float, most: int) -> list[Join]:
        """The newest recorders that were asked for in a channel within a day."""
        fresh = sa.and_(joins.c.channel == channel, joins.c.asked_at > now - LONGEST)
        return (await self._where(fresh))[:most]

    async def _where(self, *conditions: sa.ColumnElement[bool]) -> list[Join]:
        newest_first = (joins.c.asked_at.desc(), joins.c.meeting)
        rows = await self._db.rows(sa.select(joins).where(*conditions).order_by(*newest_first))
        return [Join(**row) for row in rows]

    async def claim(self, wanted: Join, *, confirmed: bool = False) -> Join:
        """
        Claim a meeting. Returns the join that holds it now: the wanted one, or somebody's earlier one. A doubted meeting is
        claimed only by a request that is `confirmed`.
        """
        values = {c.name: getattr(wanted, c.name) for c in joins.columns}
        if not await self._db.add(joins, **values):
            before = await self.get(wanted.meeting)
            kept = (*STILL_THERE, DOUBTED)
            if before and before.state in kept and before.token != wanted.token:
                values["call"] = before.call
            ago = wanted.asked_at - joins.c.asked_at
            stale = sa.or_(sa.and_(ago > WINDOW, joins.c.state != "live"), ago > LONGEST)
            unknown = sa.and_(ago > PATIENCE, joins.c.state.in_(UNFOLLOWED))
            states = (*RETRIABLE, DOUBTED) if confirmed else RETRIABLE
            free = sa.or_(stale, unknown, joins.c.state.in_(states))
            await self._db.change(
                sa.update(joins).where(joins.c.meeting == wanted.meeting, free).values(**values)
            )
        held = await self.get(wanted.meeting)
        return held or wanted

    async def set(self, meeting: str, token: str, state: str, call: str | None = None) -> bool:
        """
        Record what became of the request `token`; says whether it did. A newer request for the meeting is left alone, and
        so is an end that is known: a process that wakes up late says nothing new, and what a person stopped stays so.
        """
        values = {"state": state} | ({"call": call} if call else {})
        # A step that is repeated after a crash finds its own state, and did it.
        before = FORWARD[: FORWARD.index(state) + 1] if state in FORWARD else (*FORWARD, state)
        ours = sa.and_(joins.c.meeting == meeting, joins.c.token == token, joins.c.state.in_(before))
        return await self._db.change(sa.update(joins).where(ours).values(**values))

    async def forget(self, before: float) -> None:
        """Delete the requests of before a time."""
        await self._db.clear(joins, joins.c.asked_at < before)

    async def give_back(self, token: str, before: Join) -> bool:
        """Let the request that held the meeting before have it again: this one, `token`, came to nothing."""
        values = {c.name: getattr(before, c.name) for c in joins.columns}
        ours = sa.and_(joins.c.meeting == before.meeting, joins.c.token == token)
        return await self._db.change(sa.update(joins).where(ours).values(**values))
