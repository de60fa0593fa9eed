"""Push to CRM, the button under a call's report: the same as if the person had asked for it in the thread."""

from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.people import Person
from bot.slack import after_call_words as words
from bot.slack.text import escape
from bot.workflows.as_asked import ask_as
from bot.workflows.reading import may_read_call, note_refused
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import apologising, whisper
from tools.desk import failure
from tools.errors import NotThere, UpstreamError

ATTEMPTS = 3
"""Tries to find out whether somebody may: nothing is said while they wait."""


@workflow("push call")
async def push_call(call: str, click: dict[str, Any]) -> None:
    """Somebody clicked Push to CRM: the same as if they had asked for it in the thread, with their own rights."""
    channel, thread, user = click["channel"], click["thread"], click["user"]
    async with apologising(channel, thread, user):
        allowed = await settle_one(partial(may_push, call, user), attempts=ATTEMPTS)
        if allowed["ok"]:
            await ask_as(click, words.push_request(call))
        else:
            await whisper(channel, thread, user, escape(str(allowed["say"])))


@step("may push")
async def may_push(call: str, user: str, attempt: int) -> dict[str, Any]:
    """Whether this person may read the call: nobody else hears of it."""
    person = await recognised(user, attempt)
    if not isinstance(person, Person):
        return person
    try:
        ok = await may_read_call(person, call)
    except NotThere:
        ok = False
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    if not ok:
        await note_refused(person, "push to crm", call)
    return {"ok": ok, "say": "" if ok else words.NOT_YOURS_TO_PUSH}
