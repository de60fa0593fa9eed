"""By the clock: each admin is told, once, of what only an admin can mend."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.slack.speaking import Place
from bot.slack.trouble_words import trouble as words
from bot.store.troubles import Trouble
from bot.workflows.house import house
from bot.workflows.settle import Result, settle_one
from bot.workflows.steps import PATIENCE, SLACK_FAULTS, slack_failure

TELL = "tell troubles"


@workflow(TELL)
async def tell_troubles(at: datetime, context: object) -> None:
    """Every minute: tell what nobody was told of."""
    for found in await untold():
        jobs = [partial(tell_admin, found["trouble"], admin) for admin in found["admins"]]
        if is_told([await settle_one(job, attempts=PATIENCE) for job in jobs]):
            await note_told(found["trouble"])


def is_told(outcomes: Sequence[Result]) -> bool:
    """Whether an admin heard of it, or none of them ever will. Else they are told at another minute."""
    passing = any(outcome.get("retry_in") is not None for outcome in outcomes)
    return any(outcome["ok"] for outcome in outcomes) or bool(outcomes and not passing)


@step("untold troubles")
async def untold() -> list[dict[str, Any]]:
    """What is open and untold, with those who shall hear of it."""
    here = house()
    admins = sorted(here.settings.chorister_admins)
    return [{"trouble": asdict(found), "admins": admins} for found in await here.troubles.untold()]


@step("tell admin")
async def tell_admin(found: dict[str, Any], admin: str, attempt: int) -> dict[str, Any]:
    """One direct message; its key keeps it from being sent twice."""
    trouble, speaker = Trouble(**found), house().speaker
    key = f"trouble:{trouble.key}:{trouble.opened_at}:{admin}"
    try:
        await speaker.post(key, Place(await speaker.direct(admin)), *words(trouble))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a word to an admin", attempt)
    return {"ok": True}


@step("note told")
async def note_told(found: dict[str, Any]) -> None:
    """Nobody is told of it again, unless it is cleared first."""
    await house().troubles.told(Trouble(**found), house().now())
