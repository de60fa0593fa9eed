"""What follows a decision about an errand: it is sent, its effect is looked for, the card says it, and the run goes on."""

from functools import partial
from typing import Any

from bot.durable import queue_once, start_once, step
from bot.errands.errand import LOOKING, Errand, State, Status, from_json, to_json
from bot.workflows.house import house
from bot.workflows.run_errand import keep_outcome, run_errand
from bot.workflows.settle import Notice, settle_one
from bot.workflows.show_errand import edit_errand
from bot.workflows.turn import turn
from bot.workflows.verify_task import Order, look, verify_task
from tools.tasks import Fate


async def conclude_errand(errand: Errand, channel: str, ts: str, notice: Notice | None = None) -> None:
    """Do what was decided just now, and take the run up again; `notice` is told of waits."""
    await edit_errand(errand.id, channel, ts)
    if errand.state is State.APPROVED:
        errand = await _do(errand, channel, notice)
    if errand.status in LOOKING and errand.sought.is_visible:
        await start_once(f"verify:{errand.id}", verify_task, _order(errand, channel, ts).to_json())
    trigger = {"kind": "decided", "proposal": errand.id}
    await queue_once(errand.conversation, turn_of(errand.id), turn, errand.conversation, trigger)
    # The last of all: a card that cannot be edited keeps back neither the looking nor the answer.
    if errand.state is State.APPROVED:
        await edit_errand(errand.id, channel, ts)


def turn_of(id: str) -> str:
    """The key of the turn that goes on after a decision about an errand; without that turn it is not concluded."""
    return f"turn:{id}"


async def _do(errand: Errand, channel: str, notice: Notice | None) -> Errand:
    """Send it, and have a first look: what is done at once is told as done."""
    found = await settle_one(partial(run_errand, errand.id, channel), notice)
    done = from_json(found.get("errand") or await record_errand(errand.id, found["outcome"]))
    if done.status in LOOKING and done.sought.is_visible:
        seen = await look(done.sought.to_json())
        if seen["fate"] == Fate.DONE:
            outcome = (done.outcome or {}) | {"status": Status.DONE.value, "say": ""}
            done = from_json(await record_errand(done.id, outcome))
    return done


def _order(errand: Errand, channel: str, ts: str) -> Order:
    return Order(
        key=errand.id,
        deed=errand.deed,
        asker=errand.asker,
        channel=channel,
        thread=errand.thread,
        sought=errand.sought.to_json(),
        unsure=errand.status is Status.UNSURE,
        errand=errand.id,
        card=ts,
    )


@step("record errand")
async def record_errand(id: str, outcome: dict[str, Any]) -> dict[str, Any]:
    """Keep what became of an errand; returns it with that."""
    errand = await house().errands.get(id)
    assert errand is not None
    return to_json(await keep_outcome(errand, outcome))
