"""Who clicked: the same question behind every button."""

from typing import Any

from bot.people import Person, Stranger
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from tools.desk import failure
from tools.errors import UpstreamError


async def recognised(user: str, attempt: int) -> Person | dict[str, Any]:
    """
    A Slack user as a Chorus person; else the outcome that says why not, `private` where it is about them.
    """
    here = house()
    try:
        person = await here.directory.recognise(await here.directory.member(user), here.team)
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about a person", attempt)
    return {"ok": False, "say": person.say, "private": True} if isinstance(person, Stranger) else person
