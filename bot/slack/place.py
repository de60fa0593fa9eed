"""Where in Slack to speak, and how we stand there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where to speak: a thread in a channel or a direct message."""

    channel: str
    thread: str = ""
    """Empty outside a thread."""


@dataclass(frozen=True)
class Standing:
    """What decides whether we post in a channel."""

    is_member: bool
    is_archived: bool = False
    is_shared: bool = False
    """People of another company can read it, or will be able to."""
    name: str = ""
    """Of a channel, without its sign; empty where Slack tells none."""
