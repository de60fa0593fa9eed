"""Following a recorder to the end of its call: one message in the thread is kept true, whatever restarts in between."""

from datetime import timedelta
from typing import Any

from bot.durable import sleep, start_once, step, workflow
from bot.recorder.watching import Stage, is_over, pause
from bot.slack import recorder_words as words
from bot.workflows.after_call import after_call
from bot.workflows.house import house
from bot.workflows.looking import look, record_state
from bot.workflows.steps import edit, post


@workflow("follow recorder")
async def follow(join: dict[str, Any], call: str | None, state: str, waited: bool = False) -> None:
    """
    Keep one message in the thread true: accepted, not seen in time, live, ended, processed, or what came instead. `waited`:
    the message is there already and says that the request has to wait.
    """
    said = words.following(join, state)
    ts = await post(f"follow:{join['token']}", join["channel"], join["thread"], *said)
    if ts is not None and waited:
        await edit(join["channel"], ts, *said)
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
