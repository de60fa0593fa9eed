"""The one place that has Chorus make a sales qualification: a person's order, once, with its record before and after."""

from typing import Any

from bot.durable import step
from bot.slack import generate_words as words
from bot.store.audit import NotRecorded
from bot.workflows.generate import MAKE, Order
from bot.workflows.house import house
from bot.workflows.recorder import link_argument
from tools.catalog import Offer, invalid, request_for
from tools.desk import Outcome, failure
from tools.errors import UpstreamError, UsageError
from tools.requests import Request


@step("ask for qualification")
async def send(order: dict[str, Any], user: str, attempt: int) -> dict[str, Any]:
    """Ask Chorus to make it. The record comes first; what may have arrived is never sent again."""
    here, ordered = house(), Order(**order)
    key = f"{ordered.round}:{attempt}"
    try:
        if known := await _known(ordered, key):
            return known
        request = request_of(await here.desk.unoffered(*MAKE), ordered.meeting)
        body = dict(request.body or {})
        await here.audit.record(ordered.run, "generation sent", user, here.now(), key=key, body=body)
    except NotRecorded:
        return {"ok": False, "say": words.NOT_RECORDED}
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except UsageError as error:
        return {"ok": False, "say": str(error)}
    outcome = await here.desk.run(request, key=ordered.key, attempt=attempt)
    result = _read(outcome)
    await here.audit.note(ordered.run, "generation answered", user, here.now(), key=key, result=result)
    return result


async def _known(order: Order, key: str) -> dict[str, Any] | None:
    """What the record holds of this attempt or an earlier one that was sent: the process may have died over it."""
    rows = await house().audit.of(order.run)
    sent, answered = (
        {row["key"].rpartition("|")[2]: row["detail"] for row in rows if row["what"] == f"generation {what}"}
        for what in ("sent", "answered")
    )
    if key in answered:
        return dict(answered[key]["result"])
    lost = any(one.startswith(f"{order.round}:") and one not in answered for one in sent)
    return {"ok": True, "state": "unsure"} if lost else None


def request_of(tool: Offer | None, meeting: str) -> Request:
    """The call that makes a qualification, by the tool as it is now. Raises UsageError."""
    if tool is None:
        raise UsageError(words.NO_TOOL)
    name = "recording_id" if "recording_id" in tool.input_schema["properties"] else link_argument(tool)
    problem = invalid(tool, {name: meeting})
    if problem:
        raise UsageError(f"{tool.name} was not called: {problem}.")
    return request_for(tool, {name: meeting})


def _read(outcome: Outcome) -> dict[str, Any]:
    """What an answer means: a conflict or a lost answer says nothing against it."""
    if outcome["ok"]:
        return {"ok": True, "state": "asked"}
    if outcome.get("status") == 409:
        return {"ok": True, "state": "busy"}
    if outcome.get("maybe_done"):
        return {"ok": True, "state": "unsure"}
    return {"ok": False} | {k: outcome.get(k) for k in ("say", "retry_in", "blame")}
