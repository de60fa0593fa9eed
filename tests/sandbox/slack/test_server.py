from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from sandbox.company import Company
from sandbox.slack import SlackServer


async def test_a_mention_is_answered_in_its_thread_by_a_real_bolt_app(
    slack: SlackServer, app: AsyncApp, company: Company, connected: AsyncSocketModeHandler
) -> None:
    @app.event("app_mention")
    async def answer(event: dict[str, Any], say: Any) -> None:
        await say(text=f"Hello <@{event['user']}>", thread_ts=event["ts"])

    @app.event("message")
    async def ignore() -> None:
        pass

    ts = await slack.say(company.person("ana"), slack.channels["deals"], "@Chorister hi")
    reply = await slack.wait_for(lambda: next(iter(slack.thread("deals", ts)[1:]), None), 5)

    assert slack.text_of(reply) == "Hello @UANA000001"
    assert [e.event["type"] for e in slack.events][:2] == ["message", "app_mention"]
    await slack.wait_for(lambda: len(slack.acks) == 3)
