"""The database: whether it is reached, how old its tables are, which digests are due, and what admins were told of."""

import asyncio
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.database_url import file_of, shown
from bot.digests.schedule import Schedule, coming
from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, fine, note, wrong
from bot.launch import engine_schema
from bot.slack.schedule_words import day_and_time
from bot.slack.text import counted, flat
from bot.store.database import Database, Unreachable, reaching
from bot.store.schedules import Period, Schedules
from bot.store.schema import Age, Schema, looking, schema_of
from bot.store.tables import posts, works
from bot.store.troubles import Trouble, Troubles

DATABASE, ENGINE, DIGESTS, TROUBLES, LEFT = "database", "engine", "digests", "troubles", "left behind"
UPDATE = "Run the release that made it, or a newer one."
HOUR = 3600.0
"""Seconds after which a run that is still on record as under way was left behind: none may take so long."""


async def store(bench: Bench) -> list[Finding]:
    """Our own tables, and what is in them."""
    url = bench.settings.store
    try:
        schema = await asyncio.to_thread(how_far, url)
        if not file_of(url):
            asked_at = bench.now()
            theirs = await asyncio.to_thread(_clock_of, url)
            bench.skews["the database"] = theirs - (asked_at + bench.now()) / 2
    except Unreachable as error:
        return [wrong(DATABASE, str(error).rstrip("."), "Check DATABASE_URL and CHORISTER_HOME.")]
    found = [age(schema, shown(url))]
    if schema.age is not Age.CURRENT or bench.settings.has_installs:
        return found  # of many workspaces each has rows of its own
    return [*found, *await rows(bench, url)]


async def rows(bench: Bench, url: sa.URL) -> list[Finding]:
    """What one workspace's tables say: digests, troubles, what was left behind."""
    async with Database.as_it_is(url) as db:
        schedules = Schedules(db)
        every = await schedules.all()
        last = await schedules.last([schedule.id for schedule in every])
        told = await Troubles(db).standing()
        left = await _left(db, bench.now() - HOUR)
        unknown = await _count(db, posts, posts.c.ts.is_(None))
    now, holidays = bench.now(), bench.settings.chorister_holidays
    return [*digests(every, last, now, holidays), *troubles(told), left_behind(left, unknown)]


async def engine_tables(bench: Bench) -> list[Finding]:
    """The engine's own tables, beside ours."""
    url = bench.settings.engine
    path = file_of(url)
    if path and not path.exists():
        return [note(ENGINE, "no run was ever begun here; the first start of a bot makes its tables")]
    try:
        version, known = await asyncio.to_thread(_engine_schema, url)
    except Unreachable as error:
        return [wrong(ENGINE, str(error).rstrip("."))]
    return [engine_age(version, known)]


def how_far(url: sa.URL) -> Schema:
    """The schema at an address. Raises Unreachable."""
    with reaching(url):
        return schema_of(url)


def _engine_schema(url: sa.URL) -> tuple[int, int]:
    with reaching(url), looking(url) as connections:
        return engine_schema(connections)


def _clock_of(url: sa.URL) -> float:
    with reaching(url), looking(url) as connections, connections.connect() as connection:
        return float(connection.scalar(sa.select(sa.extract("epoch", sa.func.clock_timestamp()))) or 0)


async def _left(db: Database, before: float) -> int:
    return await _count(db, works, works.c.at < before)


async def _count(db: Database, table: sa.Table, where: sa.ColumnElement[bool]) -> int:
    row = await db.row(sa.select(sa.func.count().label("n")).select_from(table).where(where))
    return int(row["n"]) if row else 0


def age(schema: Schema, where: str) -> Finding:
    """How old the tables are beside this code."""
    match schema.age:
        case Age.MISSING:
            return note(
                DATABASE, f"nothing is stored at {where} yet; the first start of a bot makes the tables"
            )
        case Age.OLDER:
            say = f"{where} is at {schema.current}; the next start of a bot brings it to {schema.head}"
            return note(DATABASE, say, "`chorister migrate` does it now.")
        case Age.NEWER:
            say = f"{where} is at {schema.current}, newer than this release ({schema.head})"
            return wrong(DATABASE, say, UPDATE)
    return fine(DATABASE, f"{where} is reached, at revision {schema.current}")


def engine_age(version: int, known: int) -> Finding:
    """The same for the engine's."""
    if version > known:
        say = f"the engine's tables have version {version}, newer than this release ({known})"
        return wrong(ENGINE, say, UPDATE)
    if version < known:
        say = f"the engine's tables have version {version}; the next start of a bot brings them to {known}"
        return note(ENGINE, say)
    return fine(ENGINE, f"the engine's tables are at version {version}")


def digests(
    every: Sequence[Schedule], last: Mapping[str, Period], now: float, holidays: Sequence[str]
) -> list[Finding]:
    """When the next digest comes, and each whose last run came to nothing."""
    if not every:
        return [fine(DIGESTS, "none is scheduled; `/chorister digest` makes one")]
    times = [(at, schedule) for schedule in every if (at := coming(schedule, now, holidays)) is not None]
    bad = [found for schedule in every if (found := _came_to(schedule, last.get(schedule.id)))]
    if not times:
        return [note(DIGESTS, f"{counted(len(every), 'digest')}, and none has a day left"), *bad]
    at, schedule = min(times, key=lambda each: each[0])
    when = day_and_time(at, now, schedule.zone)
    say = f"{counted(len(every), 'digest')}, the next one {when} ({schedule.zone}), {_where(schedule)}"
    newest = max(last.values(), key=lambda period: period.at, default=None)
    told = (
        f"; the last one: {_state(newest)}, {day_and_time(newest.at, now, schedule.zone)}" if newest else ""
    )
    return [fine(DIGESTS, say + told), *bad]


def _state(period: Period) -> str:
    """Quiet and broken never look alike."""
    return (
        f"quiet ({flat(period.note, 100) or 'nothing changed'})" if period.state == "quiet" else period.state
    )


def _came_to(schedule: Schedule, last: Period | None) -> Finding | None:
    if last is None or last.state not in ("failed", "missed"):
        return None
    why = flat(last.note) or "the reason is in the log"
    say = f"the last one {_where(schedule)} {'failed: ' + why if last.state == 'failed' else 'was missed: no bot ran'}"
    return note(DIGESTS, say.rstrip("."), "`/chorister digests` has *Run now*.")


def _where(schedule: Schedule) -> str:
    return f"in channel {schedule.channel}" if schedule.channel else f"to {schedule.by_name or schedule.by}"


def troubles(told: Sequence[Trouble]) -> list[Finding]:
    """What only an admin can mend, as calls have shown."""
    return [wrong(TROUBLES, flat(trouble.say).rstrip(".")) for trouble in told]


def left_behind(left: int, unknown: int) -> Finding:
    """Rows that a run would have cleared away."""
    posted = f"; of {counted(unknown, 'post')} nobody knows whether Slack took it" if unknown else ""
    if not left:
        return fine(LEFT, f"no run is on record as under way for over an hour{posted}")
    say = f"{counted(left, 'run')} on record as under way for over an hour{posted}"
    return note(
        LEFT, say, "`chorister workflows list --stuck` shows what hangs; old rows are cleared each night."
    )
