"""A message as its reader sees it: names for ids, times of the reader's zone, titles for links."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.slack.journal import Json
from sandbox.slack.render import lines_of, text_of

_DATE = re.compile(r"<!date\^(\d+)\^([^|>^]*)(?:\^[^|>]*)?\|[^>]*>")
_LINK = re.compile(r"<(?:https?|mailto):[^|>]+\|([^>]+)>")
_USER = re.compile(r"@([UW][A-Z0-9]{3,})\b")

Groups = tuple[tuple[str, ...], ...]
"""The lines of a message, block by block."""


@dataclass(frozen=True)
class Said:
    """One message, ready to be shown."""

    ts: str
    author: str
    at: str
    groups: Groups
    place: str
    thread: int = 0
    """Which thread of the demo it belongs to, counted from 1."""
    is_reply: bool = False
    by_bot: bool = False
    only_for: str | None = None
    """The one person who sees it."""


@dataclass(frozen=True)
class Spelling:
    """How ids and moments read for the people of one company."""

    names: Mapping[str, str]
    zone: str

    def groups(self, message: Json, now: datetime) -> Groups:
        """Return the lines of a message, one group for each block."""
        blocks = self._spelled(message.get("blocks") or [], now)
        text = text_of({"text": self._spelled(message.get("text") or "", now)})
        found = [lines_of([block]) for block in blocks] or [text.split("\n")]
        return tuple(tuple(self.named(line) for line in lines) for lines in found if lines)

    def named(self, line: str) -> str:
        """Return a line with people called by name."""
        return _USER.sub(lambda match: f"@{self.names.get(match.group(1), match.group(1))}", line)

    def time(self, ts: str) -> str:
        """Return the time of day of a message."""
        return f"{self.local(float(ts)):%H:%M:%S}"

    def local(self, seconds: float) -> datetime:
        """Return a moment where the readers are."""
        return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(self.zone))

    def _spelled(self, value: Any, now: datetime) -> Any:
        if isinstance(value, dict):
            return {key: self._spelled(inner, now) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._spelled(inner, now) for inner in value]
        if not isinstance(value, str):
            return value
        today = now.astimezone(ZoneInfo(self.zone)).date()
        dated = _DATE.sub(lambda match: self._date(int(match.group(1)), match.group(2), today), value)
        return _LINK.sub(r"\1", dated)

    def _date(self, seconds: int, form: str, today: date) -> str:
        at = self.local(seconds)
        near = {today: "today", today + timedelta(days=1): "tomorrow", today - timedelta(days=1): "yesterday"}
        day = f"{at.day} {at:%b}"
        pretty = near.get(at.date(), day)
        return re.sub(r"\{(\w+)\}", lambda match: _part(match.group(1), at, day, pretty), form)


def _part(name: str, at: datetime, day: str, pretty: str) -> str:
    if name.startswith("time"):
        return f"{at:%H:%M}"
    return pretty if name.endswith("_pretty") else day
