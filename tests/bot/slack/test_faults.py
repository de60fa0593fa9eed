"""What may pass is tried again; a refusal is not, and neither shows Slack's message in the log."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.faults import passing, reason


def answered(status: int, data: Any) -> SlackApiError:
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.example/api/chat.update",
        req_args={},
        data=data,
        headers={},
        status_code=status,
    )
    return SlackApiError("a message with somebody's words", response)


@pytest.mark.parametrize(
    "error, may_pass, said",
    [
        (TimeoutError(), True, "TimeoutError"),
        (aiohttp.ClientError(), True, "ClientError"),
        (answered(200, {"ok": False, "error": "msg_too_long"}), False, "msg_too_long"),
        (answered(429, {"ok": False, "error": "ratelimited"}), True, "ratelimited"),
        (answered(503, "<html>"), True, "HTTP 503 without JSON"),
    ],
)
def test_a_fault_is_named_in_a_word(error: Exception, may_pass: bool, said: str) -> None:
    assert (passing(error), reason(error)) == (may_pass, said)
