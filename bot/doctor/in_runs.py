"""The durable runs: whether a bot lives, which processes, and which runs nobody does."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from bot.database_url import file_of
from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, fine, note, wrong
from bot.errors import BotError
from bot.kept_runs import KeptRun, kept_runs, silent_because
from bot.settings import Settings
from bot.slack.text import counted
from bot.store.database import Database
from bot.store.tables import workers

RUNS, BOT, WORKERS = "runs", "bot", "workers"
EACH_MINUTE = ("tick digests", "in each workspace")
"""What a bot begins each minute: for one workspace, for many."""
ALIVE = 180.0
"""Seconds since its last one in which a bot counts as alive."""
SHOWN = 3


@dataclass(frozen=True)
class Seen:
    """What the engine keeps."""

    unfinished: Sequence[KeptRun]
    ticked_at: float | None


async def runs(bench: Bench, clock: Callable[[], float] = time.time) -> list[Finding]:
    """What the engine keeps; it stamps by the real time, whatever the clock of a story says."""
    try:
        seen = await asyncio.to_thread(_read, bench.settings)
    except BotError:
        return []  # why there are none to look at, the check of the engine's tables says
    return [bot(seen.ticked_at, clock()), silent(seen.unfinished, clock())]


def _read(settings: Settings) -> Seen:
    with kept_runs(settings.engine) as kept:
        ticked = [run.began for name in EACH_MINUTE for run in kept.listed(name=name, most=1)]
        return Seen(kept.unfinished(), max(ticked, default=None))


def bot(ticked_at: float | None, now: float) -> Finding:
    """Whether some bot begins what is due."""
    if ticked_at is None:
        return note(BOT, "no bot has begun anything by the clock yet")
    ago = (
        f"{max(0.0, now - ticked_at):.0f} seconds ago"
        if now - ticked_at < 600
        else _long_ago(now - ticked_at)
    )
    if now - ticked_at > ALIVE:
        return note(
            BOT, f"no bot seems to run: the last sign of one was {ago}", "`chorister run` starts one."
        )
    return fine(BOT, f"one runs; it last looked for what is due {ago}")


def _long_ago(seconds: float) -> str:
    return f"{seconds / 3600:.0f} hours ago" if seconds > 5400 else f"{seconds / 60:.0f} minutes ago"


def silent(unfinished: Sequence[KeptRun], now: float) -> Finding:
    """Runs that were begun and neither go on nor wait."""
    found: Mapping[str, str] = {run.id: why for run in unfinished if (why := silent_because(run, now))}
    if not found:
        waiting = sum(1 for run in unfinished if run.asleep_until(now))
        return fine(RUNS, f"{len(unfinished)} under way, {waiting} of them waiting; none is silent")
    told = "; ".join(f"{id}: {why}" for id, why in list(found.items())[:SHOWN])
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    do = "`chorister workflows list --stuck` lists them; `cancel` ends one."
    return wrong(RUNS, f"{counted(len(found), 'run')} that nobody does: {told}{more}", do)


async def live_workers(bench: Bench) -> list[Finding]:
    """The processes on one PostgreSQL; an SQLite file has one."""
    url = bench.settings.store
    if file_of(url):
        return []
    fresh = workers.c.beat > sa.func.now() - timedelta(seconds=bench.settings.chorister_dead_after)
    try:
        async with Database.as_it_is(url) as db:
            rows = await db.rows(sa.select(workers.c.id, fresh.label("alive")).order_by(workers.c.id))
    except sa.exc.DBAPIError:
        return []  # what is wrong with the database, its own check says
    return [alive({row["id"]: row["alive"] for row in rows})]


def alive(found: Mapping[str, bool]) -> Finding:
    """Which of them beat."""
    living = [id for id, is_alive in found.items() if is_alive]
    dead = len(found) - len(living)
    gone = f"; {counted(dead, 'other')} fell silent within a day" if dead else ""
    if not living:
        return note(WORKERS, f"no process lives{gone}", "`chorister run` starts one.")
    return fine(WORKERS, f"{len(living)} alive: {', '.join(living)}{gone}")
