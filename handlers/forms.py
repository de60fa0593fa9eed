"""Forms: what is wrong with one is said in it, before it closes; a good one starts its story."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.durable import start_once
from bot.slack import edit_form
from bot.slack.modals import carried_by
from bot.workflows.change_card import check_form, edit_proposal


def register(app: AsyncApp) -> None:
    """Listen to our own forms."""
    app.view(edit_form.FORM)(sent)


async def sent(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
    """The form of an edit. The view's hash names this very sending of it, which Slack may repeat."""
    user = body["user"]["id"]
    wrong = await check_form(view, user)
    if wrong:
        await ack(**wrong)
        return
    place, typed = carried_by(view), {str(n): value for n, value in edit_form.values(view).items()}
    await start_once(f"edit:{place['id']}:{view['id']}:{view['hash']}", edit_proposal, place, typed, user)
    await ack()
