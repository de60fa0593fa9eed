"""Which runs wait for which: the engine's queues and how much of each may run at a time. Pure."""

from dataclasses import dataclass

TURNS = "turns"
"""The lines of conversations: one turn of each at a time."""

SEATS = "seats"
"""The turns that are first in their line: so many of a workspace, and so many in a process."""

DIGESTS = "digests"
"""Heavy work by the clock, bounded likewise, so that fifty digests at five o'clock leave room for questions."""

RUSHES = "rushes"
"""Requests that came in a rush: so many of a channel, and so many in a process, begin at a time."""
AT_ONCE, IN_SECONDS = 10, 1.0
"""More requests than that in so many seconds are a rush: whoever is heard then has to be acknowledged first."""
OF_A_CHANNEL, OF_A_PROCESS = 8, 24


@dataclass(frozen=True)
class Caps:
    """How many runs may be under way at a time. What is clicked is never counted, and never waits."""

    turns_of_workspace: int = 50
    turns_of_process: int = 100
    digests_of_workspace: int = 5
    digests_of_process: int = 20


def seats_of(workspace: str) -> str:
    """The part of a queue in which the runs of one workspace are counted; the engine takes no empty name."""
    return f"workspace {workspace}"


def rush_of(channel: str) -> str:
    """The part of a queue in which the requests of one channel are counted."""
    return f"channel {channel}"


def queue_with(part: str) -> str | None:
    """The queue that has such a part; None for a run in none. The engine forgets that of a cancelled run."""
    kind = part.rpartition("|")[2].partition(" ")[0]
    return {"": None, "workspace": SEATS, "channel": RUSHES}.get(kind, TURNS)


def line_of(key: str) -> str:
    """The id of the run that stands in line for another one."""
    return f"{key} in line"
