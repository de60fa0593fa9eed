"""The one place that sends an errand: an approved call, once, with its record before and after."""

import logging
from dataclasses import replace
from typing import Any

from bot.durable import step
from bot.errands.errand import Errand, Status, to_json
from bot.store.audit import NotRecorded
from bot.workflows.house import house
from bot.workflows.writing import writing_off
from tools.desk import Outcome, failure
from tools.errors import NotThere, UpstreamError
from tools.offers import TrutoTool
from tools.policy import Way, verdict
from tools.shapes import document, first_id
from tools.tasks import accepted, reading

log = logging.getLogger(__name__)

NOT_RECORDED = (
    "The record of this could not be kept, so nothing was sent. Please tell whoever runs Chorister."
)
SWITCHED_OFF = "Writing was switched off before this was sent."
FORBIDDEN = "An admin no longer allows this tool, so nothing was sent."
INTERRUPTED = "Chorister was interrupted while it was sending this."
UNFORESEEN = "Something went wrong on our side while this was being sent."
GONE = 404


@step("run errand")
async def run_errand(id: str, channel: str, attempt: int) -> dict[str, Any]:
    """
    Send exactly what was approved, and keep what became of it: `errand` is there once that is known. The record comes
    first: without it nothing is sent. What may have left is never sent again, neither after a crash nor after a lost answer.
    """
    errand = await house().errands.get(id)
    assert errand is not None
    if errand.outcome is not None:  # a crash kept this from being checkpointed
        return {"ok": True, "errand": to_json(errand)}
    found = await _sent(errand, channel, attempt)
    if found.get("retry_in") is None:
        found["errand"] = to_json(await keep_outcome(errand, found["outcome"]))
    return found


async def keep_outcome(errand: Errand, outcome: dict[str, Any]) -> Errand:
    """Keep what became of an errand, with its record; returns it with that. Within a step."""
    here = house()
    await here.errands.set_outcome(errand.id, outcome)
    detail = {"status": outcome["status"], "say": outcome.get("say", "")}
    row = (f"errand:{errand.id}", "outcome", "chorister", here.now())
    await here.audit.note(*row, key=outcome["status"], **detail)
    return replace(errand, outcome=outcome)


async def _sent(errand: Errand, channel: str, attempt: int) -> dict[str, Any]:
    """One attempt: what an earlier one came to, what stands against it, the record, the request, what its answer means."""
    here = house()
    run, by = f"errand:{errand.id}", (errand.decision or {})["by"]
    try:
        rows = await here.audit.of(run)
        before = _before(errand, rows)
        if before:
            return {"ok": True, "outcome": before}
        against = await _against(errand, channel, attempt)
        if against:
            return {"ok": False, "outcome": against}
        nth = f"{here.life[:8]}:{sum(row['what'] == 'sent' for row in rows)}"
        payload = {"resource": errand.resource, "method": errand.method, "arguments": dict(errand.arguments)}
        await here.audit.record(run, "sent", by, here.now(), key=nth, payload=payload)
    except NotRecorded:
        log.exception("the errand %s was not sent", errand.id)
        return _no(NOT_RECORDED)
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt)) | _no(f"{error} Nothing was sent.")
    outcome = await _run(errand, attempt)
    found = _read(errand, outcome)
    answered = {"outcome": found["outcome"], "final": found.get("retry_in") is None}
    await here.audit.note(run, "answered", by, here.now(), key=nth, **answered)
    return found


def _before(errand: Errand, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What an earlier attempt came to, if it may have left: one without an answer died with its process."""
    sent = {_attempt(row) for row in rows if row["what"] == "sent"}
    answers = {_attempt(row): row["detail"] for row in rows if row["what"] == "answered"}
    final = next((answer["outcome"] for answer in answers.values() if answer["final"]), None)
    return final or (_lost(errand, INTERRUPTED) if sent - answers.keys() else None)


def _lost(errand: Errand, say: str) -> dict[str, Any]:
    """It may have been taken: where its effect can be seen, that is looked for."""
    status = Status.UNSURE if errand.doomed else Status.UNVERIFIED
    return {"status": status.value, "say": say}


def _attempt(row: dict[str, Any]) -> str:
    return str(row["key"]).rpartition("|")[2]


async def _against(errand: Errand, channel: str, attempt: int) -> dict[str, Any] | None:
    """The outcome of a call that is not to be sent after all. Raises UpstreamError where nobody can tell."""
    here = house()
    if await writing_off((errand.decision or {})["by"], channel, errand.conversation):
        return {"status": Status.REFUSED.value, "say": SWITCHED_OFF}
    tool = TrutoTool(errand.resource, errand.method, errand.tool)
    policy = verdict(tool, here.desk.rules)
    if policy.way is not Way.ERRAND or policy.effect is not errand.effect:
        return {"status": Status.REFUSED.value, "say": FORBIDDEN}
    try:
        for look in errand.doomed:
            await here.desk.fetch(reading(look), attempt=attempt)
    except NotThere as error:
        if not error.remote:
            raise
        return {"status": Status.NOT_THERE.value, "say": ""}
    return None


async def _run(errand: Errand, attempt: int) -> Outcome:
    """Send it. Whatever goes wrong that nobody foresaw: it may have left."""
    try:
        return await house().desk.run(errand.request, key=f"errand:{errand.id}", attempt=attempt)
    except Exception:
        log.exception("the errand %s failed", errand.id)
        return Outcome(ok=False, say=UNFORESEEN, retry_in=None, maybe_done=True)


def _read(errand: Errand, outcome: Outcome) -> dict[str, Any]:
    """What an answer means. One that was lost is looked for by its effect, and never asked for again by sending."""
    if outcome["ok"]:
        return {"ok": True, "outcome": _taken(errand, outcome["answer"])}
    say = outcome["say"]
    if outcome.get("maybe_done"):
        return {"ok": False, "outcome": _lost(errand, say)}
    gone = outcome.get("status") == GONE and bool(outcome.get("remote")) and bool(errand.doomed)
    status = Status.NOT_THERE if gone else Status.REFUSED
    made = {"status": status.value, "say": "" if gone else say}
    again = {k: outcome.get(k) for k in ("retry_in", "blame")}
    return {"ok": False, "outcome": made, "say": say} | again


def _taken(errand: Errand, answer: Any) -> dict[str, Any]:
    tasks = [task.id for task in accepted(answer)]
    if tasks or errand.doomed:
        return {"status": Status.ACCEPTED.value, "say": "", "tasks": tasks}
    made = first_id(document(answer), "id") if errand.method == "create" else None
    return {"status": Status.TAKEN.value, "say": "", "made": made}


def _no(say: str) -> dict[str, Any]:
    return {"ok": False, "outcome": {"status": Status.REFUSED.value, "say": say}}
