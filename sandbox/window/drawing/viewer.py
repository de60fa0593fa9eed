"""For whom something is drawn, and what the ids in it are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True)
class Viewer:
    """The person who looks: times are theirs, and so is what only some may press."""

    user_id: str
    zone: str
    now: datetime

    def local(self, seconds: float) -> datetime:
        """Return a moment by the clock on this person's wall."""
        return datetime.fromtimestamp(seconds, UTC).astimezone(zone_named(self.zone))


@dataclass(frozen=True)
class Names:
    """What people, channels and groups are called, by id. An id without a name stands for itself."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    usergroups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """Who reads some words, and the names they know."""

    viewer: Viewer
    names: Names


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone; one that does not exist is UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
