"""Changing an open card: the form behind Edit, and the answer to which deal is meant. Each makes a new card in its place."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.proposals.editing import edited, left_out
from bot.proposals.proposal import Change, Proposal, State, from_json, to_json
from bot.proposals.renewing import chosen
from bot.slack import edit_form, modals
from bot.slack.text import escape
from bot.workflows.decide import CHANGED, Click, may_click, put, show_renewed
from bot.workflows.evidence import gather_again
from bot.workflows.house import house
from bot.workflows.settle import settle_one
from bot.workflows.show_card import edit_card
from bot.workflows.steps import apologising, open_modal, telling, whisper
from tools.crm_links import same_record
from tools.desk import failure
from tools.errors import UpstreamError

TOO_LATE = f"{modals.CLOSED} Please click Edit again."
OVER = "This card was decided or has expired in the meantime, so it cannot be changed any more."


@workflow("open form")
async def open_form(id: str, click: Click) -> None:
    """Somebody clicked Edit: the form is for those who may decide."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        allowed = await settle_one(partial(may_click, id, click), attempts=1)
        say = None if allowed["ok"] else allowed["say"]
        if allowed["ok"]:
            say = OVER if allowed["over"] else await show_form(id, click)
        if say:
            await whisper(click["channel"], click["thread"], click["user"], say)


@step("show form")
async def show_form(id: str, click: Click) -> str | None:
    """Open the form; the sentence for the person where that did not work."""
    proposal = await house().proposals.get(id)
    assert proposal is not None
    view = edit_form.form(proposal, click["channel"], click["thread"], click["card"], click["ticks"])
    return (await open_modal(click["trigger"], view, TOO_LATE)).get("say")


async def check_form(view: Mapping[str, Any], user: str) -> dict[str, Any]:
    """
    What is wrong with a form that was sent, as Slack takes it in the acknowledgement; empty when all is well. It only
    reads: the change itself is a story of its own.
    """
    place = modals.carried_by(view)
    proposal = await house().proposals.get(place["id"])
    if proposal is None or proposal.state is not State.PENDING or house().now() >= proposal.expires_at:
        return _instead(OVER)
    if not proposal.is_shown_as(place["digest"]):
        return _instead(CHANGED)
    made = edited(proposal, edit_form.values(view), user, place["ticked"])
    return edit_form.errors(made) if isinstance(made, dict) else {}


def _instead(say: str) -> dict[str, Any]:
    return modals.instead(edit_form.notice(edit_form.TITLE, say))


@workflow("edit card")
async def edit_proposal(place: dict[str, Any], typed: dict[str, str | None], user: str) -> None:
    """A form was sent and found good: the card is shown again with the values in it."""
    click = {"verdict": "edit", "user": user, **{k: place[k] for k in ("digest", "channel", "thread")}}
    async with apologising(place["channel"], place["thread"], user):
        allowed = await settle_one(partial(may_click, place["id"], click), telling(click))
        say = OVER if allowed.get("over") else allowed.get("say")
        if allowed["ok"] and not allowed["over"]:
            say = await _revised(place["id"], click | {"card": place["card"]}, typed, place["ticked"])
        if say:
            await whisper(place["channel"], place["thread"], user, say)


async def _revised(id: str, click: Click, typed: dict[str, str | None], ticks: list[str]) -> str | None:
    now = await revise(id, click["digest"], typed, click["user"], ticks)
    await edit_card(id, click["channel"], click["card"])
    return None if now else CHANGED


@step("revise proposal")
async def revise(
    id: str, digest: str, typed: dict[str, str | None], user: str, ticks: list[str]
) -> dict[str, Any] | None:
    """Put the edited proposal in the place of the one that was shown, with its record; None where that one is gone."""
    here = house()
    shown = await here.proposals.get(id)
    assert shown is not None
    made = edited(shown, {int(n): value for n, value in typed.items()}, user, ticks)
    if isinstance(made, dict) or not shown.is_shown_as(digest) or here.now() >= shown.expires_at:
        return await _revised_before(shown, user)
    now = replace(shown, changes=made, left_out=left_out(shown, made), notice="")
    run, deal = f"proposal:{id}", shown.opportunity_id or None
    detail = {"from": shown.digest, "to": now.digest, "fields": _differences(shown, made)}
    await here.audit.record(run, "edited", user, here.now(), key=now.digest, deal=deal, **detail)
    if shown.digest != now.digest and not await here.proposals.revise(shown, now):
        await here.audit.note(run, "edited: too late", user, here.now(), key=now.digest, deal=deal)
        return None
    return to_json(now)


async def _revised_before(shown: Proposal, user: str) -> dict[str, Any] | None:
    """The proposal, if it is this very edit that a crash kept from being checkpointed."""
    rows = await house().audit.of(f"proposal:{shown.id}")
    edits = (row for row in reversed(rows) if row["what"] == "edited" and row["who"] == user)
    ours = next((row["detail"]["to"] == shown.digest for row in edits), False)
    return to_json(shown) if ours else None


def _differences(shown: Proposal, made: tuple[Change, ...]) -> dict[str, Any]:
    """What an edit made of each field it touched; null for one that was left out."""
    now = {c.field_name: c.proposed for c in made}
    return {c.label: now.get(c.field_name) for c in shown.changes if now.get(c.field_name) != c.proposed}


@workflow("choose deal")
async def choose_deal(id: str, click: Click, deal: str) -> None:
    """Somebody said which deal a call belongs to: the card becomes a proposal for that one."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        allowed = await settle_one(partial(may_click, id, click), telling(click))
        say = OVER if allowed.get("over") else allowed.get("say")
        if allowed["ok"] and not allowed["over"]:
            made = await settle_one(partial(aim, id, click["digest"], deal, click["user"]), telling(click))
            say = None if made["ok"] else f"{escape(made['say'])} Nothing changed."
            if made["ok"]:
                await show_renewed(from_json(made["proposal"]), click)
        if say:
            await whisper(click["channel"], click["thread"], click["user"], say)


@step("aim proposal")
async def aim(id: str, digest: str, deal: str, user: str, attempt: int) -> dict[str, Any]:
    """Set the deal of a proposal that had none, and look at what its fields hold there; the sentence where that failed."""
    here = house()
    shown = await here.proposals.get(id)
    assert shown is not None
    if same_record(shown.opportunity_id, deal):  # a crash kept this from being checkpointed
        return {"ok": True, "proposal": to_json(shown)}
    meant = next((other for other in shown.others if other.id == deal), None)
    if meant is None or shown.opportunity_id or not shown.is_shown_as(digest):
        return {"ok": False, "say": CHANGED}
    try:
        now = chosen(shown, meant, await gather_again(replace(shown, opportunity_id=deal), attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    stored = await put(shown, now, "deal chosen", user)
    ours = same_record(stored.opportunity_id, deal) or stored.state is State.OVERTAKEN
    return {"ok": True, "proposal": to_json(stored)} if ours else {"ok": False, "say": CHANGED}
