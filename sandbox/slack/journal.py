"""What the sandbox writes down: every request the bot made, every payload it was sent."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass
class Call:
    """One request to the Web API, a response URL or an upload URL. `n` only ever grows."""

    n: int
    at: datetime
    method: str
    """The API method, or "response_url", or "upload"."""
    args: Json
    status: int = 0
    """The HTTP status answered; 0 while the answer is pending or was cut off."""
    response: Json = field(default_factory=dict)
    fault: str | None = None
    user_agent: str = ""
    span: tuple[float, float] = (0.0, 0.0)
    """When it came and when its answer was ready, in seconds of time.perf_counter."""

    @property
    def ok(self) -> bool:
        """Whether Slack did what was asked."""
        return self.response.get("ok") is True


@dataclass
class Delivered:
    """One payload sent to the bot, over a socket ("socket") or as a signed request ("http")."""

    n: int
    at: datetime
    transport: str
    kind: str
    """events_api, interactive or slash_commands."""
    payload: Json
    envelope_id: str
    attempt: int = 0
    reason: str = ""
    acked_after: float | None = None
    """Real seconds until the bot acknowledged it; None while it has not."""
    status: int | None = None
    """The HTTP status the bot answered with, over http; 0 when it could not be reached."""
    reply: Json | None = None
    """What the bot sent back with the acknowledgement."""

    @property
    def event(self) -> Json:
        """The event inside, or an empty dict for interactions."""
        inner = self.payload.get("event")
        return inner if isinstance(inner, dict) else {}

    @property
    def event_id(self) -> str | None:
        """Slack's globally unique id of the event; the only safe key against duplicates."""
        return self.payload.get("event_id")
