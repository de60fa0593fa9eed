"""What may go wrong on the way to Slack: whether trying again may help, and when, and how it is told in the log."""

import math
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

FAULTS = (SlackApiError, aiohttp.ClientError, TimeoutError)
"""What a call of Slack may raise."""


def passing(error: Exception) -> bool:
    """Whether trying again may help: the network, Slack's own faults and its rate limit, but never a refusal."""
    if isinstance(error, SlackApiError):
        data = error.response.data
        # A page that some proxy put in place of Slack's answer has no error in it.
        refused = isinstance(data, dict) and bool(data.get("error")) and error.response.status_code == 200
        return not refused
    return True


def reason(error: Exception) -> str:
    """A failure of Slack's in a word, for the log; never the message itself."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = error.response.data
    return (
        str(data.get("error"))
        if isinstance(data, dict)
        else f"HTTP {error.response.status_code} without JSON"
    )


def is_limit(error: Exception) -> bool:
    """Whether Slack asks us to slow down."""
    return isinstance(error, SlackApiError) and error.response.status_code == 429


def retry_after(headers: Mapping[str, Any], otherwise: float = 1.0) -> float:
    """The seconds that Slack asks to wait; `otherwise` where it does not say. The SDK may have them in a list."""
    said: Any = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        seconds = float(said[0] if isinstance(said, list) else said)
    except (TypeError, ValueError, IndexError):
        return otherwise
    return seconds if math.isfinite(seconds) and seconds >= 0 else otherwise
