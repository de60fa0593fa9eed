"""The card under a link to a call in Chorus, where everybody who reads along may hear of it; else nothing at all."""

from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.people import Person, may_read
from bot.slack.unfurl_words import card
from bot.subject import RIGHTS
from bot.workflows.audience import may_all_hear
from bot.workflows.house import house
from bot.workflows.reading import note_call
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import PATIENCE, SLACK_FAULTS, is_shared, slack_failure
from tools import chorus
from tools.call_links import call_link
from tools.desk import failure
from tools.errors import UpstreamError
from tools.requests import Request

SHOWN = (
    "name",
    "status",
    "account",
    "deal",
    *RIGHTS,
    "recording.start_time",
    "recording.duration",
    "recording.schedule_start_time",
    "recording.unrecorded_reason",
)
"""What of a call is read: nothing that was said in it."""

Posted = dict[str, str]
"""channel, ts, user, url: a link as somebody posted it."""


@workflow("unfurl call")
async def unfurl_call(call: str, posted: Posted) -> None:
    """Nobody asked for a card: an outage is waited out for a quarter of an hour, and then there is none."""
    channel = posted["channel"]
    if await is_shared(channel):
        return
    found = await settle_one(partial(read_card, call, posted), attempts=PATIENCE)
    if found.get("card") and await may_all_hear(channel, [call]):
        await settle_one(partial(show_preview, posted, found["card"]), attempts=PATIENCE)


@step("read card of a link")
async def read_card(call: str, posted: Posted, attempt: int) -> dict[str, Any]:
    """The card of a call that whoever posted its link may read; without one for every other."""
    here = house()
    person = await recognised(posted["user"], attempt)
    if not isinstance(person, Person):
        return person
    account = await here.accounts.of(person.slack_id, person.email)
    request = Request("conversations", "get", call, query={"fields": ",".join(SHOWN)}, account=account)
    try:
        read = chorus.conversation(await here.desk.fetch(request, attempt=attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    may = may_read(person, note_call(read), here.settings.chorister_reading)
    return {"ok": True} | ({"card": card(read, call_link(call))} if may else {})


@step("show preview")
async def show_preview(posted: Posted, preview: dict[str, Any], attempt: int) -> dict[str, Any]:
    """Put the card under the message."""
    try:
        await house().speaker.unfurl(posted["channel"], posted["ts"], posted["url"], preview)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a preview", attempt)
    return {"ok": True}
