"""A message to Chorister: first words at once, then who it is, then a turn of the conversation."""

import logging
import re
from dataclasses import asdict
from enum import Enum, auto
from functools import partial
from typing import Any

from bot.durable import queue_once, run_id, step, workflow
from bot.errors import reference
from bot.people import OUTSIDER, Member, Stranger, belongs
from bot.slack.audience_words import NOT_HERE
from bot.slack.faults import passing, reason
from bot.slack.limit_words import not_begun
from bot.slack.progress import Plan, Progress
from bot.slack.recorder_words import linked, unusable
from bot.slack.recorder_words import plain as paragraph
from bot.slack.session_words import stopped, stopped_plan
from bot.slack.speaking import Place
from bot.slack.text import escape
from bot.whereabouts import Ending, ends
from bot.workflows.house import house
from bot.workflows.offers import is_off
from bot.workflows.run import wait_notice
from bot.workflows.settle import ATTEMPTS, Job, settle_one
from bot.workflows.spending import purse_of
from bot.workflows.steps import (
    PATIENCE,
    SLACK_FAULTS,
    apologising,
    edit,
    post,
    remove,
    slack_failure,
    whisper,
)
from bot.workflows.stopped import who_stopped
from bot.workflows.stopping import Stopped, at_work, stoppable
from bot.workflows.turn import turn
from bot.workflows.work import begin, end_work
from tools.desk import failure
from tools.errors import UpstreamError

log = logging.getLogger(__name__)

HELP = (
    "Tell me what you need, for instance:\n"
    "• “Get Chorus into https://zoom.us/j/…”: I send the recorder and say what becomes of it\n"
    "• “Push the notes of my last meeting into the CRM”: I show what would change, you approve it\n"
    "• “Review all meetings from today longer than 30 minutes for an empty Economic Buyer”: I alert you with the calls\n"
    "• or ask anything about your recorded calls."
)
JOINING = re.compile(r"\b(join|record|recorder|recording|get|send|bring|invite|chorus)\b", re.IGNORECASE)
OUTSIDE = "I am not available here. "
SHARED = (
    "This channel is shared with another company, so I say nothing here. Please ask me in a direct message."
)


@workflow("answer")
async def answer(message: dict[str, Any]) -> None:
    """
    `message` is a Said as JSON, with its links, the reasons of those that no recorder can join (refused_links), all words
    that people see of it, and root: whether the meeting may be one that the thread begins with.
    """
    end = End.OVER
    async with apologising(message["channel"], message["thread"], message["user"]):
        end = await _answer(message)
    if end is not End.GOES_ON and _answered_plainly(message) is None:
        await end_work(message["key"], told=end is End.STOPPED)


class End(Enum):
    """How the first part of a run ended."""

    OVER = auto()
    STOPPED = auto()
    GOES_ON = auto()
    """In a turn of the conversation."""


async def _answer(message: dict[str, Any]) -> End:
    greeted = await settle_one(partial(greet, message), attempts=PATIENCE)
    ts = greeted.get("ts")
    if ts is None:
        return End.OVER
    try:
        return await _go_on(message, ts, greeted.get("member"))
    except Stopped:
        ends(Ending.STOPPED)
        await _say_stopped(message, ts)
        return End.STOPPED


async def _go_on(message: dict[str, Any], ts: str, known: dict[str, Any] | None) -> End:
    """After the first words. `known`: the Slack member who asks, if Slack said so at once. Raises Stopped."""
    member = known or await _introduced(message, ts)
    if member is None:
        return End.OVER
    plain = _answered_plainly(message) or await no_room(message["user"])
    if plain is None:
        asker = await _looked_up(message, ts, partial(recognise, member), member["zone"])
        if asker["ok"]:
            await _take_turn(message, ts, asker["person"])
            return End.GOES_ON
        if asker.get("stranger"):
            await _send_away(message, ts, asker["say"])
            return End.OVER
        plain = escape(asker["say"])
        if asker.get("failed"):
            plain += "\nReference " + reference("ask:" + message["key"])
    ends(Ending.ANSWERED)
    await edit(message["channel"], ts, *paragraph(plain))
    return End.OVER


async def _introduced(message: dict[str, Any], ts: str) -> dict[str, Any] | None:
    """Who asks, once Slack says so; None where we do not work for them, which they hear alone, or nobody can tell."""
    found = await _looked_up(message, ts, partial(who_asks, message["user"]), "UTC", PATIENCE)
    if found["ok"]:
        return dict(found["member"])
    if found.get("stranger"):
        await _send_away(message, ts, found["say"])
    else:
        await edit(message["channel"], ts, *paragraph(escape(found["say"])))
    return None


async def _take_turn(message: dict[str, Any], ts: str, person: dict[str, Any]) -> None:
    """The run goes on in the conversation, behind its other turns."""
    place = {"channel": message["channel"], "thread": message["thread"]}
    trigger = {"kind": "said", "text": message["text"], "asker": person, "place": place}
    trigger |= {"progress": ts, "words": message["words"], "root": message["root"], "work": message["key"]}
    if message["channel"].startswith("D"):
        trigger |= {"looking_at": message.get("looking_at", "")}
    conversation = conversation_id(message)
    await queue_once(conversation, f"turn:{message['key']}", turn, conversation, trigger)
    if message["links"] and message["refused_links"]:
        await _whisper_refused(message)


