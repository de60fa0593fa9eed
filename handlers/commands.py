"""/chorister: whatever can be typed. The answer goes along with the acknowledgement, so only who typed sees it."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.commands import (
    Connect,
    Disconnect,
    ListDigests,
    NewDigest,
    Record,
    ShowSettings,
    ShowStatus,
    TurnSwitch,
    parse,
)
from bot.durable import start_once
from bot.errors import reference
from bot.obey import obey
from bot.people import OUTSIDER, Person, belongs
from bot.recording import begin
from bot.slack.account_words import FORGOTTEN, NOT_CONNECTED
from bot.slack.command_words import FAILED, NOT_RECORDED
from bot.slack.schedule_words import listed
from bot.slack.speaking import Place
from bot.slack.text import escape
from bot.store.audit import NotRecorded
from bot.workflows.admins import NOBODY_KNOWS
from bot.workflows.home import listing
from bot.workflows.house import house
from bot.workflows.own_account import connect
from bot.workflows.recognising import recognised_soon
from bot.workflows.repaint import repaint
from bot.workflows.schedule_form import open_schedule_form
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from bot.workflows.tell_status import tell_settings, tell_status

log = logging.getLogger(__name__)

Answer = dict[str, Any]
"""What goes along with the acknowledgement."""


def register(app: AsyncApp) -> None:
    """Listen to our one command. Slack sends a command once, and shows a failure of its own if it is not answered."""

    @app.command("/chorister")
    async def typed(ack: AsyncAck, command: dict[str, Any]) -> None:
        said = await answer_to(command)
        await (ack(**said, response_type="ephemeral") if said else ack())


async def answer_to(typed: dict[str, Any]) -> Answer:
    """The private answer to a command, also when something fails; empty where a form opens instead."""
    key = str(typed.get("trigger_id"))
    try:
        said = await _answer(typed)
        return {"text": said} if isinstance(said, str) else said
    except NotRecorded:
        log.exception("command %s (reference %s) was not obeyed", key, reference(key))
        return {"text": f"{NOT_RECORDED} Reference {reference(key)}"}
    except Exception:
        log.exception("command %s (reference %s) failed", key, reference(key))
        return {"text": f"{FAILED} Reference {reference(key)}"}


async def _answer(typed: dict[str, Any]) -> str | Answer:
    # In a channel shared with another company, a stranger's command comes under their own workspace.
    here = house()
    if not here.is_ours(typed["team_id"], typed.get("enterprise_id")):
        return OUTSIDER.say
    try:
        member = await here.directory.soon(typed["user_id"])
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a person", 0)
        return NOBODY_KNOWS
    if not belongs(member, here.team):
        return OUTSIDER.say
    command, text, key = parse(typed.get("text") or ""), typed.get("text") or "", typed["trigger_id"]
    match command:
        case str():
            return command
        case Record():
            place = Place(typed["channel_id"], "")
            return await begin(command.link, typed["user_id"], place, key, here, text)
        case NewDigest() | ShowStatus() | ShowSettings() | Connect():
            await _begin(command, typed)
            return {}
        case ListDigests():
            return await _digests(typed["user_id"])
        case Disconnect():
            return FORGOTTEN if await here.accounts.forget(typed["user_id"]) else NOT_CONNECTED
    said = await obey(command, typed["user_id"], key, here, member.name)
    if isinstance(command, TurnSwitch) and command.name == "writes":
        await start_once(f"repaint:{key}", repaint)
    return said


async def _begin(command: NewDigest | ShowStatus | ShowSettings | Connect, typed: dict[str, Any]) -> None:
    """Start what takes longer than Slack waits for, or opens a form: it answers at the address of the command."""
    user, url, key = typed["user_id"], typed["response_url"], typed["trigger_id"]
    click = {"user": user, "channel": typed["channel_id"], "token": key, "url": url}
    match command:
        case NewDigest():
            await start_once(f"schedule form:{key}", open_schedule_form, "", click | {"trigger": key})
        case ShowStatus():
            await start_once(f"status:{key}", tell_status, click)
        case ShowSettings():
            await start_once(f"settings:{key}", tell_settings, click)
        case Connect():
            await start_once(f"connect:{key}", connect, user, url, key)


async def _digests(user: str) -> str | Answer:
    person = await recognised_soon(user)
    if not isinstance(person, Person):
        return escape(str(person["say"]))
    text, blocks = listed(await listing(person))
    return {"text": text, "blocks": blocks}
