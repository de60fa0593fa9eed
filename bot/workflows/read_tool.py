"""One read of Chorus for Claude, with the asker's rights: what is not theirs to read is left out."""

import asyncio
from typing import Any

from bot.durable import step
from bot.people import Person, may_read
from bot.slack.text import counted
from bot.workflows.house import house
from bot.workflows.reading import NOT_YOURS, may_read_call, me_row, note_call, offered_to, visible_rows
from tools import chorus
from tools.desk import failure, for_claude
from tools.errors import NotThere, UpstreamError
from tools.requests import Request


@step("read")
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
    request = Request(resource, method, id, query, body, account=person.account)
    try:
        content = await _answer(person, request, attempt)
    except UpstreamError as error:
        kind = (resource, method) == ("sales_qualifications", "get")
        missing = kind and isinstance(error, NotThere) and error.remote
        return {**failure(error, method, attempt=attempt), "missing": missing}
    except ValueError as error:
        return {"ok": False, "say": str(error), "retry_in": None}
    if content is None:
        return {"ok": False, "say": NOT_YOURS, "retry_in": None}
    return {"ok": True, "content": content}


async def _answer(asker: Person, request: Request, attempt: int) -> str | None:
    """The answer's text; None when the asker may not read it."""
    if request.resource == "me":
        return for_claude([await me_row(asker, attempt)], "This is the asker.")
    if not offered_to(asker, request.resource):
        return None
    if request.resource == "sales_qualifications" and not await may_read_call(asker, request.id or ""):
        return None
    answer = await house().desk.fetch(request, attempt=attempt)
    # Cutting a long transcript to size takes most of a second; everybody else's runs go on meanwhile.
    return await asyncio.to_thread(_shown, asker, request, answer)


def _shown(asker: Person, request: Request, answer: Any) -> str | None:
    """What the asker gets of an answer; None when it is not theirs to read."""
    if request.resource == "conversations" and request.method == "list":
        shown, hidden = visible_rows(asker, answer)
        return for_claude(
            shown, f"{counted(hidden, 'call')} the asker may not read left out." if hidden else None
        )
    if request.resource == "conversations":
        call = chorus.conversation(answer)
        return (
            for_claude(answer)
            if may_read(asker, note_call(call), house().settings.chorister_reading)
            else None
        )
    return for_claude(answer)
