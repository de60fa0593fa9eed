"""`chorister migrate`: the schema of the store forward, or back for an older release; `--check` only looks."""

import asyncio
import sys
from datetime import timedelta

import sqlalchemy as sa

from bot.database_url import file_of, of_workspace, schema_name, shown
from bot.errors import BotError
from bot.one_process import InUse, only_process
from bot.settings import Settings
from bot.store.database import migrate as bring_up
from bot.store.database import reaching
from bot.store.schema import BASE, HEAD, Age, Schema, go_to, looking, schema_of
from bot.store.tables import installations, workers

STOP_FIRST = (
    "Stop every process of the newer release before going back: their code needs what this takes away."
)


def stores(settings: Settings) -> list[sa.URL]:
    """Every place that holds our tables, each workspace's too: each has a schema of its own age."""
    store = settings.store
    if (path := file_of(store)) and not path.exists():
        return [store]
    with looking(store) as engine, engine.connect() as connection:
        there = sa.inspect(connection)
        known = there.has_table(installations.name)
        keys = connection.scalars(sa.select(installations.c.key)).all() if known else []
        made = [key for key in sorted(keys) if file_of(store) or there.has_schema(schema_name(key))]
    own = [of_workspace(store, key) for key in made]
    return [store, *(url for url in own if not (path := file_of(url)) or path.exists())]


async def migrate(settings: Settings, to: str = HEAD, *, check: bool = False) -> int:
    """Bring every store to a revision and say so; with `check` only say how far each is: 1 where one is not at the head."""
    with reaching(settings.store):
        found = await asyncio.to_thread(_looked_at, settings)
    if check:
        sys.stdout.writelines(f"{standing(url, schema)}\n" for url, schema in found.items())
        return 0 if all(schema.age is Age.CURRENT for schema in found.values()) else 1
    # All is known to be possible before anything is moved.
    wanted = {url: target(schema, to) for url, schema in found.items()}
    if any(schema.place(wanted[url]) < schema.place(schema.current) for url, schema in found.items()):
        await asyncio.to_thread(_nobody_lives, settings)
        sys.stdout.write(f"{STOP_FIRST}\n")
    # The shared store last: it knows the others, if this has to be done again.
    for url in reversed(found):
        with reaching(url):
            await asyncio.to_thread(_move, settings, url, wanted[url])
            after = await asyncio.to_thread(schema_of, url)
        sys.stdout.write(f"{moved(url, found[url], after)}\n")
    return 0


def _looked_at(settings: Settings) -> dict[sa.URL, Schema]:
    return {url: schema_of(url) for url in stores(settings)}


def _nobody_lives(settings: Settings) -> None:
    """Raises BotError where a process on a PostgreSQL beats; the one on an SQLite file holds that."""
    if file_of(settings.store):
        return
    fresh = workers.c.beat > sa.func.now() - timedelta(seconds=settings.chorister_dead_after)
    with looking(settings.store) as engine, engine.connect() as connection:
        known = sa.inspect(connection).has_table(workers.name)
        alive = connection.scalars(sa.select(workers.c.id).where(fresh)).all() if known else []
    if alive:
        raise BotError(f"{', '.join(alive)} still runs. {STOP_FIRST}")


def _move(settings: Settings, url: sa.URL, wanted: str) -> None:
    """On an SQLite file, with no bot running on it."""
    if not file_of(url):
        return go_to(url, wanted)
    path = file_of(settings.engine)
    assert path is not None
    try:
        with only_process(path):
            # A file that is to be made has its folder by now.
            return bring_up(url) if wanted == schema_of(url).head else go_to(url, wanted)
    except InUse as error:
        raise BotError(str(error)) from error


def target(schema: Schema, to: str) -> str:
    """The revision that somebody means, whose beginning is enough. Raises BotError where that cannot be reached."""
    if schema.age is Age.NEWER:
        raise BotError(
            f"The store is at {schema.current}, which a newer release of Chorister made. "
            "Only that release can take it back: run its `chorister migrate --to`."
        )
    if to == BASE:
        return BASE
    if to == HEAD:
        return schema.head
    if to in schema.known:
        return to
    near = [revision for revision in schema.known if revision.lstrip("0") == to.lstrip("0")]
    if len(near) == 1:
        return near[0]
    raise BotError(f"There is no revision {to}; this release knows {schema.known[0]} to {schema.head}.")


def standing(url: sa.URL, schema: Schema) -> str:
    """How far a store is, in a sentence."""
    where = f"The store at {shown(url)}"
    match schema.age:
        case Age.MISSING:
            return f"{where} has no tables yet; the head is {schema.head}."
        case Age.OLDER:
            return f"{where} is at {schema.current}, {schema.behind} behind the head {schema.head}."
        case Age.CURRENT:
            return f"{where} is at the head, {schema.head}."
        case Age.NEWER:
            return f"{where} is at {schema.current}, newer than the head of this release, {schema.head}."


def moved(url: sa.URL, before: Schema, after: Schema) -> str:
    """What was done, in a sentence."""
    if before.current == after.current:
        return standing(url, after)
    return f"The store at {shown(url)} went from {before.current or BASE} to {after.current or BASE}."
