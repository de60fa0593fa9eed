"""
Errors that calls to Truto and Chorus end in. str(error) is always a plain sentence, safe to show in Slack.

* UsageError           the arguments do not fit the tool      (back to Claude)
* UpstreamError        Truto or Chorus said no                (back to Claude)
  + RateLimited        carries retry_after in seconds         (the run waits)
  + NeedsReconnect     a token or an account was refused      (an admin must act)
  + Blocked            Truto has blocked the account          (an admin must act)
  + Refused            the request will never work like this  (back to Claude)
    x BinaryAnswer     a file came where words were expected
  + NotThere           no such thing, or not ours to see
  + Unavailable        5xx, network, HTML, cut JSON           (reads are repeated; see maybe_done)
"""

from typing import Any, Literal

Blame = Literal["request", "token", "account", "vendor", "truto", "network", "pace"]
"""Who has to change something. "pace": nobody; calls wait for their turn or for a probe, and this one never left."""


class UsageError(ValueError):
    """The arguments do not fit the tool; Claude or the asker can put it right."""


class UpstreamError(Exception):
    """Truto or Chorus did not do what was asked; the message says so in one plain sentence."""

    retry_after: float | None = None
    """Seconds after which to ask again, where somebody knows. Without a status we never asked: we kept the call back."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None,
        blame: Blame,
        remote: bool = False,
        raw_response: Any = None,
        pointer: str | None = None,
        maybe_done: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.blame = blame
        self.remote = remote
        self.raw_response = raw_response
        self.pointer = pointer
        self.maybe_done = maybe_done


class RateLimited(UpstreamError):
    """Too many calls; nothing was done, and the same call may start after retry_after seconds."""

    def __init__(
        self,
        message: str,
        *,
        retry_after: float,
        status: int | None = 429,
        blame: Blame = "truto",
        remote: bool = False,
        raw_response: Any = None,
        pointer: str | None = None,
    ) -> None:
        super().__init__(
            message, status=status, blame=blame, remote=remote, raw_response=raw_response, pointer=pointer
        )
        self.retry_after: float = retry_after


class NeedsReconnect(UpstreamError):
    """Our Truto token (blame "token") or the stored Chorus credential (blame "account") was refused."""


class Blocked(UpstreamError):
    """Truto has blocked the connected account; waiting does not help."""


class Refused(UpstreamError):
    """The request was understood and turned down; the same request will be turned down again."""


class BinaryAnswer(Refused):
    """The answer is a file; it was not read."""


class NotThere(UpstreamError):
    """It does not exist, or the connected account may not see it: Chorus does not tell the two apart."""


class Unavailable(UpstreamError):
    """No usable answer came. If maybe_done is set, the request may have taken effect all the same."""
