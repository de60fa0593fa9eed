"""Following a recorder to the end of its call: one message in the thread is kept true, whatever restarts in between."""

from datetime import timedelta
from typing import Any

from bot.durable import sleep, start_once, step, workflow
from bot.recorder.watching import LONGEST, Stage, is_over, pause, sight
from bot.slack import recorder_words as words
from bot.workflows.after_call import after_call
from bot.workflows.house import house
from bot.workflows.leave import DISCONNECT
from bot.workflows.steps import edit, post
from tools import chorus
from tools.errors import UpstreamError
from tools.requests import Request

SHOWN = {"fields": "status,recording"}
"""The parts of a call that a look needs."""


@workflow("follow recorder")
async def follow(join: dict[str, Any], call: str | None, state: str) -> None:
    """Keep one message in the thread true: accepted, not seen in time, live, ended, processed, or what came instead."""
    said = words.following(join, state)
    ts = await post(f"follow:{join['token']}", join["channel"], join["thread"], *said)
    if call is None or ts is None:
        return
    plan = await watch_plan()
    stage, since, late_said, elapsed = Stage.WAITING, plan["began"], False, 0.0
    while not is_over(stage, elapsed):
        deadline = plan[f"{stage.value}_deadline"]
        await sleep(timedelta(seconds=pause(stage, elapsed, plan["poll"], 0.0 if late_said else deadline)))
        seen = await look(join["meeting"], join["token"], call, stage.value)
        now = Stage(seen["stage"])
        if now is not stage:
            stage, since, late_said = now, seen["at"], False
            await record_state(join["meeting"], join["token"], stage.value)
            if stage is not Stage.STOPPED:  # whoever stopped it has said so already
                await edit(join["channel"], ts, *words.stage(join, seen))
        elapsed = seen["at"] - since
        if not stage.is_last and not late_said and elapsed >= plan[f"{stage.value}_deadline"]:
            late_said = await edit(join["channel"], ts, *words.late(join, stage, seen["at"]))
            if stage is Stage.WAITING:
                await record_state(join["meeting"], join["token"], "unseen")
    if stage is Stage.PROCESSED:
        await start_once(f"after:{join['token']}", after_call, join, call)
    elif not stage.is_last:
        await edit(join["channel"], ts, *words.given_up(join, stage, since + elapsed))


@step("plan the watch")
async def watch_plan() -> dict[str, float]:
    """When the watch began and how it goes on; kept, since a restart may come with other settings."""
    here = house()
    return {
        "began": here.now(),
        "poll": here.settings.chorister_poll,
        "waiting_deadline": here.settings.chorister_not_seen_after,
        "live_deadline": LONGEST[Stage.LIVE],
        "ended_deadline": here.settings.chorister_not_processed_after,
    }


@step("look for recorder")
async def look(meeting: str, token: str, call: str, known: str) -> dict[str, Any]:
    """How the call stands: what is known already, stopped by a person, asked for again, or what Chorus shows."""
    here, stage = house(), Stage(known)
    held = await here.joins.get(meeting)
    ours = held is not None and held.token == token
    if ours and held and held.state == "stopped":
        return {"stage": Stage.STOPPED.value, "at": here.now()}
    if not ours and stage is Stage.WAITING:
        return {"stage": Stage.REPEATED.value, "at": here.now()}
    try:
        seen = sight(
            chorus.conversation(await here.desk.fetch(Request("conversations", "get", call, query=SHOWN)))
        )
        now = max(seen.stage, stage, key=list(Stage).index)
        can_leave = now is Stage.LIVE and stage is not now and await here.desk.unoffered(*DISCONNECT)
    except (UpstreamError, ValueError):
        # Not listed yet, or Chorus is away: nothing new was seen, and the next look comes later.
        return {"stage": known, "at": here.now()}
    found = {"stage": now.value, "reason": seen.reason, "at": here.now()}
    return found | ({"leave": call} if can_leave else {})


@step("record state")
async def record_state(meeting: str, token: str, state: str) -> None:
    """Remember how a recorder's meeting stands, so that a new request is a new try where that makes sense."""
    await house().joins.set(meeting, token, state)
