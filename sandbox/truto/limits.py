"""Truto's two rate limits and Chorus's own, counted on the sandbox clock."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from sandbox.truto.answers import Refusal, truto_refusal
from sandbox.truto.mishaps import vendor_too_many
from sandbox.truto.options import Options


class Window:
    """At most `limit` requests in any `seconds`. Refused requests do not count."""

    def __init__(self, seconds: float) -> None:
        self._length = timedelta(seconds=seconds)
        self._seen: deque[datetime] = deque()

    def admits(self, now: datetime, limit: int) -> bool:
        """Count a request at `now` and tell whether it is within the limit."""
        while self._seen and now - self._seen[0] >= self._length:
            self._seen.popleft()
        if len(self._seen) >= limit:
            return False
        self._seen.append(now)
        return True


class Limits:
    """The three limits of one server. `vendor_blocked_until` is Chorus's penalty for those who went over."""

    def __init__(self) -> None:
        self._token, self._vendor = Window(10), Window(60)
        self._accounts: defaultdict[str, Window] = defaultdict(lambda: Window(10))
        self.vendor_blocked_until: datetime | None = None

    def check_token(self, now: datetime, options: Options) -> None:
        """Refuse a request over the token's 500 in ten seconds."""
        if options.rate_limits and not self._token.admits(now, options.token_limit):
            raise _truto_too_many()

    def check_account(self, now: datetime, options: Options, account: str = "") -> None:
        """Refuse a proxy call over an account's 50 in ten seconds."""
        if options.rate_limits and not self._accounts[account].admits(now, options.account_limit):
            raise _truto_too_many()

    def check_vendor(self, now: datetime, options: Options) -> None:
        """Refuse a call over what Chorus takes in a minute, where that is limited."""
        if options.vendor_limit is None:
            return
        blocked = self.vendor_blocked_until is not None and now < self.vendor_blocked_until
        if not blocked and self._vendor.admits(now, options.vendor_limit):
            return
        if not blocked and options.vendor_penalty:
            self.vendor_blocked_until = now + timedelta(seconds=options.vendor_penalty)
        wait = int(options.vendor_penalty) or 60
        raise vendor_too_many(now, options.vendor_429_style, wait)


def _truto_too_many() -> Refusal:
    message = "Too many requests. Please try again after some time."
    return truto_refusal(429, message, {"retry-after": "10"})
