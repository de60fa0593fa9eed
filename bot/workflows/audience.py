"""A channel is an audience: what somebody there may not hear of goes to whoever asked, alone."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot.audience import Present, all_may_hear
from bot.durable import step
from bot.heard import heard
from bot.people import Attendance
from bot.slack import audience_words as words
from bot.slack.speaking import Place
from bot.workflows.house import house
from bot.workflows.reading import attendance_of
from bot.workflows.run import Run
from bot.workflows.settle import settle_one
from bot.workflows.steps import PATIENCE, SLACK_FAULTS, open_direct, slack_failure, whisper
from bot.workflows.stopping import stoppable
from tools.desk import failure
from tools.errors import NotThere, UpstreamError

ATTEMPTS = 3
"""Tries to find out who reads along; where nobody can tell, somebody may not."""
Named = Attendance | str
"""A call by who was there, or by its id where that has to be asked."""
MOST = 50
"""Calls of which it is asked one by one who was there; of more, somebody may not hear."""


async def is_for_all(run: Run, calls: Sequence[Named] = ()) -> bool:
    """
    Whether everybody where the run speaks may hear of these calls; without any, of all that the conversation has let in.
    After a refusal they may not: nobody shall see whose call it was.
    """
    if run.is_alone:
        return True
    if run.refused and not calls:
        return False
    conversation, own = "" if calls else run.conversation, run.asker.account is not None
    return await may_all_hear(run.place.channel, calls, conversation, lists_hide=own)


async def may_all_hear(
    channel: str, calls: Sequence[Named], conversation: str = "", *, lists_hide: bool = False
) -> bool:
    """Whether everybody in a channel may hear of these calls, and of those that a conversation has let in."""
    if channel.startswith("D"):
        return True
    job = partial(_may_all_hear, channel, calls, conversation, lists_hide)
    found = await settle_one(job, attempts=ATTEMPTS)
    return bool(found.get("all"))


async def place_for(run: Run, calls: Sequence[Named] = ()) -> Place | None:
    """Where to tell of these calls: here, or to the asker alone; None where Slack does not let us speak to them."""
    if await is_for_all(run, calls):
        return run.place
    direct = await settle_one(partial(open_direct, run.asker.slack_id), attempts=PATIENCE)
    return Place(direct["channel"]) if direct["ok"] else None


async def refuse(run: Run) -> None:
    """Tell the asker alone, once in a run, that something is not theirs to read; it is on record already."""
    if run.refused:
        return
    run.refused = True
    if not run.is_alone:
        await whisper(run.place.channel, run.place.thread, run.asker.slack_id, words.REFUSED)


@step("may all hear")
@stoppable
async def _may_all_hear(
    channel: str, calls: Sequence[Named], conversation: str, lists_hide: bool, attempt: int
) -> dict[str, Any]:
    return await who_hears(channel, calls, conversation, lists_hide, attempt)


async def who_hears(
    channel: str, calls: Sequence[Named], conversation: str, lists_hide: bool, attempt: int = 0
) -> dict[str, Any]:
    """Whether all in a channel may hear of these calls and of those a conversation has let in, within a step."""
    here = house()
    try:
        let_in = await _let_in(conversation, lists_hide) if conversation else []
        told = await _attendances([*calls, *let_in])
        present = await present_in(channel) if told else None
    except NotThere:
        return {"ok": True, "all": False}  # a call that is gone, or not ours any more
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about a channel's people", attempt)
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    settings = here.settings
    may = all_may_hear(present, told, settings.chorister_reading, settings.chorister_audience)
    return {"ok": True, "all": may}


async def present_in(channel: str) -> list[Present] | None:
    """Who is in a channel, as of the last minute; None where those are too many to tell. Within a step."""
    here = house()
    held = here.present.get(channel)
    if held is not None:
        return held
    found = await here.directory.present(channel, here.team)
    return here.present.keep(channel, found)


async def _attendances(calls: Sequence[Named]) -> list[Attendance]:
    """Who was in each of these calls. Raises UpstreamError."""
    asked = {call for call in calls if isinstance(call, str)}
    if len(asked) > MOST:
        raise ValueError("too many calls to ask about one by one")
    known = [call for call in calls if isinstance(call, Attendance)]
    return [*known, *[await attendance_of(id) for id in sorted(asked)]]


async def _let_in(conversation: str, lists_hide: bool) -> list[Named]:
    """The calls that a conversation has let in."""
    here = house()
    held = await here.conversations.get(conversation)
    if held is None:
        return []
    messages = await here.conversations.read(conversation, await here.conversations.count(conversation))
    found = heard(messages, await here.catalog(held.catalog), lists_hide=lists_hide)
    return [*found.known, *found.ids]
