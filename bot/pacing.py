"""How fast Truto is asked: below the 50 calls in 10 seconds of an account, and the 500 of the token they share."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.store import Database
from bot.store.turns import SharedTurns
from tools.rate import Pace
from tools.turns import Limit, OwnTurns, Patience, Turn, Turns

WINDOW = 10.2
"""Truto counts as calls arrive, which is not exactly as they leave."""
OF_AN_ACCOUNT = 50
OF_A_TOKEN = 490
"""Some of the 500 are left to whoever else uses the token."""
Waits = Callable[[float], None]
"""Hears of a wait as it begins: its seconds."""
SILENCE = Patience(in_line=WINDOW + 2, held=2.0)
"""Seconds: a line moves within a window. What takes longer is waited out by the run, and told."""


def turns_of(db: Database | None = None, hurry: float = 1.0) -> Turns:
    """Where turns are given out: for all processes on one PostgreSQL there, else in the memory of this one."""
    if db is not None and db.engine.dialect.name == "postgresql":
        return SharedTurns(db, hurry)
    return OwnTurns(lambda: time.monotonic() * hurry)


class OfWorkspace:
    """The turns of one workspace, among the others that are counted at the same place: Slack's limits are each one's own."""

    def __init__(self, workspace: str, turns: Turns) -> None:
        self._mark, self._turns = f"{workspace}:" if workspace else "", turns

    async def take(self, limits: Sequence[Limit], patience: Patience) -> Turn:
        return await self._turns.take(self._own(limits), patience)

    async def held(self, limits: Sequence[Limit]) -> float:
        return await self._turns.held(self._own(limits))

    async def hold(self, limits: Sequence[Limit], seconds: float) -> None:
        await self._turns.hold(self._own(limits), seconds)

    async def restrict(self, limit: Limit) -> None:
        await self._turns.restrict(*self._own([limit]))

    def _own(self, limits: Sequence[Limit]) -> list[Limit]:
        return [replace(limit, key=self._mark + limit.key) for limit in limits]


def paced(
    turns: Turns,
    account: str,
    token: str,
    now: Callable[[], float] = time.time,
    hurry: float = 1.0,
    waits: Waits = lambda seconds: None,
) -> Pace:
    """
    The pace of one account. The token's name is a digest: the store must not know the token. `waits` hears of every wait
    for a turn.
    """

    async def sleep(seconds: float) -> None:
        waits(seconds / hurry)
        await asyncio.sleep(seconds / hurry)

    named = hashlib.sha256(token.encode()).hexdigest()[:16]
    return Pace(
        OF_AN_ACCOUNT,
        WINDOW,
        sleep=sleep,
        key=f"account:{account}",
        shared=[Limit(f"token:{named}", OF_A_TOKEN, WINDOW)],
        turns=turns,
        patience=SILENCE,
        today=lambda: datetime.fromtimestamp(now(), UTC),
    )
