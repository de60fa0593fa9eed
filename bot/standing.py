"""How things stand, counted while Prometheus looks: never longer than a moment, and what takes longer is left out."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.measures import Measures, Standing
from bot.proposals.proposal import State
from bot.slack.outbox import Outbox
from bot.store.database import Database
from bot.store.tables import proposals, workers

log = logging.getLogger(__name__)

IN_TIME = 1.0
"""Seconds in which a part has to be counted."""

STATES = (*(state.value for state in State if state is not State.APPROVED), "approved")
WRITTEN = ("written", "partly", "refused", "unverified")
"""What may become of an approved proposal."""

Counts = Mapping[str, float] | float


@dataclass(frozen=True)
class Looking:
    """What is counted, and where."""

    databases: Callable[[], Sequence[Database]]
    """Every workspace's."""
    unfinished: Callable[[], Awaitable[Mapping[str, float]]]
    """The engine's runs by state."""
    outboxes: Callable[[], Sequence[Outbox]]
    dead_after: float
    in_time: float = IN_TIME

    async def look(self) -> Standing:
        """Count everything, side by side."""
        standing = Standing()
        progress = [outbox.standing() for outbox in self.outboxes()]
        standing.counted("progress", sum(count for count, _ in progress))
        standing.counted("silence", max((silence for _, silence in progress), default=0.0))
        parts: dict[str, Awaitable[Counts]] = {"runs": self.unfinished(), "proposals": self._proposals()}
        if any(_is_shared(database) for database in self.databases()):
            parts["workers"] = alive(self.databases()[0], self.dead_after)
        await asyncio.gather(*(self._count(standing, part, counts) for part, counts in parts.items()))
        return standing

    async def _count(self, standing: Standing, part: str, counts: Awaitable[Counts]) -> None:
        try:
            standing.counted(part, await asyncio.wait_for(counts, self.in_time))
        except (TimeoutError, SQLAlchemyError) as error:
            log.warning("the %s could not be counted: %s", part, type(error).__name__)
            standing.missed(part)

    async def _proposals(self) -> Counts:
        counts = Counter(dict.fromkeys((*STATES, *WRITTEN), 0))
        for database in self.databases():
            counts.update(await of_proposals(database))
        return {state: float(count) for state, count in counts.items()}


def _is_shared(database: Database) -> bool:
    return database.engine.dialect.name == "postgresql"


async def of_proposals(database: Database) -> dict[str, int]:
    """A workspace's proposals by state; an approved one by what became of it, once that is known."""
    state, status = proposals.c.state, proposals.c.outcome["status"].as_string()
    query = sa.select(state, status.label("status"), sa.func.count().label("n")).group_by(state, status)
    found: Counter[str] = Counter()
    for row in await database.rows(query):
        is_written = row["state"] == State.APPROVED and row["status"] in WRITTEN
        found[row["status"] if is_written else row["state"]] += row["n"]
    return dict(found)


async def alive(database: Database, dead_after: float) -> float:
    """The processes whose sign of life is fresh."""
    fresh = workers.c.beat > sa.func.now() - timedelta(seconds=dead_after)
    row = await database.row(sa.select(sa.func.count().label("n")).where(fresh))
    return float(row["n"]) if row else 0.0


class Figures:
    """What Prometheus is told: what was counted since the start and, once the house is up, how things stand."""

    def __init__(self, measures: Measures, looking: Looking | None = None) -> None:
        self._measures = measures
        self.looking = looking

    async def page(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return self._measures.page(await self.looking.look() if self.looking else None)
