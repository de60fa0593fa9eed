"""Somebody's own Chorus account: connected by a link that only they see, looked for, and renewed when Chorus refuses it."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from bot.durable import sleep, start_once, step, workflow
from bot.slack import account_words as words
from bot.slack.blocks import section
from bot.slack.modals import notice
from bot.slack.speaking import Place
from bot.slack.text import escape
from bot.store.accounts import OPEN, Account, State
from bot.workflows.house import house
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from tools.desk import failure
from tools.errors import UpstreamError

log = logging.getLogger(__name__)

PAUSES = [5.0] * 24 + [20.0] * 24 + [60.0] * 50
"""Seconds between the looks for an account: an hour of them. Later ones are made when the person asks for something."""

Result = dict[str, Any]


@workflow("connect account")
async def connect(user: str, url: str, key: str) -> None:
    """Answer `/chorister connect` at the address that came with it, and look for what is connected then."""
    answered = await settle_one(partial(answer_connect, user, url))
    if not answered["ok"]:
        await say(url, answered["say"])
    elif answered["watch"]:
        await start_once(f"watch account:{key}", watch, user, answered["watch"])


async def connect_here(user: str, view: str, title: str, key: str) -> None:
    """The same from the Home tab: the answer, with its link, stands in a modal of theirs that is open already."""
    answered = await settle_one(partial(fill_connect, user, view, title))
    if not answered["ok"]:
        await fill(view, title, answered["say"])
    elif answered["watch"]:
        await start_once(f"watch account:{key}", watch, user, answered["watch"])


@step("answer connect")
async def answer_connect(user: str, url: str, attempt: int) -> Result:
    """Say how somebody's account stands, with a link where they have to do something; it is in this answer alone."""
    return await _answer(user, partial(_respond, url), attempt)


@step("answer connect at home")
async def fill_connect(user: str, view: str, title: str, attempt: int) -> Result:
    """The same in an open modal."""
    return await _answer(user, partial(_fill, view, title), attempt)


async def _answer(user: str, tell: Callable[[str], Awaitable[None]], attempt: int) -> Result:
    here = house()
    try:
        email = (await here.directory.member(user)).email
        if not email:
            return {"ok": False, "say": words.NO_EMAIL, "retry_in": None}
        stands = await here.accounts.rows.get(user)
        stands = await here.accounts.look(stands, email) if stands else None
        if stands and stands.state is State.CONNECTED:
            text = words.how_it_stands(stands)
        else:
            stands, text = await _invited(user, stands)
        await tell(text)
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a private answer", attempt)
    await here.accounts.rows.told(stands, here.now())
    return {"ok": True, "watch": stands.tenant if stands.state in OPEN else None}


async def _invited(user: str, before: Account | None) -> tuple[Account, str]:
    stands, link = await house().accounts.link(user)
    if stands.state is State.LAPSED:
        return stands, words.renewal(link)
    told = f"{words.FOREIGN_BEFORE} " if before and before.state is State.FOREIGN else ""
    return stands, told + words.invitation(link)


async def _respond(url: str, text: str) -> None:
    await house().speaker.respond(url, text, [], replace=False)


async def _fill(view: str, title: str, text: str) -> None:
    await house().speaker.change_form(view, notice(title, text))


@step("answer privately")
async def say(url: str, text: str) -> None:
    """Tell whoever typed a command what came of it; a failure of Slack's is logged."""
    try:
        await _respond(url, text)
    except SLACK_FAULTS as error:
        slack_failure(error, "a private answer", 0)


@step("fill modal")
async def fill(view: str, title: str, text: str) -> None:
    """The same in an open modal."""
    try:
        await _fill(view, title, escape(text))
    except SLACK_FAULTS as error:
        slack_failure(error, "a modal", 0)


@workflow("watch account")
async def watch(user: str, tenant: str) -> None:
    """Look for an hour whether an account was connected, and tell the person once it was."""
    for pause in PAUSES:
        await sleep(timedelta(seconds=pause))
        if not await still_open(user, tenant):
            return


@step("look for account")
async def still_open(user: str, tenant: str) -> bool:
    """Whether there is still something to look for; what was found is told."""
    here = house()
    found = await here.accounts.rows.get(user)
    if found is None or found.tenant != tenant:
        return False
    try:
        if found.state in OPEN:
            found = await here.accounts.look(found, (await here.directory.member(user)).email)
    except UpstreamError as error:
        log.warning("looking for an account: %s", type(error).__name__)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a person", 0)
    if found.state in OPEN:
        return True
    await _tell(found, words.how_it_stands(found))
    return False


async def mend(user: str, account: str | None, outcomes: Iterable[Result]) -> None:
    """Where Chorus refused somebody's own account, the outcomes say so, and the person gets a new link, once."""
    refused = [outcome for outcome in outcomes if account and is_refused(outcome)]
    for outcome in refused:
        outcome["say"] = words.LAPSED
    if account and refused:
        told = await tell_lapsed(user, account)
        if told["watch"]:
            await start_once(f"watch account:{told['key']}", watch, user, told["watch"])


def is_refused(outcome: Result) -> bool:
    """Whether a call failed because Chorus refuses the account it ran on."""
    return not outcome["ok"] and (outcome.get("status"), outcome.get("blame")) == (401, "account")


@step("tell of refused account")
async def tell_lapsed(user: str, account: str) -> Result:
    """Send somebody a link to connect their account again, unless they have been told."""
    here = house()
    stands = await here.accounts.lapse(user, account)
    if stands is None or stands.state is not State.LAPSED or stands.told_at is not None:
        return {"watch": None}
    try:
        stands, link = await here.accounts.link(user)
    except UpstreamError as error:
        log.warning("no link to connect an account again: %s", type(error).__name__)
        link = None
    await _tell(stands, words.renewal(link))
    return {"watch": stands.tenant, "key": f"{account}:{stands.connected_at}"}


async def _tell(account: Account, text: str) -> None:
    """A direct message, once for this state of the account."""
    here = house()
    if account.told_at is not None:
        return
    key = f"account:{account.tenant}:{account.state.value}:{account.connected_at}"
    try:
        place = Place(await here.speaker.direct(account.slack_id))
        await here.speaker.post(key, place, text, [section(text)])
    except SLACK_FAULTS as error:
        slack_failure(error, "a word about an account", 0)
        return
    await here.accounts.rows.told(account, here.now())
