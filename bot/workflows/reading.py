"""Reading calls with the asker's rights: what they may not see is left out before anybody else sees it."""

from typing import Any

from bot.people import Attendance, Person, may_read
from bot.workflows.house import house
from tools import chorus
from tools.requests import Request
from tools.shapes import cursor, rows

BY_CALL = {"conversations", "sales_qualifications", "media"}
"""Resources whose id is a call's: whoever may read the call may read them."""
OPEN = {"me", "users", "teams", "sales_qualification_configuration"}
"""Resources that hold nothing of a call."""

NOT_YOURS = "There is no such call, or the asker may not read it."


def offered_to(asker: Person, resource: str) -> bool:
    """Whether a read tool is for this person: what cannot be traced to a call is for admins, or for all by policy."""
    free = house().settings.chorister_reading == "workspace" or asker.is_admin
    return free or resource in BY_CALL or resource in OPEN


def own_row(asker: Person) -> dict[str, Any]:
    """The asker as list_all_chorus_me answers for them: "me" is who asks, not whose token it is."""
    row = {"id": asker.chorus_id, "name": asker.name, "email": asker.email, "time_zone": asker.zone}
    return {k: v for k, v in row.items() if v is not None}


async def me_row(asker: Person, attempt: int = 0) -> dict[str, Any]:
    """The asker's own row, with what Chorus says of them where they have connected their own account."""
    row = own_row(asker)
    if asker.account is None:
        return row
    answer = await house().desk.fetch(Request("me", "list", account=asker.account), attempt=attempt)
    found = chorus.users(answer).rows
    # A link to connect an account again may have been passed on: then it is not the asker's any more.
    if not found or (found[0].email or "").lower() != asker.email:
        return row
    told = found[0].model_dump(mode="json", include={"id", "name", "email", "title", "role", "manager_id"})
    return row | {k: v for k, v in told.items() if v is not None}


def visible_rows(asker: Person, answer: Any) -> tuple[dict[str, Any], int]:
    """A list of calls without those the asker may not read, and how many those are."""
    kept, hidden = [], 0
    for row in rows(answer):
        for call in chorus.engagements([row]):
            attendance = house().attendances.keep(call.conversation_id, _attendance(call))
            if may_read(asker, attendance, house().settings.chorister_reading):
                kept.append(row | ({"starts_at": call.start.isoformat()} if call.start else {}))
            else:
                hidden += 1
    return {"result": kept, "next_cursor": cursor(answer)}, hidden


async def may_read_call(asker: Person, call_id: str) -> bool:
    """Whether the asker may read a call; asks Chorus who was in it, unless that is known. Raises UpstreamError."""
    if house().settings.chorister_reading == "workspace" or asker.is_admin:
        return True
    attendance = house().attendances.get(call_id)
    if attendance is None:
        query = {"fields": "owner,participants"}
        request = Request("conversations", "get", call_id, query=query, account=asker.account)
        attendance = note_call(chorus.conversation(await house().desk.fetch(request)))
    return may_read(asker, attendance, house().settings.chorister_reading)


def note_call(call: chorus.Conversation) -> Attendance:
    """Remember who was in a call that was read."""
    return house().attendances.keep(call.conversation_id, _attendance(call))


def _attendance(call: chorus.Conversation | chorus.Engagement) -> Attendance:
    return Attendance(call.owner_id, call.owner_email, call.participants)
