"""Short memory: what was said and read is deleted after its days, the record of writes after its own."""

import logging
from datetime import UTC, datetime, timedelta

from bot.durable import step, workflow
from bot.runs import forget
from bot.workflows.house import house
from bot.workflows.retention import RULES, Terms
from bot.workflows.schedules import TICK
from bot.workflows.tell_troubles import TELL

log = logging.getLogger(__name__)

IN_EACH = "in each workspace"
"""The run that begins each round of many workspaces."""


@workflow("forget")
async def forget_old(at: datetime, context: object) -> None:
    """Each night: delete what is older than the settings say."""
    await delete_old()


@step("delete old")
async def delete_old() -> int:
    """Delete what is old, table by table, and old runs with their checkpoints."""
    here = house()
    now, terms = datetime.fromtimestamp(here.now(), UTC), Terms.of(here.settings, here.now())
    for rule in RULES.values():
        if rule.clear:
            await rule.clear(here, terms)
    runs = await forget(datetime.fromtimestamp(terms.runs, UTC))
    for each_minute in (TICK, TELL, IN_EACH):  # of no use to anybody
        await forget(now - timedelta(days=1), each_minute)
    log.info("forgot what is old, and %s runs", runs)
    return runs
