"""The purse: what was spent on this day, counted in the step that is billed and looked at before Claude is asked."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from bot.agent.allowance import NOTHING, Amount, Purse, Share, day_of, next_day
from bot.durable import run_id, step_key
from bot.workflows.house import house

log = logging.getLogger(__name__)


async def purse_of(person: str) -> Purse:
    """
    What a person and the workspace have spent today, within a step. Whoever looks at it asks Claude once at most before
    they look again: so of the runs that go on side by side, each may pass a limit by one answer.
    """
    here, now = house(), house().now()
    spent = await here.spending.since(day_of(now))
    own = sum((amount for (who, _), amount in spent.items() if who == person), NOTHING)
    settings = here.settings
    most = Amount(settings.chorister_person_usd_a_day, settings.chorister_person_tokens_a_day)
    every = Amount(settings.chorister_workspace_usd_a_day, settings.chorister_workspace_tokens_a_day)
    return Purse(Share(own, most), Share(sum(spent.values(), NOTHING), every), next_day(now))


async def count(person: str, amount: Amount) -> None:
    """
    Count what the step this runs in was billed. An answer that is paid for is never lost for want of its row: a failure is
    logged. Where a process dies in between and Claude is asked anew, it is counted once and billed twice.
    """
    if amount == NOTHING:
        return
    here = house()
    try:
        await here.spending.add(step_key(), run_id(), person, day_of(here.now()), amount)
    except SQLAlchemyError:
        log.exception("what the run %s spent at Claude is not counted", run_id())