async def _say_stopped(message: dict[str, Any], ts: str) -> None:
    plan, by = stopped_plan(_first_words()), await who_stopped(message["key"])
    await post(f"{run_id()}:stopped", message["channel"], message["thread"], *stopped(by, []))
    await edit(message["channel"], ts, plan.text(), plan.blocks())


async def _send_away(message: dict[str, Any], ts: str, say: str) -> None:
    """Tell somebody alone that nothing here is for them; where others read along, nothing of it stays."""
    if message["channel"].startswith("D"):
        await edit(message["channel"], ts, *paragraph(escape(say)))
        return
    await whisper(message["channel"], message["thread"], message["user"], escape(NOT_HERE + say))
    await remove(message["channel"], ts)


async def _whisper_refused(message: dict[str, Any]) -> None:
    """Claude goes on with the good links; the person hears what is wrong with the others."""
    if not await is_off():
        said = unusable(message["refused_links"])
        await whisper(message["channel"], message["thread"], message["user"], said)


async def _looked_up(
    message: dict[str, Any], ts: str, job: Job, zone: str, attempts: int = ATTEMPTS
) -> dict[str, Any]:
    """What is to be known of whoever asks; a wait for it is told in the thread, and can be stopped."""
    here, place = house(), Place(message["channel"], message["thread"])
    pause = here.settings.chorister_edit_pause
    progress = Progress(here.speaker, place, ts, _first_words(), pause, message["user"])
    async with at_work(message["key"]), progress:
        return await settle_one(job, partial(wait_notice, progress, zone), attempts)


def _first_words() -> Plan:
    plan = Plan("Working on it…")
    plan.set("read", "Reading your request", "in_progress")
    return plan


def conversation_id(message: dict[str, Any]) -> str:
    """One conversation per thread and person: what one asker's rights let in is not told to another."""
    return f"{message['team']}:{message['channel']}:{message['thread']}:{message['user']}"


def _answered_plainly(message: dict[str, Any]) -> str | None:
    """The answer to a message that needs neither Claude nor Chorus, or None."""
    only_refused = message["refused_links"] and not message["links"]
    if only_refused and (JOINING.search(message["text"]) or len(message["text"].split()) <= 2):
        return "\n".join(
            linked(f"The recorder was not sent: {reason}") for reason in message["refused_links"]
        )
    return None if message["text"].strip() else HELP


@step("is there room")
async def no_room(user: str) -> str | None:
    """What is said where a limit of the day leaves no room for a run; None where one may begin."""
    limit = (await purse_of(user)).reached()
    return not_begun(limit, house().settings.chorister_admins) if limit else None


@step("greet")
async def greet(message: dict[str, Any], attempt: int) -> dict[str, Any]:
    """
    First words in the thread, at once; outsiders and shared channels get a private word instead, and no thread. Where Slack
    does not say at once who it is, the first words give nothing away.
    """
    here, place = house(), Place(message["channel"], message["thread"])
    try:
        member = None if message["shared"] else await _known_at_once(message["user"])
        if message["shared"] or (member and not belongs(member, here.team)):
            said = OUTSIDE + (SHARED if message["shared"] else "")
            await here.speaker.whisper(place, message["user"], said)
            return {"ok": True, "ts": None}
        plan = _first_words()
        ts = await here.speaker.post(f"progress:{message['key']}", place, plan.text(), plan.blocks())
        if _answered_plainly(message) is None:
            await begin(message["key"], place, message["user"], message["text"])
    except SLACK_FAULTS as error:
        return slack_failure(error, "the first words", attempt)
    return {"ok": True, "ts": ts} | ({"member": asdict(member)} if member else {})


async def _known_at_once(user: str) -> Member | None:
    try:
        return await house().directory.soon(user)
    except SLACK_FAULTS as error:
        if not passing(error):
            raise
        log.info("first words come before it is known for whom: %s", reason(error))
        return None


@step("who asks")
@stoppable
async def who_asks(user: str, attempt: int) -> dict[str, Any]:
    """The Slack member, however many others are looked up before; or the sentence for somebody we do not work for."""
    here = house()
    try:
        member = await here.directory.member(user)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about a person", attempt)
    if not belongs(member, here.team):
        return {"ok": False, "say": OUTSIDER.say, "stranger": True}
    return {"ok": True, "member": asdict(member)}


@step("recognise")
@stoppable
async def recognise(member: dict[str, Any], attempt: int) -> dict[str, Any]:
    """The Slack member as a Chorus person, or the sentence that says why not."""
    here = house()
    try:
        person = await here.directory.recognise(Member(**member), here.team)
    except UpstreamError as error:
        return {**failure(error, "list", attempt=attempt), "failed": True}
    except ValueError as error:
        return {"ok": False, "say": str(error), "failed": True}
    if isinstance(person, Stranger):
        about = {"name": member["name"], "why": person.say}
        await here.audit.note(run_id(), "refused read", member["slack_id"], here.now(), **about)
        return {"ok": False, "say": person.say, "stranger": True}
    return {"ok": True, "person": person.to_json()}
