from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SlackServer


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_the_bot_learns_who_it_is(slack: SlackServer, client: AsyncWebClient) -> None:
    me = await client.auth_test()
    assert (me["user_id"], me["bot_id"], me["team_id"]) == (slack.bot_user_id, slack.bot_id, slack.team_id)
    assert (await client.team_info())["team"]["id"] == slack.team_id
    assert (await client.bots_info(bot=slack.bot_id))["bot"]["app_id"] == slack.app_id
    assert await refused(client.bots_info(bot="B0")) == "bot_not_found"


async def test_the_api_answers_anybody(slack: SlackServer) -> None:
    client = AsyncWebClient(base_url=slack.url)
    assert (await client.api_test())["ok"]
    assert await refused(client.api_test(error="my_error")) == "my_error"


async def test_blocks_are_checked_without_a_token(slack: SlackServer) -> None:
    client = AsyncWebClient(base_url=slack.url)
    divider = {"type": "divider"}
    assert (await client.blocks_validate(blocks=[divider]))["ok"]
    assert (await client.blocks_validate(message={"text": "a", "blocks": [divider]}))["ok"]
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [divider]}
    assert (await client.blocks_validate(view=view))["ok"]
    assert await refused(client.blocks_validate(blocks=[{"type": "alert"}])) == "invalid_blocks"
    assert await refused(client.blocks_validate()) == "invalid_arguments"
    assert await refused(client.blocks_validate(message="words")) == "invalid_blocks_format"
