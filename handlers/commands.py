"""/chorister: switches and field rules. The answer goes along with the acknowledgement, so only who typed sees it."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.commands import Record, TurnSwitch, parse
from bot.durable import start_once
from bot.errors import reference
from bot.obey import obey
from bot.people import OUTSIDER, belongs
from bot.recording import begin
from bot.slack.command_words import FAILED, NOT_RECORDED
from bot.slack.speaking import Place
from bot.store.audit import NotRecorded
from bot.workflows.house import House
from bot.workflows.repaint import repaint

log = logging.getLogger(__name__)


def register(app: AsyncApp, house: House) -> None:
    """Listen to our one command. Slack sends a command once, and shows a failure of its own if it is not answered."""

    @app.command("/chorister")
    async def typed(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(text=await answer_to(command, house), response_type="ephemeral")


async def answer_to(typed: dict[str, Any], house: House) -> str:
    """The private answer to a command, also when something fails."""
    key = str(typed.get("trigger_id"))
    try:
        return await _answer(typed, house)
    except NotRecorded:
        log.exception("command %s (reference %s) was not obeyed", key, reference(key))
        return f"{NOT_RECORDED} Reference {reference(key)}"
    except Exception:
        log.exception("command %s (reference %s) failed", key, reference(key))
        return f"{FAILED} Reference {reference(key)}"


async def _answer(typed: dict[str, Any], house: House) -> str:
    # In a channel shared with another company, a stranger's command comes under their own workspace.
    if typed["team_id"] != house.team:
        return OUTSIDER.say
    member = await house.directory.member(typed["user_id"])
    if not belongs(member, house.team):
        return OUTSIDER.say
    command = parse(typed.get("text") or "")
    if isinstance(command, str):
        return command
    if isinstance(command, Record):
        place = Place(typed["channel_id"], "")
        text = typed.get("text") or ""
        return await begin(command.link, typed["user_id"], place, typed["trigger_id"], house, text)
    said = await obey(command, typed["user_id"], typed["trigger_id"], house, member.name)
    if isinstance(command, TurnSwitch) and command.name == "writes":
        await start_once(f"repaint:{typed['trigger_id']}", repaint)
    return said
