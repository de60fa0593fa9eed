"""The Home tab: published anew whenever somebody opens it."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.durable import start_once
from bot.workflows.home import show_home


def register(app: AsyncApp) -> None:
    """Listen to who opens the tab. Slack sends the same event for the tab of messages."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            await start_once(f"home:{event['user']}:{event['event_ts']}", show_home, event["user"])
