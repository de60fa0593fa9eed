"""The Home tab: published anew whenever somebody opens it; its buttons and its forms."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.slack import home_admin as admin
from bot.slack import home_forms as forms
from bot.slack import home_mine as mine
from bot.slack import main_account_words
from bot.slack.rules_form import RULES
from bot.workflows.admin_clicks import go_back, open_admin_form, turn_at_home
from bot.workflows.audit_search import search_record
from bot.workflows.connect_workspace import connect_workspace
from bot.workflows.home import show_home
from bot.workflows.home_clicks import click_at_home, connect_at_home, help_at_home
from bot.workflows.settings_forms import take_settings
from handlers.schedules import click_of

Body = dict[str, Any]
Action = dict[str, Any]
Listener = Callable[..., Awaitable[None]]

SAVED = "Saved. It holds from now on, everywhere."
OWN = {mine.LEAVE: "leave", mine.STOP: "stop", mine.DISCONNECT: "disconnect"}
"""A button -> what it does."""


def register(app: AsyncApp) -> None:
    """Listen to who opens the tab (Slack sends the same event for the tab of messages), and to what is done in it."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            await start_once(f"home:{event['user']}:{event['event_ts']}", show_home, event["user"])

    for action, what in OWN.items():
        app.action(action)(_starts(what, click_at_home, _what_and_value))
    app.action(mine.CONNECT)(_starts("connect", connect_at_home, _nothing))
    app.action(main_account_words.CONNECT)(_starts("workspace", connect_workspace, _nothing))
    app.action(mine.HELP)(_starts("help", help_at_home, _nothing))
    app.action(admin.TURN)(_starts("turn", turn_at_home, _value))
    app.action(re.compile(f"^{admin.BACK}:"))(_starts("back", go_back, _value))
    for form in (admin.CHANNELS, admin.RULES, admin.FIELD, admin.FIELDS, admin.AUDIT):
        app.action(form)(open_form)
    for view in (forms.CHANNELS, RULES, forms.FIELD):
        app.view(view)(saved)
    app.view(forms.AUDIT)(searched)


def _starts(what: str, story: Callable[..., Any], said: Callable[[Action], tuple[str, ...]]) -> Listener:
    """A listener that starts a story with what the button says, and the click."""

    async def clicked(ack: AsyncAck, body: Body, action: Action) -> None:
        click = click_of(body, action)
        await start_once(f"home {what}:{click['token']}", story, *said(action), click)
        await ack()

    return clicked


def _nothing(_: Action) -> tuple[str, ...]:
    return ()


def _value(action: Action) -> tuple[str, ...]:
    return (action["value"],)


def _what_and_value(action: Action) -> tuple[str, ...]:
    return (OWN[action["action_id"]], action["value"])


async def open_form(ack: AsyncAck, body: Body, action: Action) -> None:
    """The way to an admin's form; a menu's choice names the field whose rule is to be changed."""
    click, field = click_of(body, action), (action.get("selected_option") or {}).get("value", "")
    what = action["action_id"]
    await start_once(f"home form:{click['token']}", open_admin_form, what, field, click)
    await ack()


async def saved(ack: AsyncAck, body: Body, view: dict[str, Any]) -> None:
    """A form of settings: what is wrong is said in it; a good one holds, and the tab shows it."""
    user = body["user"]["id"]
    answer = await take_settings(view, user)
    if not answer:
        await start_once(f"home:{view['id']}:{view['hash']}", show_home, user, SAVED)
    await ack(**answer)


async def searched(ack: AsyncAck, body: Body, view: dict[str, Any]) -> None:
    """The search of the record: its answer takes the form's place."""
    await ack(**await search_record(view, body["user"]["id"]))
