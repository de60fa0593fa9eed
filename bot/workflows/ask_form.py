"""Ask Chorister: a form that is open to people wherever they are; the answer stands in their direct messages."""

from functools import partial
from typing import Any

from bot.durable import run_id, step, workflow
from bot.people import OUTSIDER, belongs
from bot.slack import ask_words as words
from bot.slack.reading import plain
from bot.slack.recorder_words import plain as paragraph
from bot.workflows.as_asked import ask_as
from bot.workflows.house import house
from bot.workflows.settle import settle_one
from bot.workflows.steps import (
    PATIENCE,
    SLACK_FAULTS,
    open_direct,
    open_modal,
    post,
    slack_failure,
    tell_directly,
)


@workflow("open ask form")
async def open_ask_form(user: str, trigger: str) -> None:
    """Somebody took the shortcut; Slack lets a form be opened for three seconds."""
    if not await show_ask_form(user, trigger):
        await say_too_late(user)


@step("show ask form")
async def show_ask_form(user: str, trigger: str) -> bool:
    """Open the form, or say in its place who may ask."""
    here = house()
    try:
        ours = belongs(await here.directory.soon(user), here.team)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a person", 0)
        return False
    opened = await open_modal(trigger, words.form() if ours else words.notice(OUTSIDER.say))
    return bool(opened["ok"])


@step("say too late")
async def say_too_late(user: str) -> None:
    """A shortcut that is taken outside every conversation can be answered only directly."""
    await tell_directly(run_id(), user, paragraph(words.TOO_LATE), "a word about a form")


@workflow("ask directly")
async def ask_directly(user: str, request: str, token: str) -> None:
    """The form was sent: its request begins a thread in their direct messages, and is answered there."""
    direct = await settle_one(partial(open_direct, user), attempts=PATIENCE)
    if not direct["ok"]:
        return
    channel: str = direct["channel"]
    thread = await post(f"asked:{token}", channel, "", *words.asked(request))
    if thread is not None:
        click: dict[str, Any] = {"user": user, "channel": channel, "thread": thread, "token": token}
        await ask_as(click, plain(request))
