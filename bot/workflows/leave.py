"""Asking a recorder to leave a live call: for its owner, whoever asked for it, and admins."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from bot.durable import sleep, step, workflow
from bot.people import Person, may_decide
from bot.recorder.watching import Stage
from bot.slack import recorder_words as words
from bot.slack.text import escape
from bot.store.audit import NotRecorded
from bot.workflows.house import house
from bot.workflows.looking import DISCONNECT, look_after_leaving
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import apologising, edit, post, whisper
from tools import chorus
from tools.catalog import request_for
from tools.desk import failure
from tools.errors import UpstreamError, UsageError
from tools.requests import Request

log = logging.getLogger(__name__)

LOOKS = (1.0, 1.0, 4.0)
"""Waits between the looks at a call whose recorder was asked to leave, in polls; whoever follows it looks later."""


@workflow("ask to leave")
async def ask_to_leave(meeting: str, call: str, click: dict[str, Any]) -> None:
    """Somebody clicked Ask the recorder to leave, and confirmed it."""
    channel, thread, user = click["channel"], click["thread"], click["user"]
    async with apologising(channel, thread, user):
        allowed = await settle_one(partial(may_end, meeting, call, user))
        done = await settle_one(partial(send_leave, call, click)) if allowed["ok"] else allowed
        if not done["ok"]:
            await whisper(channel, thread, user, escape(str(done["say"])))
            return
        await post(f"leave:{click['token']}", channel, thread, *words.asked_to_leave(meeting, user))
        for polls in LOOKS:
            await sleep(timedelta(seconds=polls * done["poll"]))
            seen = await look_after_leaving(meeting, call)
            if seen is None:
                return
            if seen["stage"] != Stage.LIVE:
                await edit(channel, click["card"], *words.stage({"meeting": meeting}, seen))
                return


@step("may end")
async def may_end(meeting: str, call: str, user: str, attempt: int) -> dict[str, Any]:
    """Whether this person may take the recorder out of a call."""
    here = house()
    person = await recognised(user, attempt)
    if not isinstance(person, Person):
        return person
    join = await here.joins.get(meeting)
    if join and join.call == call and join.asked_by == user:
        return {"ok": True}
    read = Request("conversations", "get", call, query={"fields": "owner,participants"})
    try:
        seen = chorus.conversation(await here.desk.fetch(read, attempt=attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    ok = may_decide(person, seen.owner_id, seen.owner_email)
    return {"ok": ok, "say": "" if ok else words.NOT_YOURS_TO_END}


@step("send leave")
async def send_leave(call: str, click: dict[str, Any], attempt: int) -> dict[str, Any]:
    """Ask Chorus to take the recorder out; the record comes first."""
    here, run, who = house(), f"leave:{call}", click["user"]
    try:
        offered = await here.desk.unoffered(*DISCONNECT)
        if offered is None:
            return {"ok": False, "say": words.NO_LEAVE_TOOL}
        request = request_for(offered, {"id": call})
        await here.audit.record(run, "leave asked", who, here.now(), key=click["token"], call=call)
    except NotRecorded:
        log.exception("the recorder of %s was not asked to leave", call)
        return {"ok": False, "say": words.NOT_RECORDED}
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except UsageError as error:
        return {"ok": False, "say": str(error)}
    outcome = await here.desk.run(request, key=f"leave:{click['token']}", attempt=attempt)
    await here.audit.note(
        run, "leave answered", who, here.now(), key=f"{click['token']}:{attempt}", ok=outcome["ok"]
    )
    if outcome["ok"]:
        return {"ok": True, "poll": here.settings.chorister_poll}
    say = words.NOT_LIVE if outcome.get("status") == 409 else outcome["say"]
    return {"ok": False, "say": say} | {k: outcome.get(k) for k in ("retry_in", "blame")}
