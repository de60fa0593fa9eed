"""Buttons: a click carries an opaque id; what it may do is looked up in the store by the story it starts."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.proposals import State
from bot.slack import cards, recorder_words
from bot.workflows.decide import decide
from bot.workflows.offers import record, stop_watching

Body = dict[str, Any]
Action = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to our own buttons and ticks."""
    app.action(cards.APPROVE)(_decision(State.APPROVED))
    app.action(cards.DECLINE)(_decision(State.DECLINED))
    app.action(recorder_words.SEND)(_record(card_stays=False))
    app.action(recorder_words.RETRY)(_record(card_stays=True))

    @app.action(recorder_words.STOP)
    async def stop(ack: AsyncAck, body: Body, action: Action) -> None:
        meeting, _, token = action["value"].partition(" ")
        click = click_id(body, action)
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        await start_once(f"stop:{click}", stop_watching, meeting, token, channel, ts, body["user"]["id"])
        await ack()

    @app.action(cards.TICK)
    async def ticked(ack: AsyncAck) -> None:
        # Slack keeps the ticks; they are read when somebody approves.
        await ack()


def _decision(verdict: State) -> Callable[..., Awaitable[None]]:
    async def clicked(ack: AsyncAck, body: Body, action: Action) -> None:
        token = click_id(body, action)
        click = {
            "verdict": verdict.value,
            "user": body["user"]["id"],
            "fields": ticked_fields(body),
            "token": token,
            "channel": body["channel"]["id"],
            "thread": thread_of(body),
            "card": body["message"]["ts"],
        }
        await start_once(f"decide:{action['value']}:{token}", decide, action["value"], click)
        await ack()

    return clicked


def _record(*, card_stays: bool) -> Callable[..., Awaitable[None]]:
    async def clicked(ack: AsyncAck, body: Body, action: Action) -> None:
        token = f"click:{click_id(body, action)}"
        card = None if card_stays else body["message"]["ts"]
        user, channel = body["user"]["id"], body["channel"]["id"]
        await start_once(token, record, action["value"], user, channel, thread_of(body), card, token)
        await ack()

    return clicked


def click_id(body: Body, action: Action) -> str:
    """Names one click: Slack repeats it when an acknowledgement is late, and two people click the same button."""
    return f"{body['channel']['id']}:{body['message']['ts']}:{body['user']['id']}:{action['action_ts']}"


def thread_of(body: Body) -> str:
    """The thread a clicked message stands in."""
    return str(body["message"].get("thread_ts") or body["message"]["ts"])


def ticked_fields(body: Body) -> list[str]:
    """The values of all ticked boxes on a card."""
    groups = (body.get("state") or {}).get("values", {}).values()
    ticks = (group[cards.TICK] for group in groups if cards.TICK in group)
    return [option["value"] for tick in ticks for option in tick.get("selected_options") or []]
