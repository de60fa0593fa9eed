"""The buttons under an answer, and the form behind 👎."""

from dataclasses import asdict
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.slack import feedback_words as words
from bot.workflows.rate import explain, rate
from handlers.buttons import click_id, thread_of


def register(app: AsyncApp) -> None:
    """Listen to what people think of answers."""
    app.action(words.RATE)(rated)
    app.view(words.FORM)(explained)


async def rated(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
    """Each change of the toggle is a click of its own; the last one holds."""
    verdict, run = words.rating(action["value"])
    click = {
        "user": body["user"]["id"],
        "channel": body["channel"]["id"],
        "thread": thread_of(body),
        "at": float(action["action_ts"]),
        "trigger": body["trigger_id"],
    }
    await start_once(f"rate:{click_id(body, action)}", rate, run, verdict.value, click)
    await ack()


async def explained(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
    """What was wrong."""
    user = body["user"]["id"]
    await start_once(f"explain:{view['id']}:{view['hash']}", explain, asdict(words.wrong(view)), user)
    await ack()
