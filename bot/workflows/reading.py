"""Reading calls with the asker's rights: what they may not see is left out before anybody else sees it."""

from dataclasses import replace
from typing import Any

from bot.durable import run_id
from bot.people import Attendance, Person, may_read
from bot.subject import RIGHTS, Subject, subject_of
from bot.workflows.house import house
from tools import chorus
from tools.requests import Request
from tools.shapes import cursor, rows

NOT_YOURS = "There is no such call, or the asker may not read it."
ADMINS_ONLY = "Chorus does not say whose calls this shows, so only admins may read it."


def offered_to(asker: Person, resource: str, method: str) -> bool:
    """Whether a read tool is for this person: what cannot be traced to a call is for admins, or for all by policy."""
    free = house().settings.chorister_reading == "workspace" or asker.is_admin
    return free or subject_of(resource, method) is not Subject.UNTRACED


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
            # A list of somebody's own account does not say which of their calls are private.
            present = Attendance.of(call) if asker.account else note_call(call)
            if may_read(asker, present, house().settings.chorister_reading):
                house().links.keep(call.conversation_id, call.url or "")
                kept.append(row | ({"starts_at": call.start.isoformat()} if call.start else {}))
            else:
                hidden += 1
    return {"result": kept, "next_cursor": cursor(answer)}, hidden


async def may_read_call(asker: Person, call_id: str) -> bool:
    """Whether the asker may read a call; asks Chorus who was in it, unless that is known. Raises UpstreamError."""
    attendance = await attendance_of(call_id, asker.account)
    return may_read(asker, attendance, house().settings.chorister_reading)


async def note_refused(asker: Person, tool: str, call: str | None) -> None:
    """On record: somebody asked for what is not theirs to read. Within a step."""
    here, about = house(), {"tool": tool, "meeting": call}
    await here.audit.note(
        run_id(), "refused read", asker.slack_id, here.now(), key=f"{tool}|{call}", name=asker.name, **about
    )


async def attendance_of(call_id: str, account: str | None = None) -> Attendance:
    """Who was in a call; asks Chorus, unless it said so within the last minute. Raises UpstreamError."""
    held = house().attendances.get(call_id)
    if held:
        return held
    request = Request("conversations", "get", call_id, query={"fields": ",".join(RIGHTS)}, account=account)
    return note_call(chorus.conversation(await house().desk.fetch(request)))


def note_call(call: chorus.Call) -> Attendance:
    """Remember for a minute who was in a call that was read; an answer that does not say so is not remembered."""
    found, held = Attendance.of(call), house().attendances.get(call.conversation_id)
    if held and held.private:  # a list does not say which calls are private
        found = replace(found, private=True)
    return house().attendances.keep(call.conversation_id, found) if found.is_known else found
