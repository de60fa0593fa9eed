"""A thread as an agent session: somebody presses Stop."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.durable import start_once
from bot.workflows.stop import stop_runs


def register(app: AsyncApp) -> None:
    """Listen to the Stop button. A session that somebody renames keeps its name: nothing is to be done then."""

    @app.event("agent_session_stopped")
    async def stopped(event: dict[str, Any]) -> None:
        thread = event.get("thread_ts") or ""
        key = f"stop runs:{event['channel']}:{thread}:{event['user']}:{event['event_ts']}"
        await start_once(key, stop_runs, event["channel"], thread, event["user"])
