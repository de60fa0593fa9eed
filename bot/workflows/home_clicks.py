"""What people click on their Home tab about their own: a recorder, the Chorus account, help. The tab answers."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from bot.durable import start_once, step, workflow
from bot.people import OUTSIDER, belongs
from bot.slack import account_words, help_words
from bot.slack.modals import notice
from bot.slack.recorder_words import NOT_LIVE, STOPPED_BEFORE
from bot.slack.text import escape
from bot.workflows.change_schedule import Click, answering
from bot.workflows.home import show_home
from bot.workflows.house import house
from bot.workflows.leave import ask_to_leave, may_end
from bot.workflows.offers import may_stop, stop_watching
from bot.workflows.own_account import connect_here
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, open_modal, slack_failure

LEAVING = "I ask Chorus to take the recorder out; its thread says what becomes of it."
STOPPED = "That recorder is not watched any more. It was not called back."
WAIT = "One moment: I ask how your own Chorus account stands."
TITLE = "My Chorus account"


@workflow("click at home")
async def click_at_home(what: str, value: str, click: Click) -> None:
    """Somebody clicked a button of their own; what came of it stands above their tab."""
    async with answering(click):
        say = await DEEDS[what](value, click)
        await show_home(click["user"], say)


async def _leave(value: str, click: Click) -> str:
    meeting, _, call = value.rpartition(" ")
    found = await recorder_of(meeting, call)
    if found is None:
        return NOT_LIVE
    allowed = await settle_one(partial(may_end, meeting, call, click["user"]))
    if not allowed["ok"]:
        return escape(str(allowed["say"]))
    token = f"home:{click['token']}"
    about = {"user": click["user"], "token": token, **found}
    await start_once(f"leave:{token}", ask_to_leave, meeting, call, about)
    return LEAVING


async def _stop(value: str, click: Click) -> str:
    meeting, _, token = value.partition(" ")
    found = await recorder_of(meeting, token)
    if found is None:
        return STOPPED_BEFORE
    allowed = await settle_one(partial(may_stop, click["user"]))
    if not allowed["ok"]:
        return escape(str(allowed["say"]))
    await stop_watching(meeting, token, found["channel"], found["card"], click["user"])
    return STOPPED


@step("recorder of a click")
async def recorder_of(meeting: str, known: str) -> dict[str, str] | None:
    """Where a recorder's message stands: channel, thread, card. `known`: its request or its call, as the button has it."""
    here = house()
    join = await here.joins.get(meeting)
    if join is None or known not in (join.token, join.call) or join.state not in ("live", "unseen"):
        return None
    card = await here.posts.get(f"follow:{join.token}")
    if card is None or card.ts is None:
        return None
    return {"channel": join.channel, "thread": join.thread, "card": card.ts}


async def _disconnect(_: str, click: Click) -> str:
    return account_words.FORGOTTEN if await forget_account(click["user"]) else account_words.NOT_CONNECTED


@step("forget account")
async def forget_account(user: str) -> bool:
    """Run somebody's requests on the shared account again; says whether they had one of their own."""
    return await house().accounts.forget(user)


DEEDS: dict[str, Callable[[str, Click], Coroutine[Any, Any, str]]] = {
    "leave": _leave,
    "stop": _stop,
    "disconnect": _disconnect,
}
"""A button -> what it does; each returns the sentence about it, as mrkdwn of ours."""


@workflow("connect at home")
async def connect_at_home(click: Click) -> None:
    """Slack lets a form be opened for three seconds, and Truto may need longer: so it is opened first, and filled then."""
    async with answering(click):
        opened = await settle_one(partial(open_notice, click, TITLE, WAIT), attempts=1)
        if not opened["ok"]:
            await show_home(click["user"], escape(str(opened["say"])))
            return
        await connect_here(click["user"], opened["view"], TITLE, click["token"])
        await show_home(click["user"])


@workflow("help at home")
async def help_at_home(click: Click) -> None:
    """What there is to type."""
    async with answering(click):
        opened = await settle_one(partial(open_notice, click, "Help", help_words.told()), attempts=1)
        if not opened["ok"]:
            await show_home(click["user"], escape(str(opened["say"])))


@step("open notice")
async def open_notice(click: Click, title: str, say: str, attempt: int) -> dict[str, Any]:
    """Open a modal that says something; its id, or the sentence for the person where that did not work."""
    here = house()
    try:
        ours = belongs(await here.directory.soon(click["user"]), here.team)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about a person", attempt)
    return (
        await open_modal(click["trigger"], notice(title, say)) if ours else {"ok": False, "say": OUTSIDER.say}
    )
