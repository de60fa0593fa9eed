"""A workspace takes us away, or an admin revokes our token there."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.workflows.farewell import begin_farewell
from bot.workspace import current


def register(app: AsyncApp) -> None:
    """Listen to these. For the one workspace of SLACK_BOT_TOKEN nothing follows: whoever runs us put the token there."""
    app.event("app_uninstalled")(taken_away)
    app.event("tokens_revoked")(taken_away)


async def taken_away(event: dict[str, Any], body: dict[str, Any]) -> None:
    """The tokens of people say nothing of ours."""
    bots = event["type"] == "app_uninstalled" or (event.get("tokens") or {}).get("bot")
    if current() and bots:
        await begin_farewell(current(), str(body["event_id"]), said=True)
