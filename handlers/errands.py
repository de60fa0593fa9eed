"""The buttons of an errand's card, and the form in which a person confirms what destroys."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.errands.errand import State
from bot.slack import errand_words as words
from bot.slack.modals import carried_by
from bot.workflows.decide_errand import check_typed, decide_errand, open_confirmation
from handlers.buttons import card_click

Body = dict[str, Any]
Action = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to what people decide about errands."""
    app.action(words.APPROVE)(_decision(State.APPROVED))
    app.action(words.DECLINE)(_decision(State.DECLINED))
    app.action(words.CONFIRM)(confirm)
    app.view(words.FORM)(confirmed)


def _decision(verdict: State) -> Callable[..., Awaitable[None]]:
    async def clicked(ack: AsyncAck, body: Body, action: Action) -> None:
        id, click, _ = card_click(body, action, verdict.value)
        await start_once(f"decide errand:{id}:{click['token']}", decide_errand, id, click)
        await ack()

    return clicked


async def confirm(ack: AsyncAck, body: Body, action: Action) -> None:
    """Slack lets a form be opened for three seconds after the click."""
    id, click, _ = card_click(body, action, State.APPROVED.value)
    trigger = {"trigger": body["trigger_id"]}
    await start_once(f"confirm errand:{id}:{click['token']}", open_confirmation, id, click | trigger)
    await ack()


async def confirmed(ack: AsyncAck, body: Body, view: Body) -> None:
    """The form, sent. The view's hash names this very sending of it, which Slack may repeat."""
    wrong = await check_typed(view)
    if wrong:
        await ack(**wrong)
        return
    place, token = carried_by(view), f"{view['id']}:{view['hash']}"
    said = {"verdict": State.APPROVED.value, "user": body["user"]["id"], "typed": words.typed(view)}
    await start_once(
        f"decide errand:{place['id']}:{token}", decide_errand, place["id"], place | said | {"token": token}
    )
    await ack()
