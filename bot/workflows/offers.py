"""The ways to a recorder that need no Claude: the offer under a posted link, its button, and channels that join at once."""

from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.people import Person
from bot.slack import recorder_words as words
from bot.slack.speaking import Place
from bot.slack.text import escape
from bot.workflows.follow import record_state
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.recorder import ask_for_recorder, link_argument
from bot.workflows.settle import settle_one
from bot.workflows.steps import apologising, edit, post, whisper
from bot.workflows.writing import joins_off
from tools.catalog import request_for
from tools.desk import Outcome, failure
from tools.errors import UpstreamError, UsageError
from tools.meeting_links import Link, read_link
from tools.policy import Effect, effect_of
from tools.requests import Request


@workflow("offer recorder")
async def offer(key: str, channel: str, thread: str, meeting: str, link: str, doubt: str = "") -> None:
    """Ask, under a message that holds a meeting link, whether the recorder shall be sent; `doubt` speaks against it."""
    if not await is_off():
        await post(f"offer:{key}:{meeting}", channel, thread, *words.offer(meeting, link, doubt))


@step("are joins off")
async def is_off() -> bool:
    """Whether there is no use in offering a recorder."""
    return await joins_off()


@workflow("record")
async def record(link: str, user: str, channel: str, thread: str, card: str | None, token: str) -> None:
    """Send the recorder for a click or in an auto-join channel, and say what became of it."""
    async with apologising(channel, thread, user):
        await _say_record(link, user, channel, thread, card, token)


async def _say_record(link: str, user: str, channel: str, thread: str, card: str | None, token: str) -> None:
    outcome = await _record(link, user, Place(channel, thread), token)
    if outcome.get("private"):
        await whisper(channel, thread, user, escape(outcome["say"]))
    elif card:
        await edit(channel, card, *words.plain(words.answered_offer(outcome, user)))
    elif not outcome["ok"] or outcome["state"] != "accepted":
        await post(f"record:{token}", channel, thread, *words.plain(words.answered_offer(outcome, user)))


async def _record(url: str, user: str, place: Place, token: str) -> dict[str, Any]:
    link = read_link(url)
    if not isinstance(link, Link):
        return {"ok": False, "say": "That is no meeting link the recorder can join."}
    checked = await settle_one(partial(may_record, user))
    if not checked["ok"]:
        return checked
    found = await settle_one(partial(find_join_tool, link.url))
    if not found["ok"]:
        return found
    request = Request(found["resource"], found["method"], body=found["body"])
    return await ask_for_recorder(token, link, request, Person.from_json(checked["person"]), place)


@step("may record")
async def may_record(user: str, attempt: int) -> dict[str, Any]:
    """Whether this person may send the recorder."""
    if await joins_off():
        return {"ok": False, "say": words.SWITCHED_OFF}
    person = await recognised(user, attempt)
    return {"ok": True, "person": person.to_json()} if isinstance(person, Person) else person


@step("find join tool")
async def find_join_tool(url: str, attempt: int) -> dict[str, Any]:
    """The join call for a link, by the tool as Truto offers it now."""
    try:
        offers = (await house().desk.catalogue()).offers
        offered = next((o for o in offers if effect_of(o.tool) is Effect.JOIN), None)
        if offered is None:
            return {"ok": False, "say": words.NO_JOIN_TOOL}
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


@workflow("stop watching")
async def stop_watching(meeting: str, token: str, channel: str, card: str, user: str) -> None:
    """Somebody of ours had enough: the follow-up ends at its next look."""
    async with apologising(channel, card, user):
        allowed = await settle_one(partial(may_stop, user))
        if not allowed["ok"]:
            await whisper(channel, card, user, escape(str(allowed["say"])))
            return
        if not await record_state(meeting, token, "stopped"):
            await whisper(channel, card, user, words.STOPPED_BEFORE)
            return
        text = f"*{words.meeting_name(meeting)}* · <@{escape(user)}> asked to stop watching. "
        text += "The recorder itself was not called back."
        await edit(channel, card, *words.plain(text))


@step("may stop")
async def may_stop(user: str, attempt: int) -> dict[str, Any]:
    """Whether this person is one of ours."""
    person = await recognised(user, attempt)
    return {"ok": True} if isinstance(person, Person) else person
