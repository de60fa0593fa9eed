"""One read of Chorus for Claude, with the asker's rights: what is not theirs to read is left out."""

import asyncio
from typing import Any

from bot.durable import step
from bot.errands.aim import calls_in
from bot.people import Person
from bot.slack.text import counted
from bot.subject import Subject, subject_of, with_rights
from bot.workflows.house import house
from bot.workflows.reading import (
    ADMINS_ONLY,
    NOT_YOURS,
    may_read_call,
    me_row,
    note_call,
    note_refused,
    offered_to,
    visible_rows,
)
from bot.workflows.stopping import stoppable
from tools import chorus
from tools.desk import failure, for_claude
from tools.errors import NotThere, UpstreamError
from tools.minutes import with_minutes
from tools.requests import Request


@step("read")
@stoppable
async def read(
    asker: dict[str, Any],
    resource: str,
    method: str,
    id: str | None,
    query: dict[str, Any],
    body: dict[str, Any] | None,
    attempt: int,
) -> dict[str, Any]:
    """One read on behalf of the asker, as the text Claude gets; what is not theirs to read is left out."""
    person = Person.from_json(asker)
    wanted = with_rights(query) if subject_of(resource, method) is Subject.CALL else query
    request = Request(resource, method, id, wanted, body, account=person.account)
    cleared, why, content = False, None, None
    try:
        why = await _against(person, request)
        cleared = why is None
        content = await _answer(person, request, attempt) if cleared else None
    except UpstreamError as error:
        # Of a call that the asker's rights could not be looked up for, nothing is known to be missing.
        kind = cleared and (resource, method) == ("sales_qualifications", "get")
        missing = kind and isinstance(error, NotThere) and error.remote
        return {**failure(error, method, attempt=attempt), "missing": missing}
    except ValueError as error:
        return {"ok": False, "say": str(error), "retry_in": None}
    if why == ADMINS_ONLY:
        return {"ok": False, "say": why, "retry_in": None}
    if content is None:
        await note_refused(person, f"{resource}/{method}", id)
        return {"ok": False, "say": NOT_YOURS, "retry_in": None, "refused": True}
    return {"ok": True, "content": content}


async def _against(asker: Person, request: Request) -> str | None:
    """Why the asker may not read this, as far as that is known before it is read. Raises UpstreamError."""
    subject = subject_of(request.resource, request.method)
    if not offered_to(asker, request.resource, request.method):
        return NOT_YOURS if calls_in(request) else ADMINS_ONLY
    if subject is Subject.PART and not await may_read_call(asker, request.id or ""):
        return NOT_YOURS
    return None


async def _answer(asker: Person, request: Request, attempt: int) -> str | None:
    """The answer's text; None when the asker may not read it."""
    if request.resource == "me":
        return for_claude([await me_row(asker, attempt)], "This is the asker.")
    subject = subject_of(request.resource, request.method)
    answer = await house().desk.fetch(request, attempt=attempt)
    if subject is Subject.CALL:
        call = chorus.conversation(answer)
        note_call(call)
        if not await may_read_call(asker, call.conversation_id):
            return None
    # Cutting a long transcript to size takes most of a second; everybody else's runs go on meanwhile.
    return await asyncio.to_thread(_shown, asker, subject, request, answer)


def _shown(asker: Person, subject: Subject, request: Request, answer: Any) -> str:
    """What the asker gets of an answer, as far as it is theirs to read."""
    if subject is Subject.CALLS:
        shown, hidden = visible_rows(asker, answer)
        return for_claude(
            shown, f"{counted(hidden, 'call')} the asker may not read left out." if hidden else None
        )
    return for_claude(_citable(request.id or "", answer) if subject is Subject.CALL else answer)


def _citable(id: str, answer: Any) -> Any:
    """A call with what it takes to cite it: the minutes of what was said, and its page in Chorus, where that is known."""
    link = house().links.get(id)
    told = with_minutes(answer)
    return {"url": link} | told if link and isinstance(told, dict) else told
