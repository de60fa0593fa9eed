"""Who clicked: the same question behind every button."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from bot.people import Member, Person, Stranger, may_decide, owns
from bot.slack.risk_words import NOT_YOURS
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from tools.desk import failure
from tools.errors import UpstreamError


async def recognised(user: str, attempt: int) -> Person | dict[str, Any]:
    """
    A Slack user as a Chorus person; else the outcome that says why not, `private` where it is about them.
    """
    return await _recognised(house().directory.member(user), attempt)


async def recognised_soon(user: str) -> Person | dict[str, Any]:
    """The same before an acknowledgement, which does not wait for Slack's rate limit."""
    return await _recognised(house().directory.soon(user), 0)


async def _recognised(looking: Awaitable[Member], attempt: int) -> Person | dict[str, Any]:
    here = house()
    try:
        person = await here.directory.recognise(await looking, here.team)
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about a person", attempt)
    return {"ok": False, "say": person.say, "private": True} if isinstance(person, Stranger) else person


@dataclass(frozen=True)
class Judge:
    """Somebody who may say something of a deal: its owner, their managers, admins."""

    person: Person
    owner: tuple[str | None, str]
    """Of the deal: Chorus id and e-mail address."""

    @property
    def is_owner(self) -> bool:
        return owns(self.person, *self.owner)


async def in_charge(
    user: str, deal: str, owner: tuple[str | None, str], attempt: int
) -> Judge | dict[str, Any]:
    """
    Who clicked, if the deal is theirs to judge; else why not. `owner`: as the button has it, for a deal of which no newer
    call was read.
    """
    person = await recognised(user, attempt)
    if not isinstance(person, Person):
        return person
    judge = Judge(person, await house().readings.owner_of(deal) or owner)
    return judge if may_decide(person, *judge.owner) else {"ok": False, "say": NOT_YOURS}
