"""A thread as an agent session, and what one may ask: Stop is pressed, the messages are opened, somebody looks elsewhere."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.durable import start_once
from bot.slack.reading import channel_in
from bot.workflows.stop import stop_runs
from bot.workflows.suggest import suggest

Event = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to these. A session that somebody renames keeps its name: nothing is to be done then."""
    app.event("agent_session_stopped")(stopped)
    app.event("app_home_opened", matchers=[_are_messages])(looked)
    app.event("app_context_changed")(looked)


async def stopped(event: Event) -> None:
    """The Stop button."""
    at = (event["channel"], event.get("thread_ts") or "", event["user"])
    await start_once(":".join(["stop runs", *at, event["event_ts"]]), stop_runs, *at)


async def looked(event: Event) -> None:
    """What is offered follows what somebody looks at. Slack does not always say who or where: then nothing is."""
    user, direct = event.get("user"), event.get("channel")
    if user and direct:
        seen = channel_in(event.get("context"))
        await start_once(f"prompts:{user}:{event.get('event_ts')}", suggest, user, direct, seen)


async def _are_messages(event: Event) -> bool:
    return event.get("tab") == "messages"
