"""Which runs wait for which: the engine's queues and how much of each may run at a time. Pure."""

from dataclasses import dataclass

TURNS = "turns"
"""The lines of conversations: one turn of each at a time."""

SEATS = "seats"
"""The turns that are first in their line: so many of a workspace, and so many in a process."""

DIGESTS = "digests"
"""Heavy work by the clock, bounded likewise, so that fifty digests at five o'clock leave room for questions."""


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


def line_of(key: str) -> str:
    """The id of the run that stands in line for another one."""
    return f"{key} in line"
