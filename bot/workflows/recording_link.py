"""The way to a recording, told to the asker alone. Whoever has the link can watch: it stays inside one step."""

from typing import Any

from bot.durable import step
from bot.people import Person
from bot.slack.media_words import NO_LINK, NOT_DELIVERED, private_link
from bot.slack.speaking import Place
from bot.slack.text import clock
from bot.workflows.house import house
from bot.workflows.reading import NOT_YOURS, may_read_call, note_refused
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from bot.workflows.stopping import stoppable
from tools.desk import failure, told
from tools.errors import UpstreamError
from tools.media import Recording, recording
from tools.requests import Request

Result = dict[str, Any]


@step("share recording")
@stoppable
async def share_recording(
    asker: dict[str, Any], place: dict[str, str], resource: str, call: str | None, attempt: int
) -> Result:
    """
    Fetch the link to a call's recording and whisper it to the asker, where they may read the call. Returns what Claude is
    told: the link is in no result, so in no checkpoint. Repeated after a crash, the asker may get a fresh link twice.
    """
    person = Person.from_json(asker)
    request = Request(resource, "get", call, wants_json=True, account=person.account)
    try:
        if not call or not await may_read_call(person, call):
            await note_refused(person, f"{resource}/get", call)
            return {"ok": False, "say": NOT_YOURS, "retry_in": None, "refused": True}
        found = recording(await house().desk.fetch(request, attempt=attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error), "retry_in": None}
    return await _whisper(person, Place(**place), found, attempt)


async def _whisper(person: Person, place: Place, found: Recording | None, attempt: int) -> Result:
    note = private_link(found.url, found.kind, found.until) if found else None
    if found is None or note is None:
        return {"ok": True, "content": told(state="no link", known=NO_LINK)}
    try:
        await house().speaker.whisper(place, person.slack_id, note)
    except SLACK_FAULTS as error:
        return {**slack_failure(error, "a private note", attempt), "say": NOT_DELIVERED}
    return {"ok": True, "content": told(state="sent privately", known=_known(person, found))}


def _known(person: Person, found: Recording) -> str:
    until = f", which works until {clock(found.until.timestamp(), person.zone)}" if found.until else ""
    return (
        f"The asker alone got a private link to the recording ({found.kind}){until}. You do not have the link, and nobody "
        "else in the thread sees it."
    )
