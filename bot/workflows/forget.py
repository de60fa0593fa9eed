"""Short memory: what was said and read is deleted after its days, the record of writes after its own."""

import logging
from datetime import UTC, datetime, timedelta

from bot.agent.allowance import day_of
from bot.digests.schedule import LOOK_BACK
from bot.durable import forget, step, workflow
from bot.workflows.house import house
from bot.workflows.schedules import TICK
from bot.workflows.tell_troubles import TELL

log = logging.getLogger(__name__)


@workflow("forget")
async def forget_old(at: datetime, context: object) -> None:
    """Each night: delete conversations and finished runs that are older than the setting says."""
    await delete_old()


@step("delete old")
async def delete_old() -> int:
    """Delete old conversations, with what Claude read in them, and old runs, with their checkpoints."""
    here = house()
    now = datetime.fromtimestamp(here.now(), UTC)
    before = now - timedelta(days=here.settings.chorister_keep_days)
    conversations = await here.conversations.forget(before.timestamp())
    runs = await forget(before)
    await here.works.forget(before.timestamp())
    for each_minute in (TICK, TELL):  # of no use to anybody
        await forget(now - timedelta(days=1), each_minute)
    kept_since = here.now() - 86_400 * here.settings.chorister_audit_days
    await here.audit.forget(kept_since)
    await here.feedback.forget(kept_since)
    await here.spending.forget(day_of(kept_since))
    await here.proposals.forget(kept_since)
    await here.errands.forget(kept_since)
    await here.readings.forget(kept_since)
    await here.overlays.forget(kept_since)
    await here.flags.forget(before.timestamp())
    # A period that is still looked back at would be taken for a missed one.
    await here.schedules.forget(min(kept_since, here.now() - 86_400 * 2 * LOOK_BACK))
    log.info("forgot %s conversations and %s runs from before %s", conversations, runs, before.date())
    return conversations + runs
