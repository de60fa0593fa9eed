"""Following a recorder to the end of its call: one message in the thread is kept true, whatever restarts in between."""

from datetime import timedelta
from typing import Any

from bot.durable import sleep, start_once, step, workflow
from bot.recorder.watching import Stage, is_over, pause, sight
from bot.slack import recorder_words as words
from bot.workflows.after_call import after_call
from bot.workflows.house import house
from bot.workflows.leave import DISCONNECT
from bot.workflows.steps import edit, post
from tools import chorus
from tools.errors import NotThere, UpstreamError
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
    stage, since, elapsed, told = Stage.WAITING, plan["began"], 0.0, ""
    while not is_over(stage, elapsed):
        deadline = plan["deadlines"].get(stage.value, 0.0)
        await sleep(timedelta(seconds=pause(stage, elapsed, plan["poll"], deadline)))
        seen = await look(join, call, stage.value)
        now = Stage(seen["stage"])
        if now is not stage:
            stage, since, told = now, seen["at"], ""
            await record_state(join["meeting"], join["token"], stage.value)
            if stage is not Stage.STOPPED:  # whoever stopped it has said so already
                await edit(join["channel"], ts, *words.stage(join, seen))
        elapsed = seen["at"] - since
        due = "blind" if seen.get("blind") else "late"
        if not deadline or stage.is_last or elapsed < deadline or due == told:
            continue
        if due == "late" and stage is Stage.WAITING:
            await record_state(join["meeting"], join["token"], "unseen")
        said = words.blind(join, seen["at"]) if due == "blind" else words.late(join, stage, seen["at"])
        told = due if await edit(join["channel"], ts, *said) else told
    if stage is Stage.PROCESSED:
        await start_once(f"after:{join['token']}", after_call, join, call)
    elif not stage.is_last:
        await edit(join["channel"], ts, *words.given_up(join, stage, since + elapsed))


@step("plan the watch")
async def watch_plan() -> dict[str, Any]:
    """When the watch began and how it goes on; kept, since a restart may come with other settings."""
    here = house()
    deadlines = {
        Stage.WAITING.value: here.settings.chorister_not_seen_after,
        Stage.ENDED.value: here.settings.chorister_not_processed_after,
    }
    return {"began": here.now(), "poll": here.settings.chorister_poll, "deadlines": deadlines}


@step("look for recorder")
async def look(join: dict[str, Any], call: str, known: str) -> dict[str, Any]:
    """
    How the call stands: what is known already, stopped by a person, asked for again, or what Chorus shows. `blind`: Chorus
    could not be asked.
    """
    here, stage = house(), Stage(known)
    held = await here.joins.get(join["meeting"])
    ours = held is not None and held.token == join["token"]
    if ours and held and held.state == "stopped":
        return {"stage": Stage.STOPPED.value, "at": here.now()}
    if stage is Stage.WAITING and not ours and held and held.state not in ("asked", "refused"):
        below = (held.channel, held.thread) == (join["channel"], join["thread"])
        return {"stage": Stage.REPEATED.value, "at": here.now(), "below": below}
    try:
        seen = sight(
            chorus.conversation(await here.desk.fetch(Request("conversations", "get", call, query=SHOWN)))
        )
    except NotThere:
        return {"stage": known, "at": here.now()}  # Chorus does not list it yet
    except (UpstreamError, ValueError):
        return {"stage": known, "at": here.now(), "blind": True}
    now = max(seen.stage, stage, key=list(Stage).index)
    found = {"stage": now.value, "reason": seen.reason, "at": here.now()}
    can_leave = now is Stage.LIVE and stage is not now and await _can_leave()
    return found | ({"leave": call} if can_leave else {})


async def _can_leave() -> bool:
    """Whether Chorus offers a way to call a recorder back; where nobody can tell, none is promised."""
    try:
        return await house().desk.unoffered(*DISCONNECT) is not None
    except UpstreamError:
        return False


@step("record state")
async def record_state(meeting: str, token: str, state: str) -> bool:
    """Remember how a recorder's meeting stands, so that a new request is a new try where that makes sense."""
    return await house().joins.set(meeting, token, state)
