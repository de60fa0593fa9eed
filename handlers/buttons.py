"""Buttons: a click carries an opaque id; what it may do is looked up in the store by the story it starts."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.proposals.proposal import State
from bot.slack import after_call_words, cards, generate_words, recorder_words
from bot.workflows.change_card import choose_deal, open_form
from bot.workflows.decide import Click, decide
from bot.workflows.leave import ask_to_leave
from bot.workflows.offers import stop_watching
from bot.workflows.order_qualification import order_qualification
from bot.workflows.push_call import push_call
from bot.workflows.record import record
from bot.workflows.recorder import Way
from bot.workflows.undo import undo

Body = dict[str, Any]
Action = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to our own buttons and ticks."""
    app.action(cards.APPROVE)(_decision(State.APPROVED))
    app.action(cards.DECLINE)(_decision(State.DECLINED))
    app.action(cards.EDIT)(edit)
    app.action(cards.UNDO)(take_back)
    app.action(re.compile(f"^{cards.DEAL}:"))(choose)
    app.action(recorder_words.LEAVE)(leave)
    app.action(generate_words.MAKE)(have_made)
    app.action(after_call_words.PUSH)(push)
    app.action(recorder_words.SEND)(_record("confirmed"))
    app.action(recorder_words.RETRY)(_record("again"))

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
        id, click, _ = card_click(body, action, verdict.value)
        await start_once(f"decide:{id}:{click['token']}", decide, id, click)
        await ack()

    return clicked


async def edit(ack: AsyncAck, body: Body, action: Action) -> None:
    """Slack lets a form be opened for three seconds after the click."""
    id, click, _ = card_click(body, action, "edit")
    await start_once(f"form:{id}:{click['token']}", open_form, id, click | {"trigger": body["trigger_id"]})
    await ack()


async def take_back(ack: AsyncAck, body: Body, action: Action) -> None:
    """Undo, on a card that was written."""
    id, click, _ = card_click(body, action, "undo")
    await start_once(f"undo:{id}:{click['token']}", undo, id, click)
    await ack()


async def choose(ack: AsyncAck, body: Body, action: Action) -> None:
    """One of the deals that a call may belong to."""
    id, click, deal = card_click(body, action, "deal")
    await start_once(f"deal:{id}:{click['token']}", choose_deal, id, click, deal)
    await ack()


async def leave(ack: AsyncAck, body: Body, action: Action) -> None:
    """Ask the recorder to leave, on a live call."""
    _, click, _ = card_click(body, action, "leave")
    meeting, _, call = action["value"].rpartition(" ")
    await start_once(f"leave:{click['token']}", ask_to_leave, meeting, call, click)
    await ack()


async def push(ack: AsyncAck, body: Body, action: Action) -> None:
    """Push to CRM, under the report of a call."""
    _, click, _ = card_click(body, action, "push")
    await start_once(f"push:{click['token']}", push_call, action["value"], click)
    await ack()


async def have_made(ack: AsyncAck, body: Body, action: Action) -> None:
    """The offer to have Chorus make a call's sales qualification."""
    click = {
        "user": body["user"]["id"],
        "channel": body["channel"]["id"],
        "thread": thread_of(body),
        "card": body["message"]["ts"],
        "token": click_id(body, action),
    }
    await start_once(f"order:{click['token']}", order_qualification, action["value"], click)
    await ack()


def card_click(body: Body, action: Action, verdict: str) -> tuple[str, Click, str]:
    """A click on a card: the proposal's id, the click as its story takes it, and what else the button says."""
    id, digest, rest = cards.button_value(action["value"])
    click = {
        "verdict": verdict,
        "user": body["user"]["id"],
        "digest": digest,
        "ticks": ticks(body),
        "token": click_id(body, action),
        "channel": body["channel"]["id"],
        "thread": thread_of(body),
        "card": body["message"]["ts"],
    }
    return id, click, rest


def _record(way: Way) -> Callable[..., Awaitable[None]]:
    async def clicked(ack: AsyncAck, body: Body, action: Action) -> None:
        token = f"click:{click_id(body, action)}"
        card, at = body["message"]["ts"], (body["channel"]["id"], thread_of(body))
        await start_once(token, record, action["value"], body["user"]["id"], *at, card, token, way)
        await ack()

    return clicked


def click_id(body: Body, action: Action) -> str:
    """Names one click: Slack repeats it when an acknowledgement is late, and two people click the same button."""
    return f"{body['channel']['id']}:{body['message']['ts']}:{body['user']['id']}:{action['action_ts']}"


def thread_of(body: Body) -> str:
    """The thread a clicked message stands in."""
    return str(body["message"].get("thread_ts") or body["message"]["ts"])


def ticks(body: Body) -> list[str]:
    """The rows of a card that are ticked, for the person who clicked."""
    groups = (body.get("state") or {}).get("values", {}).values()
    boxes = (group[cards.TICK] for group in groups if cards.TICK in group)
    return [option["value"] for box in boxes for option in box.get("selected_options") or []]
