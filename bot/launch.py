"""How the engine (DBOS Transact) is set up, started and stopped; what stories use of it is in bot/durable.py."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, Serializer
from dbos._dbos import _get_dbos_instance
from dbos._migration import get_migration_versions, get_sqlite_migration_versions
from dbos._utils import INTERNAL_QUEUE_NAME

from bot import checkpoints
from bot.logs import claim
from bot.queues import DIGESTS, OF_A_CHANNEL, OF_A_PROCESS, RUSHES, SEATS, TURNS, Caps
from bot.runs import leave_the_unknown

CODE_LINE = "chorister-1"
"""The engine strands runs of another version, so it changes only on purpose."""

QUICK = 0.1
"""Seconds between two looks at what is queued."""
SOON = 0.25
"""The same for what came in a rush."""
SELDOM = 1.0
"""The same for work that nobody waits for at the moment: each look costs."""


class JsonSerializer(Serializer):
    """Readable checkpoints: plain JSON, no pickle."""

    def serialize(self, data: Any) -> str:
        return checkpoints.written(data)

    def deserialize(self, serialized_data: str) -> Any:
        return checkpoints.read(serialized_data)

    def name(self) -> str:
        return "chorister_json_1"


def launch(url: sa.URL, connections: sa.Engine | None, me: str) -> None:
    """Start the engine within the running loop, on which its runs then are. `me`: this process's name in its table."""
    config: DBOSConfig = {
        "name": "chorister",
        "system_database_url": url.render_as_string(hide_password=False),
        "system_database_engine": connections,
        "application_version": CODE_LINE,
        "executor_id": me,
        "serializer": JsonSerializer(),
        "log_level": "WARNING",
        "max_executor_threads": 32,
        # Nobody here listens for notifications, but the listener's pause is waited for when the engine stops.
        "notification_listener_polling_interval_sec": 0.05,
    }
    logging.getLogger("dbos").addFilter(_without_cancellations)
    leave_the_unknown()
    DBOS(config=config)
    claim("dbos")
    # What was begun outside of our queues is recovered by the engine's own: a Stop must not come a second after its run.
    _get_dbos_instance()._registry._register_internal_queue(INTERNAL_QUEUE_NAME, polling_interval_sec=QUICK)
    DBOS.launch()


async def register_queues(caps: Caps, hurry: float) -> None:
    """Say how much of each queue may run; among several processes, the last one to start says it for all."""
    await DBOS.register_queue_async(TURNS, partition_concurrency=1, polling_interval_sec=QUICK)
    await DBOS.register_queue_async(
        SEATS,
        partition_concurrency=caps.turns_of_workspace,
        worker_concurrency=caps.turns_of_process,
        polling_interval_sec=QUICK,
    )
    await DBOS.register_queue_async(
        RUSHES,
        partition_concurrency=OF_A_CHANNEL,
        worker_concurrency=OF_A_PROCESS,
        polling_interval_sec=SOON,
    )
    await DBOS.register_queue_async(
        DIGESTS,
        partition_concurrency=caps.digests_of_workspace,
        worker_concurrency=caps.digests_of_process,
        polling_interval_sec=max(QUICK, SELDOM / hurry),
    )


@contextmanager
def beside(connections: sa.Engine) -> Iterator[DBOSClient]:
    """The engine's rows, for who looks at them beside a running bot: nothing is migrated, and no run is executed here."""
    client = DBOSClient(
        system_database_engine=connections, serializer=JsonSerializer(), retry_connection_errors=False
    )
    try:
        yield client
    finally:
        client.destroy()


def engine_schema(db: sa.Engine) -> tuple[int, int]:
    """The version that the engine's tables have, 0 where there are none, and the newest that this code knows."""
    on_file = db.dialect.name == "sqlite"
    return get_sqlite_migration_versions(db) if on_file else get_migration_versions(db, "dbos", True)


async def stop() -> None:
    """Stop the engine, and with it its runs, as they would end with the process: the next one takes up what they left."""
    left = set(_get_dbos_instance()._workflow_tasks)
    await asyncio.to_thread(DBOS.destroy)
    for run in left:
        run.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _without_cancellations(record: logging.LogRecord) -> bool:
    """A clean stop cancels what waits; the engine's line about each prints the step's arguments, people's words."""
    return "Asyncio task cancelled" not in record.getMessage()
