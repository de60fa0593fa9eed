"""A sales qualification that a person ordered: asked for once, waited for durably; then the request goes on."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from bot.durable import queue_once, sleep, step, workflow
from bot.people import Person
from bot.slack import generate_words as words
from bot.slack.progress import Plan
from bot.workflows.generate import UNFINISHED, Order, words_in
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.send_order import send
from bot.workflows.settle import settle_one
from bot.workflows.steps import clock, edit, post
from bot.workflows.turn import turn
from tools import chorus
from tools.errors import NotThere, UpstreamError
from tools.requests import Request

log = logging.getLogger(__name__)

FIRST, GROWTH, SLOWEST = 15.0, 1.5, 300.0
"""Seconds before the first look, how much later each one comes than the last, and at most."""
LONGEST = 6 * 3600.0
"""Seconds after which nobody looks any more."""

About = dict[str, str]
"""Of the click that gave the order: user, channel, thread, card; and the call's title."""


@workflow("await qualification")
async def await_qualification(order: dict[str, Any], about: About) -> None:
    """Keep the offer's message true, and queue the request again when the qualification is there."""
    ordered = Order(**order)
    try:
        end = await _follow(ordered, about)
    except Exception:
        # The outermost handler: the message must not promise for ever what nobody does any more.
        log.exception("the qualification of %s is not waited for any more", ordered.meeting)
        end = {"state": "broken", "at": await clock()}
    await close(order, about["user"], end)
    if end["state"] == "there":
        end |= {"say": await _go_on(ordered, about)}
    await edit(about["channel"], about["card"], *words.ended(about["title"], end))


async def _follow(order: Order, about: About) -> dict[str, Any]:
    """Ask once Chorus is done with the call, look until the qualification is there; returns how it ended."""
    until = await clock() + LONGEST
    await edit(about["channel"], about["card"], *words.asking(about["title"], about["user"]))
    pause, sent, shown = FIRST, False, ""
    while True:
        seen = await look(order.meeting, sent)
        if seen["state"] in ("there", "gone"):
            return seen
        if seen["at"] >= until:
            return seen | {"state": "late"}
        state = seen["state"]
        if state == "missing" and not sent:
            answer = await settle_one(partial(send, order.to_json(), about["user"]))
            if not answer["ok"]:
                return seen | {"state": "refused", "say": answer["say"]}
            state, sent = answer["state"], True
        if state in words.FOLLOWING and state != shown:
            said = words.following(about["title"], state, seen["at"], until)
            shown = state if await edit(about["channel"], about["card"], *said) else shown
        await sleep(timedelta(seconds=pause))
        pause = min(pause * GROWTH, SLOWEST)


@step("look for qualification")
async def look(meeting: str, sent: bool) -> dict[str, Any]:
    """There, missing, or unknown; until it was asked for, also whether Chorus is still busy with the call itself."""
    here = house()
    try:
        found = chorus.qualification(await here.desk.fetch(Request("sales_qualifications", "get", meeting)))
        # One without fields or a date is still in the making.
        state = "there" if found.fields or found.generated_at else "unknown"
    except NotThere as error:
        state = "unknown" if not error.remote else "missing" if sent else await _call_state(meeting)
    except (UpstreamError, ValueError):
        # Chorus is away, or asks us to slow down: nothing is known, and the next look comes later.
        state = "unknown"
    return {"state": state, "at": here.now()}


async def _call_state(meeting: str) -> str:
    read = Request("conversations", "get", meeting, query={"fields": "status"})
    try:
        call = chorus.conversation(await house().desk.fetch(read))
    except NotThere as error:
        return "gone" if error.remote else "unknown"
    except (UpstreamError, ValueError):
        return "unknown"
    return "processing" if call.status in UNFINISHED else "missing"


@step("close order")
async def close(order: dict[str, Any], user: str, end: dict[str, Any]) -> None:
    """Record how an order ended; from then on it can be given again."""
    here, ordered = house(), Order(**order)
    await here.audit.note(
        ordered.run, "generation ended", user, here.now(), key=str(ordered.round), state=end["state"]
    )


async def _go_on(order: Order, about: About) -> str:
    """Queue the request again, as if the asker had just said it; returns the sentence on that."""
    found = await settle_one(partial(take_up, order.to_json()))
    if not found["ok"]:
        return f"Your request does not go on by itself: {found['say']} Please ask again."
    plan = Plan("Working on it…")
    plan.set("read", "Reading your request", "in_progress")
    place = {"channel": about["channel"], "thread": about["thread"]}
    ts = await post(f"progress:{order.key}", place["channel"], place["thread"], plan.text(), plan.blocks())
    if ts is None:
        return "Please ask again."
    trigger = {"kind": "said", "text": found["text"], "asker": found["asker"], "place": place, "progress": ts}
    await queue_once(order.conversation, f"turn:{order.key}", turn, order.conversation, trigger)
    return "Going on with the request."


@step("take up request")
async def take_up(order: dict[str, Any], attempt: int) -> dict[str, Any]:
    """The asker's own words, and the asker with the rights they have now."""
    here, ordered = house(), Order(**order)
    held = await here.conversations.get(ordered.conversation)
    said = await here.conversations.read(ordered.conversation, ordered.words + 1, since=ordered.words)
    text = words_in(said[0]) if said else None
    if held is None or text is None:
        return {"ok": False, "say": "I do not know it any more."}
    person = await recognised(held.asker, attempt)
    return {"ok": True, "asker": person.to_json(), "text": text} if isinstance(person, Person) else person
