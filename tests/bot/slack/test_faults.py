"""What may pass is tried again; a refusal is not, and neither shows Slack's message in the log."""

from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.faults import is_limit, passing, reason, retry_after


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


def test_only_a_rate_limit_is_one() -> None:
    assert is_limit(answered(429, {"ok": False, "error": "ratelimited"}))
    assert not is_limit(answered(503, "<html>"))
    assert not is_limit(TimeoutError())


@pytest.mark.parametrize(
    "headers, seconds",
    [
        (CIMultiDictProxy(CIMultiDict({"Retry-After": "7"})), 7.0),
        (CIMultiDictProxy(CIMultiDict({"retry-after": "7"})), 7.0),
        (HttpResponse(status_code=429, headers={"Retry-After": "12"}).headers, 12.0),
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": ["12"]}, 12.0),
        ({"Retry-After": []}, 5.0),
        ({"Retry-After": "soon"}, 5.0),
        ({"Retry-After": "nan"}, 5.0),
        ({"Retry-After": "-1"}, 5.0),
        (CIMultiDictProxy(CIMultiDict()), 5.0),
        ({}, 5.0),
    ],
)
def test_the_wait_is_read_however_it_is_told(headers: Mapping[str, Any], seconds: float) -> None:
    assert retry_after(headers, 5.0) == seconds
