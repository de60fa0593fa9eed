"""Summarise this call, and Push to CRM, from the menu of a message that names it: the same as a mention in its thread."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from bot.durable import is_running, step, was_started, workflow
from bot.people import Person
from bot.slack import menu_words as words
from bot.slack.menu_words import Pointed, Wish
from bot.slack.text import escape
from bot.store.joins import FORWARD, LONGEST, WINDOW, Join, is_fresh
from bot.workflows.as_asked import ask_as
from bot.workflows.change_schedule import answering, tell
from bot.workflows.house import house
from bot.workflows.reading import may_read_call, note_refused
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, post, slack_failure
from tools.desk import failure
from tools.errors import NotThere, UpstreamError

ATTEMPTS = 3
"""Tries to find out which call it is and whether it is theirs to read: nothing is said while they wait."""

Click = dict[str, Any]
"""user, channel, message (its ts), thread, and url: where the private answer goes."""


@workflow("call from menu")
async def call_from_menu(wish: str, pointed: dict[str, Any], click: Click) -> None:
    """Somebody took one of the two shortcuts. What they are told alone goes to the address that came with it."""
    async with answering(click):
        found = await settle_one(partial(find_call, wish, pointed, click), attempts=ATTEMPTS)
        await tell(
            click, await _ask(Wish(wish), found["call"], click) if found["ok"] else escape(found["say"])
        )


async def _ask(wish: Wish, call: str, click: Click) -> str:
    """Put the request, unless it is being worked on; the private answer."""
    turn = await next_turn(f"{wish}:{call}:{click['thread']}:{click['user']}", click["channel"])
    if turn["busy"]:
        return words.ALREADY
    said = words.asked(wish, click["user"])
    if await post(f"asked:{turn['token']}", click["channel"], click["thread"], *said) is None:
        return words.NOT_IN_HERE
    await ask_as(click | {"token": turn["token"]}, words.request(wish, call))
    return words.BEGUN


@step("find the call of a menu")
async def find_call(wish: str, pointed: dict[str, Any], click: Click, attempt: int) -> dict[str, Any]:
    """The one call that the message names, if whoever asks may read it and we can answer there; else the sentence."""
    person = await recognised(click["user"], attempt)
    if not isinstance(person, Person):
        return person
    try:
        why = await _why_not_here(click["channel"])
    except SLACK_FAULTS as error:
        return slack_failure(error, "a question about a channel", attempt)
    calls = [] if why else await _calls(pointed, click)
    if len(calls) != 1:
        none = words.NOT_RECORDED if pointed["meetings"] else words.NO_CALL
        return {"ok": False, "say": why or (words.SEVERAL if calls else none)}
    own = replace(person, account=await house().accounts.of(person.slack_id, person.email))
    return await _allowed(own, calls[0], Wish(wish), click["channel"], attempt)


async def _allowed(person: Person, call: str, wish: Wish, channel: str, attempt: int) -> dict[str, Any]:
    """A call that is not theirs to read is for nobody to hear of; asking for it is on record."""
    try:
        may = await may_read_call(person, call)
    except NotThere:
        may = False
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    if may:
        return {"ok": True, "call": call}
    if early := await _too_early(person, call, wish, channel):
        return {"ok": False, "say": early}
    await note_refused(person, f"{wish} from menu", call)
    return {"ok": False, "say": words.REFUSED[wish]}


async def _too_early(person: Person, call: str, wish: Wish, channel: str) -> str:
    """
    What there is to say of a call that is not written up yet: Chorus does not say then who was in it. Only for who asked for
    its recorder, and in the channel that saw it asked for.
    """
    join = await house().joins.of_call(call)
    if join is None or (join.asked_by != person.slack_id and join.channel != channel):
        return ""
    is_coming = join.state in FORWARD and is_fresh(join, house().now())
    return words.too_early(wish, join.state) if is_coming else ""


async def _why_not_here(channel: str) -> str:
    """Why nothing can be answered in a channel, or nothing."""
    stands = await house().speaker.standing(channel)
    if not stands.is_member:
        return words.NOT_IN_HERE
    if stands.is_archived:
        return words.ARCHIVED
    return words.SHARED_HERE if stands.is_shared else ""


async def _calls(pointed: dict[str, Any], click: Click) -> list[str]:
    """The calls that a message names: outright, by a meeting that was recorded, or, for one of ours, by its thread."""
    read, joins = Pointed(**pointed), house().joins
    held = [join for key in read.meetings if (join := await joins.get(key)) and is_meant(join, click)]
    if read.is_ours and not read.calls:
        held = await joins.in_thread(click["channel"], click["thread"])
    return list(dict.fromkeys([*read.calls, *(join.call for join in held if join.call)]))


def is_meant(join: Join, click: Click) -> bool:
    """Whether a recorded call is the one of a posted link: the same room holds another meeting next week."""
    if (join.channel, join.thread) == (click["channel"], click["thread"]):
        return True
    return -WINDOW <= join.asked_at - float(click["message"]) <= LONGEST


@step("next turn of a menu")
async def next_turn(what: str, channel: str) -> dict[str, Any]:
    """A token for this request; a second click while the first one is answered is the same request."""
    here = house()
    day = datetime.fromtimestamp(here.now(), UTC).date()
    for n in count():
        token = f"{what}:{day}.{n}"
        key = f"{here.team}:{channel}:{token}"
        if not await was_started(f"ask:{key}"):
            return {"busy": False, "token": token}
        if await is_running(f"ask:{key}") or await is_running(f"turn:{key}"):
            return {"busy": True}
    raise AssertionError("there is always a next number")
