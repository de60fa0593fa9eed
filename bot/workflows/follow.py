"""Following a recorder to the end of its call: one message in the thread is kept true, whatever restarts in between."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.durable import sleep, start_once, step, workflow
from bot.recorder.watching import Stage, Watch, advance, pause
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
    if call is None:
        return
    last = await _watch(join, call, ts)
    if last is Stage.PROCESSED:
        await start_once(f"after:{join['token']}", after_call, join, call)


async def _watch(join: dict[str, Any], call: str, ts: str | None) -> Stage:
    """Look until the end, or until nobody looks any more; returns the last stage. With no message, the record stays true."""
    plan = await watch_plan()
    watch, owed = Watch(since=plan["began"]), None
    while not watch.is_over:
        deadline = plan["deadlines"].get(watch.stage.value, 0.0)
        await sleep(timedelta(seconds=pause(watch.stage, watch.elapsed, plan["poll"], deadline)))
        seen = await look(join, call, watch.stage.value)
        move = advance(
            watch, Stage(seen["stage"]), seen["at"], blind=bool(seen.get("blind")), deadline=deadline
        )
        if move.store and not await record_state(join["meeting"], join["token"], move.store):
            watch = replace(
                watch, elapsed=seen["at"] - watch.since
            )  # the next look says what came in between
            continue
        watch = move.watch
        owed = _words(join, move.say, watch, seen) or owed
        if owed and await _say(join, ts, owed):
            owed = None
    if not watch.stage.is_last:
        await record_state(join["meeting"], join["token"], "ended")
        owed = words.given_up(join, watch.stage, watch.since + watch.elapsed)
    await _settle(join, ts, owed)
    return watch.stage


def _words(join: dict[str, Any], say: str | None, watch: Watch, seen: dict[str, Any]) -> words.Message | None:
    match say:
        case "stage":
            return words.stage(join, seen)
        case "late":
            return words.late(join, watch.stage, seen["at"])
        case "blind":
            return words.blind(join, seen["at"])
    return None


async def _say(join: dict[str, Any], ts: str | None, said: words.Message) -> bool:
    """Edit the message; where there is none, nothing is owed."""
    return ts is None or await edit(join["channel"], ts, *said)


async def _settle(join: dict[str, Any], ts: str | None, owed: words.Message | None) -> None:
    """The last words, however long Slack is away; after a day it has had its chance."""
    for wait in (0.0, *OWED):
        if owed is None:
            return
        await sleep(timedelta(seconds=wait))
        if await _say(join, ts, owed):
            return


OWED = (900.0, 3600.0, 4 * 3600.0, 18 * 3600.0)
"""Seconds between further attempts at the last words."""


@step("plan the watch")
async def watch_plan() -> dict[str, Any]:
    """When the watch began and how it goes on; kept, since a restart may come with other settings."""
    here = house()
    deadlines = {
        Stage.WAITING.value: here.settings.chorister_not_seen_after,
        Stage.ENDED.value: here.settings.chorister_not_processed_after,
    }
    return {"began": here.now(), "poll": here.settings.chorister_poll, "deadlines": deadlines}
