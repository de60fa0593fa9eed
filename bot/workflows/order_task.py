"""Reads that are orders, such as exports: sent once under a key; what Chorus only accepts is told as that and followed."""

import logging
from functools import partial
from typing import Any

from bot.durable import start_once, step
from bot.errands.aim import calls_in, deed, has_own_thing
from bot.people import Person
from bot.store.audit import NotRecorded
from bot.workflows.audience import refuse
from bot.workflows.house import house
from bot.workflows.own_account import mend
from bot.workflows.propose_errand import readable_in
from bot.workflows.reading import NOT_YOURS, may_read_call, note_refused, offered_to
from bot.workflows.run import Result, Run, tool_result
from bot.workflows.settle import settle_one
from bot.workflows.stopping import Stopped, heeding
from bot.workflows.verify_task import Order, verify_task
from tools.desk import Ticket, failed, failure, for_claude, told
from tools.errors import UpstreamError
from tools.policy import Effect
from tools.requests import Request
from tools.tasks import accepted, sought

log = logging.getLogger(__name__)

NOT_RECORDED = (
    "The record of this could not be kept, so nothing was sent. Please tell whoever runs Chorister."
)
PARTS = ("resource", "method", "id", "query", "body")
ACCEPTED = "Chorus took the order. It is not done yet. The thread follows it up by itself; never say that it is done."
UNSURE = "The answer was lost: it is not known whether Chorus took the order. It is not sent again."


def is_order(request: Request) -> bool:
    """Whether a read asks Chorus to do something first: only what is fetched can be fetched again at will."""
    return request.verb != "GET"


async def order_for_claude(run: Run, call_id: str, ticket: Ticket) -> Result:
    """Answer Claude's call of a read that is an order."""
    request, key = ticket.request, f"{run.id}:{call_id}"
    run.progress.show(call_id, f"Asking Chorus: {deed(request, Effect.READ, [])}", "in_progress")
    parts = [request.resource, request.method, request.id, dict(request.query), dict(request.body or {})]
    try:
        outcome = await settle_one(partial(give_order, run.asker.to_json(), parts, key), run.notice)
    except Stopped as stopped:
        if not stopped.so_far.get("maybe_done"):
            raise
        outcome = stopped.so_far
    run.resumed()
    if outcome.get("own"):
        await mend(run.asker.slack_id, run.asker.account, [outcome])
    if outcome.get("refused"):
        await refuse(run)
    good = bool(outcome["ok"])
    run.progress.show(call_id, "Asked Chorus", "complete" if good else "error")
    run.deeds += [f"Chorus was asked: {deed(request, Effect.READ, [])}"] if good else []
    if not good:
        say = told(error=UNSURE) if outcome.get("maybe_done") else failed(outcome["say"])
        return tool_result(call_id, say, is_error=True)
    if not outcome["tasks"]:
        return tool_result(call_id, outcome["content"])
    looks = sought(request, outcome["tasks"], readable_in(run.catalog))
    order = Order(
        key=key,
        deed=deed(request, Effect.READ, []),
        asker=run.asker.slack_id,
        channel=run.place.channel,
        thread=run.place.thread,
        sought=looks.to_json(),
    )
    await start_once(f"verify:{key}", verify_task, order.to_json())
    return tool_result(call_id, told(state="accepted", known=ACCEPTED))


@step("give read order")
@heeding
async def give_order(asker: dict[str, Any], parts: list[Any], key: str, attempt: int) -> dict[str, Any]:
    """Send it, the record first, under a key that makes a repeated one the same; `tasks` if Chorus only accepted it."""
    here, person, request = house(), Person.from_json(asker), Request(*parts)
    try:
        if not await _theirs(person, request):
            await note_refused(person, f"{request.resource}/{request.method}", request.id)
            return {"ok": False, "say": NOT_YOURS, "refused": True}
        asked = dict(zip(PARTS, parts, strict=True))
        await here.audit.record(f"order:{key}", "asked", person.slack_id, here.now(), payload=asked)
    except NotRecorded:
        log.exception("the order %s was not sent", key)
        return {"ok": False, "say": NOT_RECORDED}
    except UpstreamError as error:
        # Whose the call is was asked on the asker's own account; what follows is sent on the shared one.
        return {**failure(error, "get", attempt=attempt), "own": True}
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    outcome = await here.desk.run(request, key=f"order:{key}", attempt=attempt)
    if not outcome["ok"]:
        return dict(outcome)
    tasks = [task.id for task in accepted(outcome["answer"])]
    row = (f"order:{key}", "answered", person.slack_id, here.now())
    await here.audit.note(*row, key=str(attempt), tasks=tasks)
    return {"ok": True, "tasks": tasks, "content": "" if tasks else for_claude(outcome["answer"])}


async def _theirs(person: Person, request: Request) -> bool:
    """Calls have to be the asker's to read; what is about all calls is for those who may read everything."""
    calls = calls_in(request)
    if not all([await may_read_call(person, id) for id in calls]):
        return False
    if calls and not has_own_thing(request):
        return True
    return offered_to(person, request.resource, request.method)
