"""A click on an errand's card: may this person, are these the words, one decision, and then what was decided is done."""

import logging
from functools import partial
from typing import Any

from bot.durable import start_once, step, workflow
from bot.errands.errand import Errand, State, decided, from_json, to_json
from bot.errands.rights import decides
from bot.people import Person
from bot.slack import errand_words as words
from bot.slack.modals import carried_by
from bot.slack.text import escape
from bot.workflows.conclude_errand import conclude_errand
from bot.workflows.expire_errands import finish_errand
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.show_errand import edit_errand
from bot.workflows.steps import apologising, open_modal, telling, whisper
from bot.workflows.writing import writing_off

log = logging.getLogger(__name__)

Click = dict[str, Any]
"""
verdict, user, digest (of what was shown), token (unique to the click), channel, thread, card (ts); typed: what somebody
typed to confirm; and once the person is recognised who (name, email).
"""


@workflow("decide errand")
async def decide_errand(id: str, click: Click) -> None:
    """Somebody clicked Approve or Decline, or sent the form in which one confirms."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        say = await _decide(id, click)
        if say:
            await whisper(click["channel"], click["thread"], click["user"], say)


async def _decide(id: str, click: Click) -> str | None:
    """Take a decision and do it; returns what only the person who clicked has to hear."""
    allowed = await settle_one(partial(may_decide_errand, id, click), telling(click))
    if not allowed["ok"]:
        if allowed.get("stale"):
            await edit_errand(id, click["channel"], click["card"])
        return str(allowed["say"])
    held = await settle_errand(id, click | {"who": allowed["who"]})
    after = from_json(held["errand"])
    if not held["fresh"]:
        return str(held.get("say") or words.already(after))
    try:
        await conclude_errand(after, click["channel"], click["card"], telling(click))
    except Exception:
        # It is decided: it is taken up again at once, later by the clock, and nothing is sent twice.
        log.exception("what was decided about the errand %s broke off", id)
        await start_once(f"finish errand:{id}:{click['token']}", finish_errand, id)
        return words.LATER
    return words.already(after) if after.state is State.EXPIRED else None


@workflow("confirm errand")
async def open_confirmation(id: str, click: Click) -> None:
    """Somebody clicked Approve where something would be destroyed: the form is for those who may decide."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        allowed = await settle_one(partial(may_decide_errand, id, click), attempts=1)
        say = await show_confirmation(id, click) if allowed["ok"] else allowed["say"]
        if say:
            await whisper(click["channel"], click["thread"], click["user"], say)


@step("show confirmation")
async def show_confirmation(id: str, click: Click) -> str | None:
    """Open the form; the sentence for whoever clicked where there is none to open."""
    here = house()
    errand = await _stored(id)
    if errand.state is not State.PENDING or here.now() >= errand.expires_at:
        return words.already(errand) if errand.state is not State.PENDING else words.EXPIRED
    place = {key: click[key] for key in ("channel", "thread", "card")}
    return (await open_modal(click["trigger"], words.form(errand, place), words.TOO_LATE)).get("say")


@step("may decide errand")
async def may_decide_errand(id: str, click: Click, attempt: int) -> dict[str, Any]:
    """Whether this person may decide this card as they saw it, or the private sentence that says no."""
    here, errand = house(), await house().errands.get(id)
    if errand is None:
        return {"ok": False, "say": words.NO_SUCH}
    person = await recognised(click["user"], attempt)
    if not isinstance(person, Person):
        return person | {"say": escape(str(person["say"]))}
    if not decides(person, errand):
        run = f"errand:{id}"
        await here.audit.note(run, "refused click", person.slack_id, here.now(), key=person.slack_id)
        return {"ok": False, "say": words.not_theirs(errand)}
    is_open = errand.state is State.PENDING
    if is_open and not errand.is_shown_as(click["digest"]):
        return {"ok": False, "say": words.CHANGED, "stale": True}
    off = await writing_off(click["user"], click["channel"], errand.conversation)
    if is_open and off and click["verdict"] == State.APPROVED:
        return {"ok": False, "say": f"{off} Nothing was done; the card stays open."}
    return {"ok": True, "who": {"name": person.name, "email": person.email}}


@step("settle errand")
async def settle_errand(id: str, click: Click) -> dict[str, Any]:
    """Take the decision if nobody has; the first one stands. What destroys needs the right words."""
    here, shown = house(), await _stored(id)
    verdict = State(click["verdict"])
    is_open = shown.state is State.PENDING and here.now() < shown.expires_at
    if is_open and verdict is State.APPROVED and not shown.is_confirmed(click.get("typed", "")):
        return {"fresh": False, "errand": to_json(shown), "say": words.WRONG_WORDS}
    now = shown
    if shown.is_shown_as(click["digest"]):
        after = decided(shown, verdict, click["user"], here.now(), click["token"])
        if after is not shown:
            now = after if await here.errands.decide(after) else await _stored(id)
    fresh = (now.decision or {}).get("token") == click["token"]
    if fresh:
        detail = {"verdict": now.state.value, "digest": shown.digest, "typed": click.get("typed", "")}
        await here.audit.note(f"errand:{id}", "decided", click["user"], here.now(), **detail, **click["who"])
    return {"fresh": fresh, "errand": to_json(now)}


async def check_typed(view: dict[str, Any]) -> dict[str, Any] | None:
    """What is wrong with the words in the form, before it closes; None where the story may take over."""
    errand = await house().errands.get(carried_by(view)["id"])
    if errand is None or errand.phrase is None or errand.is_confirmed(words.typed(view)):
        return None
    return words.wrong_words(errand.phrase)


async def _stored(id: str) -> Errand:
    found = await house().errands.get(id)
    assert found is not None
    return found
