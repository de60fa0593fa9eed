from typing import Any

import aiohttp
import pytest
from aiohttp import FormData
from aiohttp.test_utils import make_mocked_request

from sandbox.slack import SlackServer, arguments


async def test_a_flag_may_be_spelled_in_many_ways(slack: SlackServer) -> None:
    async with aiohttp.ClientSession() as session:
        for word in ("1", "true", "True"):
            await session.get(f"{slack.url}api.test", params={"inclusive": word})
        await session.get(f"{slack.url}api.test", params={"inclusive": "0"})
    assert [call.args["inclusive"] for call in slack.calls("api.test")] == [True, True, True, False]


async def test_structured_arguments_are_read_from_their_json_text(slack: SlackServer) -> None:
    form = FormData({"metadata": '{"event_type": "x"}', "blocks": "[broken", "text": "[not parsed]"})
    async with aiohttp.ClientSession() as session:
        await session.post(f"{slack.url}api.test", data=form)
    args = slack.calls("api.test")[0].args
    assert args == {"metadata": {"event_type": "x"}, "blocks": "[broken", "text": "[not parsed]"}


async def test_an_empty_json_body_has_no_arguments(slack: SlackServer) -> None:
    async with aiohttp.ClientSession(headers={"Content-Type": "application/json"}) as session:
        await session.post(f"{slack.url}api.test")
    assert slack.calls("api.test")[0].args == {}


@pytest.mark.parametrize(
    "headers, args, token",
    [
        ({"Authorization": "Bearer xoxb-1"}, {}, "xoxb-1"),
        ({"Authorization": "bearer xoxb-1"}, {"token": "xoxb-2"}, "xoxb-1"),
        ({}, {"token": "xoxb-2"}, "xoxb-2"),
        ({"Authorization": "Basic abc"}, {}, None),
        ({"Authorization": "Bearer "}, {}, None),
    ],
)
def test_a_token_is_found_in_the_header_or_the_arguments(
    headers: dict[str, str], args: dict[str, Any], token: str | None
) -> None:
    assert arguments.token(make_mocked_request("POST", "/", headers=headers), args) == token
    assert args == {}
