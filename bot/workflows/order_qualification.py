"""A click on "Have Chorus make one": whether this person may give the order, and that it is given once."""

import json
from functools import partial
from typing import Any

from bot.durable import start_once, step, workflow
from bot.people import Person, may_read
from bot.slack import generate_words as words
from bot.slack.text import escape
from bot.store.audit import NotRecorded
from bot.workflows.audience import may_all_hear
from bot.workflows.await_qualification import await_qualification
from bot.workflows.generate import Order, standing
from bot.workflows.house import house
from bot.workflows.reading import note_call, note_refused
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import apologising, whisper
from tools import chorus
from tools.desk import failure
from tools.errors import NotThere, UpstreamError
from tools.requests import Request

Click = dict[str, str]
"""user, channel, thread, card (the offer's ts), token."""


@workflow("order qualification")
async def order_qualification(value: str, click: Click) -> None:
    """`value` is what the button carries: an Order as JSON."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        order = Order(**json.loads(value))
        may = await settle_one(partial(may_order, order.to_json(), click))
        given = await give(order.to_json(), click) if may["ok"] else may
        if not given["ok"]:
            await whisper(click["channel"], click["thread"], click["user"], escape(given["say"]))
            return
        open_title = await may_all_hear(click["channel"], [order.meeting])
        about = click | {"title": words.title_of(may["title"] if open_title else None)}
        await start_once(order.key, await_qualification, order.to_json(), about)


@step("may order")
async def may_order(order: dict[str, Any], click: Click, attempt: int) -> dict[str, Any]:
    """Whether this person may read the call: nobody else may have it analysed."""
    here, wanted = house(), Order(**order)
    if f":{click['channel']}:{click['thread']}:" not in wanted.conversation:
        return {"ok": False, "say": words.FORGOTTEN}
    read = Request(
        "conversations", "get", wanted.meeting, query={"fields": "name,owner,participants,private"}
    )
    person = await recognised(click["user"], attempt)
    if not isinstance(person, Person):
        return person
    try:
        call = chorus.conversation(await here.desk.fetch(read, attempt=attempt))
    except NotThere:
        return {"ok": False, "say": words.NOT_YOURS}
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    if not may_read(person, note_call(call), here.settings.chorister_reading):
        await note_refused(person, "sales_qualifications/create", wanted.meeting)
        return {"ok": False, "say": words.NOT_YOURS}
    return {"ok": True, "title": call.subject}


@step("give order")
async def give(order: dict[str, Any], click: Click) -> dict[str, Any]:
    """Put the order on record; the first click has given it, and every other one hears that."""
    here, wanted = house(), Order(**order)
    row = (wanted.run, "generation asked", click["user"], here.now(), str(wanted.round))
    try:
        await here.audit.record(*row, round=wanted.round, token=click["token"], meeting=wanted.meeting)
    except NotRecorded:
        return {"ok": False, "say": words.NOT_RECORDED}
    given = await standing(wanted.conversation, wanted.meeting) == (wanted.round, click["token"])
    return {"ok": True} if given else {"ok": False, "say": words.ALREADY}
