"""Between the digests: a hard signal on somebody's deal reaches them directly, once, and so does a hint about a call."""

from dataclasses import replace
from typing import Any

from bot.durable import step
from bot.errors import reference
from bot.people import belongs
from bot.risk.digest import Digest
from bot.risk.item import Item, evidence
from bot.risk.verdict import Reason
from bot.slack import alert_words as words
from bot.slack.digest_items import Look
from bot.store.overlays import ALERTED
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, post, slack_failure

ALERT = "alert"
"""In the place of a schedule: where the evidence of alerts is kept."""


async def alert_owners(digest: Digest, look: Look) -> None:
    """Tell each owner what is new and hard about a deal of theirs; what comes later stands under the first message."""
    for item in digest.every:
        hard = [reason for reason in item.verdict.reasons if reason.hard]
        for kind, reasons in (("alert", hard), ("hint", list(item.verdict.hints))):
            if reasons:
                await _tell(kind, item, reasons, look)


async def _tell(kind: str, item: Item, reasons: list[Reason], look: Look) -> None:
    parts = [part for reason in reasons for part in reason.parts]
    deal, email = item.deal.id, item.deal.owner_email
    where = await where_to_alert(kind, deal, email, parts)
    fresh = [reason for reason in reasons if set(reason.parts) & set(where["new"])]
    if not fresh or not where["channel"]:
        return
    # A place of its own for the evidence: a digest that is quiet keeps none, and no other is compared with it.
    own = replace(look, schedule=ALERT, period=f"{look.schedule}:{look.period}:{deal}")
    said = words.alert(item, fresh, own) if kind == "alert" else words.hint(item, fresh, own)
    first = f"{kind}:{deal}:{email}"
    key = f"{first}:{reference(' '.join(where['new']))}" if where["thread"] else first
    ts = await post(key, where["channel"], where["thread"], *said)
    if ts is not None:
        kept = {"period": own.period, "evidence": {deal: evidence(item)}}
        await note_alerts(kind, deal, email, where["new"], kept)


@step("where to alert")
async def where_to_alert(kind: str, deal: str, email: str, parts: list[str]) -> dict[str, Any]:
    """The owner's direct message, the first alert about the deal if there is one, and which parts are new."""
    here = house()
    told = await here.overlays.told([_key(kind, deal, email, part) for part in parts])
    new = [part for part in parts if _key(kind, deal, email, part) not in told]
    found: dict[str, Any] = {"new": new, "channel": None, "thread": ""}
    if not new:
        return found
    first = await here.posts.get(f"{kind}:{deal}:{email}")
    try:
        channel = await _direct(email)
    except SLACK_FAULTS as error:
        slack_failure(error, "an alert", 0)  # the next review tries again
        return found
    return found | {"channel": channel, "thread": first.ts if first and first.ts else ""}


@step("channel of a rep")
async def channel_of(email: str, attempt: int) -> dict[str, Any]:
    """The direct messages of somebody, by their e-mail address in Chorus; none where nobody of this workspace has it."""
    try:
        return {"ok": True, "channel": await _direct(email)}
    except SLACK_FAULTS as error:
        return slack_failure(error, "a direct message", attempt)


async def _direct(email: str) -> str | None:
    here = house()
    user = await here.directory.with_email(email) if email else None
    if user is None or not belongs(await here.directory.member(user), here.team):
        return None
    return await here.speaker.direct(user)


@step("note alerts")
async def note_alerts(kind: str, deal: str, email: str, parts: list[str], kept: dict[str, Any]) -> None:
    """Remember what somebody was told, and what it rests on."""
    here, now = house(), house().now()
    await here.readings.keep(ALERT, kept["period"], now, "", {"evidence": kept["evidence"]})
    for part in parts:
        key, rule = _key(kind, deal, email, part), part.partition(":")[0]
        await here.overlays.mark(key, deal, rule, ALERTED, "", now)


def _key(kind: str, deal: str, email: str, part: str) -> str:
    """One person is told of one part once; whoever gets the deal after them is told too."""
    return f"{kind}:{deal}:{email}:{part}"
