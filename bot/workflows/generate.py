"""A call without a sales qualification: the thread offers to have Chorus make one. What follows is make_qualification.py."""

import json
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from bot.durable import step
from bot.slack import generate_words as words
from bot.workflows.audience import is_for_all
from bot.workflows.house import house
from bot.workflows.run import Run
from bot.workflows.settle import settle_one
from bot.workflows.steps import post
from bot.workflows.stopping import stoppable
from tools import chorus
from tools.desk import failure
from tools.errors import UpstreamError
from tools.requests import Request

MAKE = ("sales_qualifications", "create")
"""The tool that has Chorus make one; policy keeps it from Claude."""
MOST = 3
"""Offers in one turn."""
UNFINISHED = ("scheduled", "live", "processing")
"""Chorus's words for a call that it cannot analyse yet."""


@dataclass(frozen=True)
class Order:
    """What an offer's button stands for: ids and places only, the rest is read when it is clicked."""

    conversation: str
    meeting: str
    words: int
    """The place of the asker's words among the messages of the conversation."""
    round: int
    """How often this was asked for here before: an order that failed can be given again."""

    @property
    def run(self) -> str:
        """Names this call's orders in the record."""
        return run_of(self.conversation, self.meeting)

    @property
    def key(self) -> str:
        return f"{self.run}:{self.round}"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def run_of(conversation: str, meeting: str) -> str:
    """The id under which the record keeps what was asked for a call in a conversation."""
    return f"generate:{conversation}:{meeting}"


async def offer_generation(run: Run, meeting: str) -> str | None:
    """
    Offer in the thread to have the qualification of a call made, and return what Claude is told; None where the account
    has no tool for it. The asker must be known to be allowed to read the call.
    """
    if ":" not in run.conversation:
        return None  # `chorister ask`: a terminal has no buttons
    if meeting in run.offered:
        return run.offered[meeting]
    if len(run.offered) >= MOST:
        return words.ENOUGH
    found = await settle_one(partial(find_offer, run.conversation, meeting, run.request), run.notice)
    run.resumed()
    if not found["ok"]:
        return None
    if not found["asked"]:
        order = Order(**found["order"])
        value = json.dumps(order.to_json(), separators=(",", ":"))
        title = found["title"] if await is_for_all(run, [meeting]) else None
        said = words.offer(words.title_of(title), value, found["processing_at"])
        if await post(f"offer:{order.key}", run.place.channel, run.place.thread, *said) is None:
            return None
    run.offered[meeting] = words.UNDER_WAY if found["asked"] else words.OFFERED
    return run.offered[meeting]


@step("find offer")
@stoppable
async def find_offer(conversation: str, meeting: str, request: str, attempt: int) -> dict[str, Any]:
    """Whether the qualification of a call can be made now, and the order that a click gives."""
    here = house()
    try:
        tool = await here.desk.unoffered(*MAKE)
        read = Request("conversations", "get", meeting, query={"fields": "name,status"})
        call = chorus.conversation(await here.desk.fetch(read, attempt=attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    at = await _place_of(conversation, request)
    if tool is None or at is None or call.status == "no show":
        return {"ok": False, "say": words.MISSING}
    number, asked = await standing(conversation, meeting)
    return {
        "ok": True,
        "order": Order(conversation, meeting, at, number).to_json(),
        "asked": asked is not None,
        "title": call.subject,
        "processing_at": here.now() if call.status in UNFINISHED else None,
    }


async def _place_of(conversation: str, request: str) -> int | None:
    """Where the asker's words stand among the messages; their newest place, if they were said twice."""
    store = house().conversations
    messages = await store.read(conversation, await store.count(conversation))
    found = [n for n, m in enumerate(messages) if m["role"] == "user" and words_in(m) == request]
    return found[-1] if found else None


def words_in(message: dict[str, Any]) -> str | None:
    """What a person wrote in a message of the conversation; results of tools stand beside it."""
    texts = [block["text"] for block in message["content"] if block["type"] == "text"]
    return texts[-1] if texts else None


async def standing(conversation: str, meeting: str) -> tuple[int, str | None]:
    """By the record: how many orders for this call have ended here, and the click that gave the one that has not."""
    rows = await house().audit.of(run_of(conversation, meeting))
    ended = sum(row["what"] == "generation ended" for row in rows)
    asked = (row["detail"] for row in rows if row["what"] == "generation asked")
    return ended, next((d["token"] for d in asked if d["round"] == ended), None)
