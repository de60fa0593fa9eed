from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SlackServer

DEALS = "CDEALS0001"


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_the_bot_reacts_once_and_can_take_it_back(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = await slack.say("UANA000001", "deals", "hi")
    await slack.react("UANA000001", "deals", ts, "eyes")
    eyes = {"channel": DEALS, "timestamp": ts, "name": "eyes"}
    await client.reactions_add(**eyes)
    assert slack.messages("deals")[0]["reactions"] == [
        {"name": "eyes", "users": ["UANA000001", slack.bot_user_id], "count": 2}
    ]
    assert await refused(client.reactions_add(**eyes)) == "already_reacted"
    await client.reactions_remove(**eyes)
    assert await refused(client.reactions_remove(**eyes)) == "no_reaction"
    assert slack.messages("deals")[0]["reactions"][0]["count"] == 1


async def test_the_last_reaction_leaves_nothing(slack: SlackServer, client: AsyncWebClient) -> None:
    ts = await slack.say("UANA000001", "deals", "hi")
    await client.reactions_add(channel=DEALS, timestamp=ts, name="eyes")
    await client.reactions_remove(channel=DEALS, timestamp=ts, name="eyes")
    assert slack.messages("deals")[0]["reactions"] == []
    assert (
        await refused(client.reactions_add(channel=DEALS, timestamp="1.0", name="eyes"))
        == "message_not_found"
    )
