"""Claude's tool calls checked at the desk, as steps: rules and tools may change between two runs of this code."""

from collections.abc import Sequence
from typing import Any

from bot.durable import step
from bot.workflows.house import house
from bot.workflows.run import Run
from bot.workflows.stopping import stoppable, unless_stopped
from tools.catalog import Catalog, Offer, request_for
from tools.desk import Ticket
from tools.policy import Effect, Way

Call = dict[str, Any]


async def tickets(run: Run, calls: Sequence[Call]) -> list[Ticket | str]:
    """What the desk says to each call of a round: a ticket, or the sentence that tells Claude why not."""
    asked = [{"name": call["name"], "input": call["input"]} for call in calls]
    found = unless_stopped(await check_calls(run.conversation, asked))["found"] if asked else []
    return [_ticket(run.catalog, call, one) for call, one in zip(calls, found, strict=True)]


@step("check calls")
@stoppable
async def check_calls(conversation: str, calls: list[Call]) -> dict[str, Any]:
    """`found`: each call's refusal in `say`, or its `effect` and `way`, with the tool where it is not the frozen one."""
    catalog = await _frozen(conversation)
    found = [await house().desk.check_now(catalog, call["name"], call["input"]) for call in calls]
    return {"found": [_to_json(one, catalog) for one in found]}


async def look_again(conversation: str, names: list[str]) -> list[str | None]:
    """What has changed in tools whose calls were refused, for Claude. Raises Stopped."""
    found: list[str | None] = unless_stopped(await _look_again(conversation, names))["found"]
    return found


@step("look at tools again")
@stoppable
async def _look_again(conversation: str, names: list[str]) -> dict[str, Any]:
    catalog = await _frozen(conversation)
    return {"found": [await house().desk.changed(catalog, name) for name in names]}


async def _frozen(conversation: str) -> Catalog:
    held = await house().conversations.get(conversation)
    assert held is not None
    return await house().catalog(held.catalog)


def _to_json(found: Ticket | str, catalog: Catalog) -> dict[str, Any]:
    if isinstance(found, str):
        return {"say": found}
    made: dict[str, Any] = {"effect": found.effect.value, "way": found.way.value}
    is_frozen = catalog.by_name(found.offer.name) == found.offer
    return made if is_frozen else made | {"offer": found.offer.to_json()}


def _ticket(catalog: Catalog, call: Call, one: dict[str, Any]) -> Ticket | str:
    if "say" in one:
        return str(one["say"])
    offer = Offer.from_json(one["offer"]) if "offer" in one else catalog.by_name(call["name"])
    assert offer is not None
    arguments = call["input"]
    request = request_for(offer, arguments)
    return Ticket(offer, arguments, request, Effect(one["effect"]), Way(one["way"]))
