"""Taking back what one click on a deal of a digest did, unless something was done since."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.risk.standing import Overlay
from bot.slack import risk_words as words
from bot.store.audit import NotRecorded
from bot.workflows.house import house
from bot.workflows.mark_digest import mark_digest
from bot.workflows.recognising import Judge, in_charge
from bot.workflows.risk_clicks import Click, tell
from bot.workflows.settle import settle_one
from bot.workflows.steps import apologising, tell_directly

ASSIGNED = ("assigned_to", "assigned_by", "assigned_at", "assigned_click")
OTHERS = tuple(name for name in Overlay().to_json() if name not in ASSIGNED)
"""What a click changes: who has a deal is one thing, whether its line is shown another."""


@dataclass(frozen=True)
class WayBack:
    """How what a click did can be put back."""

    is_open: bool
    """Whether that click was the last one."""
    is_gone: bool
    """Whether everything is as it was before the click."""
    take: Callable[[], Awaitable[bool]]
    """Does it; says False where somebody was quicker."""


@workflow("risk: undo")
async def undo_act(click: Click, deal: str, token: str) -> None:
    """Take back what the click `token` did."""
    async with apologising(click["channel"], click["thread"], click["user"]):
        done = await settle_one(partial(take_back, click, deal, token))
        await tell(click | {"deal": {"d": deal, "n": done.get("name", "")}}, done, "undone")
        if done.get("message"):
            await mark_digest(click["channel"], done["message"])
        if done.get("with"):
            await tell_no_assignee(click["token"], done["with"], done["name"], done["by"])


@step("undo on a risk")
async def take_back(click: Click, deal: str, token: str, attempt: int) -> dict[str, Any]:
    """Put back how it was before a click; the record comes first."""
    here, mine = house(), f"|{click['token']}"
    rows = await here.audit.of(f"risk:{deal}")
    row = next((r for r in reversed(rows) if r["key"].endswith(f"|{token}") and "owner" in r["detail"]), None)
    if row is None:
        return {"ok": False, "say": words.TOO_OLD}
    what, detail = row["what"], row["detail"]
    judge = await in_charge(click["user"], deal, (detail["owner"][0], detail["owner"][1]), attempt)
    if not isinstance(judge, Judge):
        return judge
    person = judge.person
    way = await (
        _mark_back(detail["mark"]) if what == "not useful" else _overlay_back(deal, token, what, detail)
    )
    told = {"ok": True, "detail": what, "by": person.name, "name": detail["name"]}
    told |= {"message": detail.get("message", "")}
    told |= {"with": detail["now"]["assigned_to"]} if what == "assigned" else {}
    if not way.is_open:
        # A step that died after its effect is taken up again: then its own record is there.
        repeated = way.is_gone and any(r["what"] == "undone" and r["key"].endswith(mine) for r in rows)
        return told if repeated else {"ok": False, "say": words.CHANGED_SINCE}
    record = {"deal": deal, "of": token}
    try:
        run, key = f"risk:{deal}", f"{attempt}{mine}"
        await here.audit.record(run, "undone", person.slack_id, here.now(), key=key, **record)
    except NotRecorded:
        return {"ok": False, "say": words.NOT_RECORDED}
    return told if await way.take() else {"ok": False, "say": words.AT_ONCE, "retry_in": 0.1}


async def _mark_back(mark: str) -> WayBack:
    kept = house().overlays
    there = bool(await kept.told([mark]))
    return WayBack(there, not there, partial(kept.unmark, [mark]))


async def _overlay_back(deal: str, token: str, what: str, detail: dict[str, Any]) -> WayBack:
    here = house()
    current, version = await here.overlays.seen(deal)
    was = Overlay.from_json(detail["was"])
    names, last = (ASSIGNED, current.assigned_click) if what == "assigned" else (OTHERS, current.line_click)
    back = replace(current, **{name: getattr(was, name) for name in names})

    async def take() -> bool:
        if not await here.overlays.swap(deal, version, back, here.now()):
            return False
        await here.overlays.unmark([f"{token}:{rule}" for rule in rules_of(detail["now"])])
        return True

    return WayBack(last == token, current == back, take)


def rules_of(overlay: dict[str, Any]) -> set[str]:
    """The rules whose reasons an overlay is about."""
    return {part.partition(":")[0] for part in (*overlay["parts"], *overlay["snoozed_parts"])}


@step("tell nobody's assignee")
async def tell_no_assignee(token: str, user: str, name: str, by: str) -> None:
    """Tell somebody directly that a deal is not with them any more."""
    await tell_directly(f"unassigned:{token}", user, words.unassigned(name, by), "a note to an assignee")
