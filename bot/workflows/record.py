"""The recorder without Claude: for a click, a shortcut, a command, a link alone, and in channels that join at once."""

from dataclasses import replace
from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.people import Person
from bot.slack import recorder_words as words
from bot.slack.recorder_words import Message
from bot.slack.session_words import stopped
from bot.slack.speaking import Place
from bot.slack.text import escape
from bot.workflows.claiming import OFF
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.recorder import Way, ask_for_recorder, link_argument, wish
from bot.workflows.settle import settle_one
from bot.workflows.steps import apologising, clock, edit, post, whisper
from bot.workflows.stopped import who_stopped
from bot.workflows.stopping import Stopped, at_work, stoppable
from bot.workflows.waiting import Waiting
from bot.workflows.work import begin, end_work
from bot.workflows.writing import joins_off
from tools.catalog import request_for
from tools.desk import Outcome, failure
from tools.errors import UpstreamError, UsageError
from tools.meeting_links import Link, read_link
from tools.policy import Effect, effect_of
from tools.requests import Request


@workflow("record")
async def record(
    link: str, user: str, channel: str, thread: str, card: str | None, token: str, way: Way = "asked"
) -> None:
    """Send the recorder, and say what became of it: on the `card` that was clicked, if any, or in the thread."""
    work, told = token if way != "auto" else None, False
    async with apologising(channel, thread, user):
        read = read_link(link)
        if isinstance(read, Link):
            wanted = await wish(token, read, user, Place(channel, thread))
            if work:
                await begin_work(wanted)
            told = await _record(wanted, card, way)
    await end_work(work, told=told)


@step("begin work")
async def begin_work(wanted: dict[str, Any]) -> None:
    """The request is under way, and can be stopped; in a channel that joins at once nobody made one."""
    said = f"Record {words.meeting_name(wanted['meeting'])}"
    await begin(wanted["token"], Place(wanted["channel"], wanted["thread"]), wanted["asked_by"], said)


async def _record(wanted: dict[str, Any], card: str | None, way: Way) -> bool:
    """Send it and say what became of it; says whether somebody stopped it."""
    waiting = Waiting(wanted)
    try:
        async with at_work(wanted["token"] if way != "auto" else None):
            outcome = await _ask(wanted, card, way, waiting)
    except Stopped:
        await _say_stopped(wanted, card, way, waiting)
        return True
    await _tell(wanted, card, way, waiting, outcome)
    return False


async def _say_stopped(wanted: dict[str, Any], card: str | None, way: Way, waiting: Waiting) -> None:
    """Nothing was sent. A card keeps its button; one on which it was asked for again says so."""
    await waiting.becomes(words.not_sent(wanted))
    if card and way == "again":
        await edit(wanted["channel"], card, *words.not_sent(wanted))
    said = stopped(await who_stopped(wanted["token"]), [])
    await post(f"record:{wanted['token']}:stopped", wanted["channel"], wanted["thread"], *said)


async def _tell(
    wanted: dict[str, Any], card: str | None, way: Way, waiting: Waiting, outcome: dict[str, Any]
) -> None:
    """What became of it, unless what follows the recorder says it all."""
    followed = outcome["ok"] and outcome["state"] != "asked before"
    if outcome.get("private"):
        await whisper(wanted["channel"], wanted["thread"], wanted["asked_by"], escape(outcome["say"]))
        await waiting.becomes(words.not_sent(wanted))
    elif outcome.get("doubt"):
        await _say(wanted, None, waiting, words.offer(wanted["meeting"], wanted["link"], outcome["doubt"]))
    elif outcome.get("off") and way == "auto":
        await waiting.becomes(words.not_sent(wanted))  # nobody spoke to us
    elif followed and (card is None or way == "again"):
        return
    else:
        said = words.answered(outcome, wanted["asked_by"], wanted)
        await _say(wanted, card if way != "again" else None, None if followed else waiting, said)


async def _say(wanted: dict[str, Any], card: str | None, waiting: Waiting | None, said: Message) -> None:
    """Say it once: on the card, else in place of the words about waiting, else in a message of its own."""
    channel, thread = wanted["channel"], wanted["thread"]
    if card:
        await edit(channel, card, *said)
        said = words.not_sent(wanted)
    if not (waiting and await waiting.becomes(said)) and not card:
        await post(f"record:{wanted['token']}", channel, thread, *said)


async def _ask(wanted: dict[str, Any], card: str | None, way: Way, waiting: Waiting) -> dict[str, Any]:
    checked = await settle_one(partial(may_record, wanted["asked_by"]), waiting.notice)
    if not checked["ok"]:
        return checked
    if card and way == "again":
        seen = {"stage": "asked again", "at": await clock(), "below": True}
        await edit(wanted["channel"], card, *words.stage(wanted, seen))
    found = await settle_one(partial(find_join_tool, wanted["link"]), waiting.notice)
    if not found["ok"]:
        return found
    person = Person.from_json(checked["person"])
    request = Request(found["resource"], found["method"], body=found["body"], account=person.account)
    return await ask_for_recorder(wanted, request, person.zone, waiting, way=way)


@step("may record")
@stoppable
async def may_record(user: str, attempt: int) -> dict[str, Any]:
    """Whether this person may send the recorder."""
    if await joins_off():
        return OFF
    person = await recognised(user, attempt)
    if not isinstance(person, Person):
        return person
    own = replace(person, account=await house().accounts.of(user, person.email))
    return {"ok": True, "person": own.to_json()}


@step("find join tool")
@stoppable
async def find_join_tool(url: str, attempt: int) -> dict[str, Any]:
    """The join call for a link, by the tool as Truto offers it now."""
    try:
        desk = house().desk
        offers = (await desk.catalogue()).offers
        offered = next((o for o in offers if effect_of(o.tool, desk.rules) is Effect.JOIN), None)
        if offered is None:
            return {"ok": False, "say": words.NO_JOIN_TOOL, "passing": True}
        request = request_for(offered, {link_argument(offered): url})
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except UsageError as error:
        return dict(Outcome(ok=False, say=str(error), retry_in=None))
    return {
        "ok": True,
        "resource": request.resource,
        "method": request.method,
        "body": dict(request.body or {}),
    }
