"""The knobs of the sandbox: steps of time, and things that shall go wrong."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.faults import Faults
from sandbox.world import World

WRITE = "chorus_sales_qualifications_writeback_crm"
EVENING, MORNING = time(18, 0), time(9, 0)


@dataclass(frozen=True)
class Mishap:
    """One thing that can be ordered to go wrong."""

    label: str
    server: str
    kind: str
    match: str | None = None
    params: dict[str, Any] = field(default_factory=dict)


STEPS = {"minute": "+1 min", "hour": "+1 h", "evening": "to 18:00", "morning": "next day 9:00"}
"""Key of each step of time, and what its button says."""
MISHAPS = {
    "truto-429": Mishap("Truto: 429, wait 5 s", "truto", "429", params={"retry_after": 5}),
    "truto-500": Mishap("Truto: 500", "truto", "500"),
    "claude-529": Mishap("Claude: 529, overloaded", "claude", "529"),
    "lost-write": Mishap("The answer to a CRM write is lost", "truto", "lost_reply", WRITE),
    "slack-500": Mishap("Slack: 500 on the next post", "slack", "500", "chat.postMessage"),
}
"""What can go wrong at the press of a button, each once."""


def step(key: str, now: datetime, zone: str) -> timedelta:
    """Return how far a step goes from `now` in the company's zone; KeyError for one that does not exist."""
    here = now.astimezone(ZoneInfo(zone))
    evening = datetime.combine(here.date(), EVENING, here.tzinfo)
    morning = datetime.combine(here.date() + timedelta(days=1), MORNING, here.tzinfo)
    return {
        "minute": timedelta(minutes=1),
        "hour": timedelta(hours=1),
        "evening": evening - here if evening > here else evening - here + timedelta(days=1),
        "morning": morning - here,
    }[key]


def move(world: World, key: str) -> None:
    """Let time pass at once."""
    world.clock.advance(step(key, world.clock.now(), world.company.tz))


def order(world: World, key: str) -> None:
    """Order one of the mishaps, or with "clear" forget all that have not happened yet."""
    lists = faults(world)
    if key == "clear":
        for one in lists.values():
            one.clear()
        return
    mishap = MISHAPS[key]
    lists[mishap.server].add(mishap.kind, match=mishap.match, **mishap.params)


def pending(world: World) -> list[str]:
    """Return what is still to go wrong, in words."""
    return [
        f"{server}: {fault.kind}" + (f" on {fault.match}" if isinstance(fault.match, str) else "")
        for server, one in faults(world).items()
        for fault in one.pending
    ]


def faults(world: World) -> dict[str, Faults]:
    """Return the lists of what shall go wrong, by server."""
    return {"slack": world.slack.faults, "truto": world.truto.faults, "claude": world.claude.faults}
