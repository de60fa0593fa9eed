"""Makes all checks side by side: one that fails or takes too long hides no other."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.doctor import in_claude, in_public, in_runs, in_slack, in_store, in_truto, in_workspaces
from bot.doctor.bench import Bench
from bot.doctor.clocks import clocks
from bot.doctor.finding import Finding, fine, skipped, wrong
from bot.slack.text import flat
from bot.ways_in import INSTALLS

log = logging.getLogger(__name__)

DEADLINE = 15.0
"""Seconds for each check."""


@dataclass(frozen=True)
class Check:
    """One look at one thing."""

    name: str
    look: Callable[[Bench], Awaitable[list[Finding]]]
    needs: tuple[str, ...] = ()
    """Variables without which there is nothing to look at."""


CHECKS = (
    Check(in_store.DATABASE, in_store.store, ("DATABASE_URL",)),
    Check(in_store.ENGINE, in_store.engine_tables, ("DATABASE_URL",)),
    Check(in_runs.RUNS, in_runs.runs, ("DATABASE_URL",)),
    Check(in_runs.WORKERS, in_runs.live_workers, ("DATABASE_URL",)),
    Check(in_slack.SLACK, in_slack.slack, ("SLACK_BOT_TOKEN",)),
    Check(in_slack.LISTENS, in_slack.events, ("SLACK_APP_TOKEN",)),
    Check(in_truto.TRUTO, in_truto.truto, ("TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID")),
    Check(in_claude.CHECK, in_claude.claude, ("ANTHROPIC_API_KEY",)),
)


OF_ONE = (in_slack.SLACK, in_slack.LISTENS, in_truto.TRUTO)
"""What there is to look at where there is one workspace."""
OF_MANY = (
    Check(in_public.CHECK, in_public.public, ("CHORISTER_PUBLIC_URL",)),
    Check(in_workspaces.WORKSPACES, in_workspaces.workspaces, ("DATABASE_URL", *INSTALLS)),
)


def checks_of(bench: Bench) -> list[Check]:
    """All that there is to look at: of one workspace, or of those that added Chorister."""
    if not bench.settings.has_installs:
        return [*CHECKS]
    return [*(check for check in CHECKS if check.name not in OF_ONE), *OF_MANY]


async def examine(
    bench: Bench, checks: Sequence[Check] | None = None, deadline: float = DEADLINE
) -> list[Finding]:
    """Every finding, in the order of the checks; the clocks last, which the others hear on their way."""
    checks = checks_of(bench) if checks is None else checks
    found = await asyncio.gather(*(_made(check, bench, deadline) for check in checks))
    said = [finding for each in found for finding in each]
    return [*settings(bench.missing), *said, *clocks(bench.skews)]


def settings(missing: Mapping[str, str]) -> list[Finding]:
    """What the environment lacks: a bot would not start."""
    if not missing:
        return [fine("settings", "complete")]
    return [
        wrong("settings", flat(say), "Put it into the environment or into .env.") for say in missing.values()
    ]


async def _made(check: Check, bench: Bench, deadline: float) -> list[Finding]:
    if lacking := [name for name in check.needs if name in bench.missing]:
        return [skipped(check.name, lacking)]
    try:
        async with asyncio.timeout(deadline):
            return await check.look(bench)
    except TimeoutError:
        return [wrong(check.name, f"no answer within {deadline:g} seconds")]
    except Exception as error:
        log.exception("the check of %s failed", check.name)
        return [wrong(check.name, f"the check itself failed ({type(error).__name__}); the log says where")]
