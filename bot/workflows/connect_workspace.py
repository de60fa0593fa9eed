"""An admin connects the Chorus account that their workspace shares: by a link that only they see, looked for afterwards."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from bot.durable import sleep, step, workflow
from bot.slack import main_account_words as words
from bot.slack.command_words import NOT_RECORDED
from bot.slack.modals import notice
from bot.slack.recorder_words import plain
from bot.slack.text import escape
from bot.store.audit import NotRecorded
from bot.workflows.admins import admin
from bot.workflows.change_schedule import Click, answering
from bot.workflows.home import show_home
from bot.workflows.home_clicks import WAIT, open_notice
from bot.workflows.house import house
from bot.workflows.own_account import PAUSES, fill
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, slack_failure, tell_directly
from tools.desk import failure
from tools.errors import UpstreamError

log = logging.getLogger(__name__)


@workflow("connect workspace")
async def connect_workspace(click: Click) -> None:
    """A modal is opened at once and filled then: Slack waits three seconds, and Truto may need longer."""
    async with answering(click):
        opened = await settle_one(partial(open_notice, click, words.TITLE, WAIT), attempts=1)
        if not opened["ok"]:
            await show_home(click["user"], escape(str(opened["say"])))
            return
        filled = await settle_one(partial(fill_link, click["user"], opened["view"], click["token"]))
        if not filled["ok"]:
            await fill(opened["view"], words.TITLE, filled["say"])
    if filled["ok"] and filled["invited"]:
        await watch_workspace(click["user"], click["token"])


async def watch_workspace(user: str, token: str) -> None:
    """Look for an hour whether it was connected, and say so."""
    for pause in PAUSES:
        await sleep(timedelta(seconds=pause))
        if await is_connected():
            await tell_connected(user, token)
            await show_home(user)
            return


@step("fill link of workspace")
async def fill_link(user: str, view: str, token: str, attempt: int) -> dict[str, Any]:
    """The link, in an open modal of an admin's and nowhere else; anybody else reads there who may have it."""
    here, who = house(), await admin(user, "connect workspace", token)
    try:
        text = who if isinstance(who, str) else words.invitation(await here.main_account.link(user, token))
        await here.speaker.change_form(view, notice(words.TITLE, text))
    except NotRecorded:
        return {"ok": False, "say": NOT_RECORDED, "retry_in": None}
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a modal", attempt)
    return {"ok": True, "invited": not isinstance(who, str)}


@step("tell connected")
async def tell_connected(user: str, token: str) -> None:
    """Tell the admin who asked for the link."""
    await tell_directly(f"connected:{token}", user, plain(words.DONE), "a word about an account")


@step("is connected")
async def is_connected() -> bool:
    """Whether the workspace has its account by now."""
    try:
        return await house().main_account.look()
    except UpstreamError as error:
        log.warning("looking for the account of a workspace: %s", type(error).__name__)
        return False
