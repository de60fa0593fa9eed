"""A flood of messages that concern nobody, a crowd that speaks at once, and others who meanwhile want something."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sandbox.slack.journal import Delivered
from tests.fleet.latency import is_own
from tests.fleet.mix import Act, Moment
from tests.fleet.people import Staff


@dataclass(frozen=True)
class Heard:
    """What Slack heard of one group's events."""

    events: Sequence[Delivered]

    @property
    def acknowledged(self) -> list[float]:
        """Seconds from the event to its acknowledgement, of those that were taken at the first try."""
        return sorted(d.acked_after for d in self.events if d.acked_after is not None and not d.attempt)

    @property
    def failed(self) -> int:
        """Events that were not taken at the first try."""
        return len([d for d in self.events if not d.attempt]) - len(self.acknowledged)


@dataclass(frozen=True)
class Phase:
    """One stretch of time: how the others fared, and the flood itself."""

    others: Heard
    flood: Heard


async def phase(staff: Staff, seconds: float, *, others: float, flood: float = 0.0, crowd: int = 0) -> Phase:
    """`others`: direct messages a second; `flood`: messages a second in channels; `crowd`: mentions at once in one."""
    journal = staff.world.slack.delivery.sent
    since, place = len(journal), staff.floors[0]

    await asyncio.gather(
        evenly(others, seconds, lambda: staff.act(Moment(0.0, Act.DIRECT))),
        evenly(flood, seconds, lambda: staff.act(Moment(0.0, Act.CHATTER))),
        *(staff.ask_in(place) for _ in range(crowd)),
    )
    sent = [d for d in journal[since:] if not is_own(staff.world, d)]
    direct = [d for d in sent if d.event.get("channel_type") == "im"]
    return Phase(Heard(direct), Heard([d for d in sent if d.event.get("channel_type") != "im"]))


async def evenly(rate: float, seconds: float, act: Callable[[], Awaitable[object]]) -> None:
    """Do something so many times a second."""
    loop = asyncio.get_running_loop()
    began, under_way = loop.time(), list[asyncio.Future[object]]()
    for n in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, began + n / rate - loop.time()))
        under_way.append(asyncio.ensure_future(act()))
    await asyncio.gather(*under_way)
