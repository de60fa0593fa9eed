"""Chorus's one-off actions: exports, bulk deletions, checks, and what the API keeps from this token."""

from typing import Any

from sandbox.truto.answers import Answer, vendor_refusal
from sandbox.truto.chorus.conversations import conversation
from sandbox.truto.chorus.links import find_link
from sandbox.truto.exchange import Exchange, page


def export(call: Exchange) -> Answer:
    """Answer an export with a task; the file would come by e-mail."""
    return Answer(_task(call, call.chorus.new_task(call.options.export_takes)))


def get_task(call: Exchange) -> Answer:
    """Answer the read of a task, which only some accounts have."""
    return Answer(call.document("task", call.path_id, {"status": call.chorus.task_status(call.path_id)}))


def bulk_delete(call: Exchange) -> Answer:
    """Answer conversations:bulk with one task for each conversation to delete."""
    wanted = call.argument("delete", required=True)
    if not isinstance(wanted, list) or len(wanted) > 100:
        raise vendor_refusal(400, "delete must be an array of at most 100 ids", pointer="/data/delete")
    return Answer({"delete": [_task(call, call.chorus.delete(str(id), force=True)) for id in wanted]})


def delete_engagements(call: Exchange) -> Answer:
    """Answer DELETE /v3/engagements: the ids may be comma-separated."""
    tasks = [call.chorus.delete(id.strip(), force=True) for id in call.path_id.split(",")]
    return Answer(_task(call, tasks[-1]))


def validate(call: Exchange) -> Answer:
    """Answer conversations:validate: whether the recorder could follow this link."""
    link = find_link(str(call.argument("meeting_url", required=True)))
    reason = "ok" if link else "unsupported_provider"
    attributes = {"autojoin": link is not None, "autojoin_reason": reason, "recordable": link is not None}
    return Answer(call.document("meeting_autojoin", "0", attributes))


def disconnect(call: Exchange) -> Answer:
    """Answer actions/disconnect: the recorder leaves a live call."""
    recording = call.chorus.get(str(call.argument("id", required=True)))
    if call.chorus.status(recording) != "live":
        raise vendor_refusal(409, "The conversation is not live.")
    call.chorus.end(recording.id)
    return Answer({})


def list_live(call: Exchange) -> Answer:
    """Answer conversations/live."""
    live = [recording for recording in call.chorus.visible() if call.chorus.status(recording) == "live"]
    owner = call.query.get("user_id")
    return page(
        [
            call.document("recording", recording.id, conversation(recording, call))
            for recording in live
            if not owner or owner == str(recording.owner.chorus_user_id)
        ]
    )


def nothing(call: Exchange) -> Answer:
    """Answer an action that has no result."""
    return Answer({})


def forbidden(call: Exchange) -> Answer:
    """Refuse what this token may not do."""
    raise vendor_refusal(403, "API may not be called using this token.")


def signed_request(call: Exchange) -> Answer:
    """Answer POST /api/auth/signed_request: no client of this workspace holds a signing key."""
    call.argument("client_id", required=True)
    call.argument("signed_request", required=True)
    raise vendor_refusal(400, "The signature does not match.", pointer="/signed_request")


def _task(call: Exchange, id: str) -> Any:
    return call.document("task", id, {"status": "queued"})
