"""The schedules of digests: their form, and their buttons in a private list or on the Home tab."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.slack import digest_form
from bot.slack import schedule_words as words
from bot.workflows.change_schedule import Click, change_schedule
from bot.workflows.home import show_home
from bot.workflows.schedule_form import open_schedule_form, take_form

Body = dict[str, Any]
Action = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to the form and to each button."""
    app.view(digest_form.FORM)(sent)
    app.action(words.NEW)(open_form)
    app.action(words.EDIT)(open_form)
    for what in (words.RUN, words.PAUSE, words.RESUME, words.DELETE):
        app.action(what)(_button(what))


async def sent(ack: AsyncAck, body: Body, view: dict[str, Any]) -> None:
    """The form: what is wrong is said in it; a good one is kept, and the Home tab shows it."""
    user = body["user"]["id"]
    answer = await take_form(view, user)
    if answer["response_action"] != "errors":
        await start_once(f"home:{view['id']}:{view['hash']}", show_home, user)
    await ack(**answer)


async def open_form(ack: AsyncAck, body: Body, action: Action) -> None:
    """Edit, or New digest, which stands for no schedule yet."""
    click = click_of(body, action)
    id = action["value"] if action["action_id"] == words.EDIT else ""
    await start_once(f"schedule form:{click['token']}", open_schedule_form, id, click)
    await ack()


def _button(what: str) -> Callable[..., Awaitable[None]]:
    async def clicked(ack: AsyncAck, body: Body, action: Action) -> None:
        click = click_of(body, action)
        await start_once(f"schedule:{click['token']}", change_schedule, action["value"], what, click)
        await ack()

    return clicked


def click_of(body: Body, action: Action) -> Click:
    """A click as its story takes it. Slack sends a private message's address along, but not the message."""
    user, at = body["user"]["id"], body["container"].get("message_ts") or body["container"]["view_id"]
    return {
        "user": user,
        "token": f"{at}:{user}:{action['action_ts']}",
        "trigger": body["trigger_id"],
        "url": body.get("response_url"),
    }
