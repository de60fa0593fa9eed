"""The buttons and menus of a risk digest."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.slack import digest_items as items
from bot.slack import risk_words as words
from bot.slack.digest_marks import carried_in
from bot.slack.modals import carried_by
from bot.workflows.house import house
from bot.workflows.risk_clicks import act, not_useful, why
from bot.workflows.risk_undo import undo_act
from bot.workflows.steps import open_modal
from handlers.buttons import click_id, thread_of

Body = dict[str, Any]
Action = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to what people do with a deal in a digest."""
    app.action(items.ACKNOWLEDGE)(_acting("acknowledged", lambda action: ""))
    app.action(items.ASSIGN)(_acting("assigned", lambda action: action["selected_user"]))
    app.action(items.WHY)(ask_why)
    app.action(items.NOT_USEFUL)(useless)
    app.action(words.UNDO)(take_back)

    @app.action(items.SNOOZE)
    async def snooze(ack: AsyncAck, body: Body, action: Action) -> None:
        chosen = action["selected_option"]["value"]
        click = click_on(body, action)
        if chosen == "date":
            # Slack lets a form be opened for three seconds after the click.
            tomorrow = date.fromtimestamp(house().now()) + timedelta(days=1)  # noqa: DTZ012 - only what is shown first
            await open_modal(body["trigger_id"], words.until_form(click, tomorrow.isoformat()))
        else:
            await start_once(f"risk:{click['token']}", act, "snoozed", click, chosen)
        await ack()

    @app.view(words.FORM)
    async def snooze_until(ack: AsyncAck, body: Body, view: dict[str, Any]) -> None:
        click = carried_by(view)
        chosen = view["state"]["values"]["until"]["until"]["selected_date"] or ""
        await start_once(f"risk:{click['token']}:{view['hash']}", act, "snoozed", click, chosen)
        await ack()

    @app.action(items.OPEN)
    async def opened(ack: AsyncAck) -> None:
        await ack()  # the browser has it


def _acting(kind: str, chosen: Callable[[Action], str]) -> Callable[..., Awaitable[None]]:
    async def clicked(ack: AsyncAck, body: Body, action: Action) -> None:
        click = click_on(body, action)
        await start_once(f"risk:{click['token']}", act, kind, click, chosen(action))
        await ack()

    return clicked


async def ask_why(ack: AsyncAck, body: Body, action: Action) -> None:
    """Why?"""
    click = click_on(body, action)
    schedule, period, deal = action["value"].split(" ")
    await start_once(f"why:{click['token']}", why, click, schedule, period, deal)
    await ack()


async def useless(ack: AsyncAck, body: Body, action: Action) -> None:
    """Not useful: which rule."""
    click = click_on(body, action)
    await start_once(f"useless:{click['token']}", not_useful, click, action["selected_option"]["value"])
    await ack()


async def take_back(ack: AsyncAck, body: Body, action: Action) -> None:
    """Undo, under what somebody did, or in the digest itself."""
    click = click_on(body, action)
    deal, _, token = action["value"].partition(" ")
    if click["deal"]:
        deal, token = click["deal"]["d"], click["deal"]["t"]
    await start_once(f"riskundo:{click['token']}", undo_act, click, deal, token)
    await ack()


def click_on(body: Body, action: Action) -> dict[str, Any]:
    """A click as its story takes it. A menu has no value of its own: the deal stands on the button beside it."""
    row: Body = next((b for b in body["message"]["blocks"] if b.get("block_id") == action["block_id"]), {})
    return {
        "user": body["user"]["id"],
        "channel": body["channel"]["id"],
        "thread": thread_of(body),
        "token": click_id(body, action),
        "message": body["message"]["ts"],
        "deal": carried_in(row),
    }
