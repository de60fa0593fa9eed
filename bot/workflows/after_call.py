"""After a recorded call: once Chorus has written it up, the thread gets the summary, what is to do, and what is missing."""

from datetime import timedelta
from functools import partial
from typing import Any

from bot.durable import sleep, step, workflow
from bot.people import Person, belongs, may_read
from bot.slack import after_call_words as words
from bot.slack.recorder_words import plain
from bot.workflows.audience import may_all_hear
from bot.workflows.generate import MAKE
from bot.workflows.house import house
from bot.workflows.reading import note_call
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, is_shared, open_direct, post, slack_failure
from tools import chorus
from tools.errors import UpstreamError
from tools.requests import Request

PAUSES = (0.0, 6.0, 12.0, 24.0, 48.0)
"""
Waits between looks, in polls: Chorus writes summary and analysis some minutes after it is done, each in its own time. What
is not there after the last one is said to be missing.
"""
ENOUGH = 18.0
"""Polls after which a summary does not wait for its analysis any more: that may never come."""
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
    waited = 0.0
    for wait in PAUSES:
        await sleep(timedelta(seconds=wait * plan["poll"]))
        waited += wait
        now = await read_call(call, join["asked_by"])
        found = now or found
        if found.get("complete") or (found.get("summary") and waited >= ENOUGH):
            break
    if found and not found.get("said"):
        return  # it is nobody's to tell
    await _tell(join, call, found)


async def _tell(join: dict[str, Any], call: str, found: dict[str, Any]) -> None:
    """Post the report, or send it to the one person it is for where not everybody who reads along may have it."""
    asker, key, here = join["asked_by"], f"after:{join['token']}", (join["channel"], join["thread"])
    said = words.report(**found["said"], asker=asker) if found else words.unreadable(asker)
    for_owner = found.get("for_owner")
    if not found or (not for_owner and await may_all_hear(join["channel"], [call])):
        await post(key, *here, *said)
        return
    direct = await settle_one(partial(open_direct, found["said"]["owner"] if for_owner else asker))
    if direct["ok"] and await post(key, direct["channel"], "", *said) is not None:
        has_it = words.OWNER_HAS_IT if for_owner else words.has_it(asker)
        await post(f"{key}:owner", *here, *plain(has_it))


@step("where to tell of a call")
async def where_to_tell(join: dict[str, Any]) -> dict[str, Any]:
    """Whether a channel hears of a call's content, and how patiently it is waited for."""
    settings = house().settings
    quiet = join["channel"] in await house().choices.quiet()
    return {"tell": not quiet and settings.chorister_after_call == "on", "poll": settings.chorister_poll}


@step("read call")
async def read_call(call: str, asker: str) -> dict[str, Any]:
    """
    A call's summary and analysis as JSON; `complete` if both are there, or if it is not to be told: a private call is
    nobody's to tell. `for_owner`: whoever asked for the recorder may not read it, and its owner is one of ours. Empty if it
    cannot be read.
    """
    desk, person = house().desk, await recognised(asker, 0)
    try:
        read = chorus.conversation(await desk.fetch(Request("conversations", "get", call, query=SHOWN)))
    except (UpstreamError, ValueError):
        return {}
    read = read.model_copy(update={"conversation_id": call})
    if not isinstance(person, Person):
        return {}
    if read.private:
        return {"complete": True}
    owner = await _owner(read.owner_email)
    for_owner = not may_read(person, note_call(read), house().settings.chorister_reading)
    if for_owner and (owner is None or not await _is_ours(owner)):
        return {"complete": True}
    try:
        qualification = chorus.qualification(await desk.fetch(Request("sales_qualifications", "get", call)))
    except (UpstreamError, ValueError):
        qualification = None
    return {
        "complete": bool(qualification and read.summary),
        "summary": bool(read.summary),
        "for_owner": for_owner,
        "said": {
            "call": read.model_dump(mode="json", exclude={"utterances"}),
            "qualification": qualification.model_dump(mode="json") if qualification else None,
            "owner": owner,
            "can_make": qualification is None and await _can_make(),
        },
    }


async def _can_make() -> bool:
    """Whether Chorus offers to make a sales qualification."""
    try:
        return await house().desk.unoffered(*MAKE) is not None
    except UpstreamError:
        return False


async def _is_ours(user: str) -> bool:
    """Whether somebody is a full member of this workspace."""
    try:
        return belongs(await house().directory.member(user), house().team)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a person", 0)
        return False


async def _owner(email: str | None) -> str | None:
    """The Slack id of a call's owner, as far as Slack tells."""
    try:
        return await house().directory.with_email(email) if email else None
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a person", 0)
        return None
