"""After a recorded call: once Chorus has written it up, the thread gets the summary, what is to do, and what is missing."""

from datetime import timedelta
from typing import Any

from bot.durable import sleep, step, workflow
from bot.people import Person, may_read
from bot.slack import after_call_words as words
from bot.workflows.house import house
from bot.workflows.reading import note_call
from bot.workflows.recognising import recognised
from bot.workflows.steps import SLACK_FAULTS, is_shared, post, slack_failure
from tools import chorus
from tools.errors import UpstreamError
from tools.requests import Request

PAUSES = (0.0, 6.0, 12.0, 24.0, 48.0)
"""
Waits between looks, in polls: Chorus writes summary and analysis some minutes after it is done, each in its own time. What
is not there after the last one is said to be missing.
"""
SHOWN = {
    "fields": "name,owner,participants,account,deal,private,summary,meeting_summary,action_items,recording.duration"
}


@workflow("after call")
async def after_call(join: dict[str, Any], call: str) -> None:
    """Post what became of a recorded call, once, where the recorder was asked for."""
    plan = await where_to_tell(join)
    if not plan["tell"] or await is_shared(join["channel"]):
        return
    found: dict[str, Any] = {}
    for wait in PAUSES:
        await sleep(timedelta(seconds=wait * plan["poll"]))
        now = await read_call(call, join["asked_by"])
        found = now or found
        if found.get("complete"):
            break
    if found and not found.get("said"):
        return  # it is nobody's to tell here
    asker = join["asked_by"]
    said = words.report(**found["said"], asker=asker) if found else words.unreadable(asker)
    await post(f"after:{join['token']}", join["channel"], join["thread"], *said)


@step("where to tell of a call")
async def where_to_tell(join: dict[str, Any]) -> dict[str, Any]:
    """Whether a channel hears of a call's content, and how patiently it is waited for."""
    settings = house().settings
    quiet = join["channel"] in settings.chorister_quiet
    return {"tell": not quiet and settings.chorister_after_call == "on", "poll": settings.chorister_poll}


@step("read call")
async def read_call(call: str, asker: str) -> dict[str, Any]:
    """
    A call's summary and analysis as JSON; `complete` if both are there, or if it is not to be told: a private call is
    nobody's to tell, and any other one only with the rights of whoever asked for the recorder. Empty if it cannot be read.
    """
    desk, person = house().desk, await recognised(asker, 0)
    try:
        read = chorus.conversation(await desk.fetch(Request("conversations", "get", call, query=SHOWN)))
    except (UpstreamError, ValueError):
        return {}
    read = read.model_copy(update={"conversation_id": call})
    if not isinstance(person, Person):
        return {}
    if read.private or not may_read(person, note_call(read), house().settings.chorister_reading):
        return {"complete": True}
    try:
        qualification = chorus.qualification(await desk.fetch(Request("sales_qualifications", "get", call)))
    except (UpstreamError, ValueError):
        qualification = None
    return {
        "complete": bool(qualification and read.summary),
        "said": {
            "call": read.model_dump(mode="json", exclude={"utterances"}),
            "qualification": qualification.model_dump(mode="json") if qualification else None,
            "owner": await _owner(read.owner_email),
        },
    }


async def _owner(email: str | None) -> str | None:
    """The Slack id of a call's owner, as far as Slack tells."""
    try:
        return await house().directory.with_email(email) if email else None
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a person", 0)
        return None
