"""Work that Chorus has accepted: one message in the thread is kept true until it is done, or nobody looks any more."""

import logging
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from bot.durable import sleep, step, workflow
from bot.errands.errand import Status
from bot.slack import errand_words as words
from bot.workflows.house import house
from bot.workflows.run_errand import keep_outcome
from bot.workflows.show_errand import edit_errand
from bot.workflows.steps import clock, edit, post
from tools import chorus
from tools.errors import NotThere, UpstreamError
from tools.tasks import Fate, Look, Sought, fate, pause, reading

log = logging.getLogger(__name__)

STATUSES = {Fate.DONE: Status.DONE, Fate.FAILED: Status.FAILED, Fate.GOING: Status.UNVERIFIED}


@dataclass(frozen=True)
class Order:
    """What Chorus was asked to do, for whom and where, and what shows that it is done."""

    key: str
    deed: str
    asker: str
    channel: str
    thread: str
    sought: dict[str, Any] = field(default_factory=dict)
    unsure: bool = False
    """The answer was lost: nobody knows whether Chorus took it."""
    errand: str = ""
    """The errand that it comes from, with the place of its card."""
    card: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@workflow("verify task")
async def verify_task(order: dict[str, Any]) -> None:
    """Tell the thread that the work is accepted and not done, look until it is, and tell how it ended."""
    asked = Order(**order)
    sought, until = Sought.from_json(asked.sought), await deadline()
    if not sought.is_visible:  # then it stays at what Chorus said of it
        await post(f"task:{asked.key}", asked.channel, asked.thread, *words.blind(asked.deed, asked.asker))
        return
    said = words.following(asked.deed, asked.asker, until, unsure=asked.unsure)
    ts = await post(f"task:{asked.key}", asked.channel, asked.thread, *said)
    end = await _watch(asked, sought, until)
    status = STATUSES[Fate(end["fate"])]
    await record_end(order, status.value)
    if ts is not None:
        now = words.ended(asked.deed, asked.asker, status, end["at"], still_there=end["there"] > 0)
        await edit(asked.channel, ts, *now)
    if asked.errand:
        await edit_errand(asked.errand, asked.channel, asked.card)


async def _watch(order: Order, sought: Sought, until: float) -> dict[str, Any]:
    """Look ever more seldom, until the work has ended or the time is over; returns the last look."""
    looks = 0
    try:
        while True:
            seen = await look(sought.to_json())
            if seen["fate"] != Fate.GOING or seen["at"] >= until:
                return seen
            await sleep(timedelta(seconds=pause(looks)))
            looks += 1
    except Exception:
        # The outermost handler: the message must not promise for ever what nobody does any more.
        log.exception("the work %s is not looked for any more", order.key)
        return {"fate": Fate.GOING.value, "at": await clock(), "there": 0}


@step("verification deadline")
async def deadline() -> float:
    """When nobody looks any more; kept, since a restart may come with other settings."""
    here = house()
    return here.now() + here.settings.chorister_task_deadline


@step("look for effect")
async def look(sought: dict[str, Any]) -> dict[str, Any]:
    """How the work stands: its `fate`, `at` which time, and how many doomed things are still `there`."""
    wanted = Sought.from_json(sought)
    gone = [await _is_gone(one) for one in wanted.gone]
    statuses = [await _status(one) for one in wanted.tasks]
    return {"fate": fate(gone, statuses).value, "at": house().now(), "there": gone.count(False)}


async def _is_gone(one: Look) -> bool | None:
    """Whether Chorus itself says 404; None where it could not be asked."""
    try:
        await house().desk.fetch(reading(one))
    except NotThere as error:
        return True if error.remote else None
    except UpstreamError:
        return None
    return False


async def _status(one: Look) -> str | None:
    try:
        found = chorus.task(await house().desk.fetch(reading(one)))
    except UpstreamError:
        return None
    return found.status if found else None


@step("record end of task")
async def record_end(order: dict[str, Any], status: str) -> None:
    """Keep how it ended: with its errand, where it comes from one, and on record."""
    here, asked = house(), Order(**order)
    errand = await here.errands.get(asked.errand) if asked.errand else None
    if errand is None:
        row = (f"order:{asked.key}", "outcome", "chorister", here.now())
        await here.audit.note(*row, key=status, status=status)
        return
    kept = errand.outcome or {}
    await keep_outcome(errand, kept | {"status": status})
