"""Looking at a recorder's call: what is known of it, and how its meeting stands from then on."""

from typing import Any

from bot.durable import step
from bot.recorder.watching import Stage, sight
from bot.store.joins import DOUBTED
from bot.workflows.house import house
from tools import chorus
from tools.errors import NotThere, UpstreamError
from tools.requests import Request

SHOWN = {"fields": "status,recording"}
"""The parts of a call that a look needs."""
DISCONNECT = ("conversations", "disconnect")
"""The tool that takes a recorder out of a call, where the account has it."""


@step("look for recorder")
async def look(join: dict[str, Any], call: str, known: str) -> dict[str, Any]:
    """
    How the call stands: what is known already, stopped by a person, asked for again, or what Chorus shows. `blind`: Chorus
    could not be asked.
    """
    here, stage = house(), Stage(known)
    held = await here.joins.get(join["meeting"])
    ours = held is not None and held.token == join["token"]
    if ours and held and held.state == "stopped":
        return {"stage": Stage.STOPPED.value, "at": here.now()}
    if stage is Stage.WAITING and not ours and held and held.state not in ("asked", "refused", DOUBTED):
        below = (held.channel, held.thread) == (join["channel"], join["thread"])
        return {"stage": Stage.REPEATED.value, "at": here.now(), "below": below}
    found = await _shown(call, stage)
    can_leave = found["stage"] == Stage.LIVE and stage is not Stage.LIVE and await _can_leave()
    return found | ({"leave": call} if can_leave else {})


@step("look whether it has left")
async def look_after_leaving(meeting: str, call: str) -> dict[str, Any] | None:
    """What Chorus shows of a call whose recorder was asked to leave; None once whoever follows it knows of the end."""
    held = await house().joins.get(meeting)
    known = held is not None and held.call == call and held.state not in ("accepted", "unseen", Stage.LIVE)
    return None if known else await _shown(call, Stage.LIVE)


async def _shown(call: str, known: Stage) -> dict[str, Any]:
    """What Chorus shows of a call, never less than was seen before."""
    here = house()
    try:
        seen = sight(
            chorus.conversation(await here.desk.fetch(Request("conversations", "get", call, query=SHOWN)))
        )
    except NotThere as error:
        # Before it was seen, Chorus does not list it yet.
        gone = error.remote and known is not Stage.WAITING
        return {"stage": (Stage.GONE if gone else known).value, "at": here.now()}
    except (UpstreamError, ValueError):
        return {"stage": known.value, "at": here.now(), "blind": True}
    now = max(seen.stage, known, key=list(Stage).index)
    return {"stage": now.value, "reason": seen.reason, "at": here.now()}


async def _can_leave() -> bool:
    """Whether Chorus offers a way to call a recorder back; where nobody can tell, none is promised."""
    try:
        return await house().desk.unoffered(*DISCONNECT) is not None
    except UpstreamError:
        return False


@step("record state")
async def record_state(meeting: str, token: str, state: str) -> bool:
    """
    Remember how a recorder's meeting stands, so that a new request is a new try where that makes sense; says whether it may
    be told: not where a person has stopped the watch in between.
    """
    joins = house().joins
    if await joins.set(meeting, token, state):
        return True
    held = await joins.get(meeting)
    return not (held and held.token == token and held.state == Stage.STOPPED)


@step("stop")
async def stop(meeting: str, token: str) -> bool:
    """Remember that a person stopped a watch; says whether there was one to stop."""
    joins = house().joins
    held = await joins.get(meeting)
    if held and held.token == token and held.state == Stage.STOPPED:
        return False
    return await joins.set(meeting, token, Stage.STOPPED.value)
