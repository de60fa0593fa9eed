"""What Slack hands out with each interaction and takes back only for a while: trigger ids and response URLs."""

from dataclasses import dataclass
from itertools import count

from sandbox.clock import Clock
from sandbox.slack.errors import SlackRefusal

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass
class Trigger:
    """The right to open one view, within three seconds of the interaction."""

    user: str
    expires: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer an interaction five times within half an hour, member of the channel or not."""

    channel: str
    user: str
    expires: float
    message_ts: str | None = None
    uses: int = 0


class Tickets:
    """Hands out trigger ids and response URLs and checks them when they come back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count(1)
        self.triggers: dict[str, Trigger] = {}
        self.urls: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """Return a new trigger id; `view_id` when the interaction happened inside that view."""
        number = next(self._numbers)
        key = f"{1000000 + number}.9999999999.{number:032x}"
        self.triggers[key] = Trigger(user, self._now() + TRIGGER_SECONDS, view_id)
        return key

    def redeem(self, trigger_id: str) -> Trigger:
        """Spend a trigger id, or say why it is no longer good."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id")
        if self._now() > trigger.expires:
            raise SlackRefusal("expired_trigger_id")
        if trigger.used:
            raise SlackRefusal("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, channel: str, user: str, message_ts: str | None = None) -> str:
        """Return the key of a new response URL."""
        key = f"R{next(self._numbers):09d}"
        self.urls[key] = ResponseUrl(channel, user, self._now() + RESPONSE_SECONDS, message_ts)
        return key

    def respond(self, key: str) -> ResponseUrl:
        """Use a response URL once, or say why it is no longer good."""
        url = self.urls.get(key)
        if url is None:
            raise SlackRefusal("invalid_url")
        if self._now() > url.expires:
            raise SlackRefusal("expired_url")
        if url.uses >= RESPONSE_USES:
            raise SlackRefusal("used_url")
        url.uses += 1
        return url

    def _now(self) -> float:
        return self._clock.now().timestamp()
