"""Between the digests: a hard signal on somebody's deal reaches them directly, once, and so does a hint about a call."""

from collections.abc import Iterable
from typing import Any

from bot.durable import step
from bot.errors import reference
from bot.people import belongs
from bot.risk.digest import Digest
from bot.risk.item import Item
from bot.risk.verdict import Reason
from bot.slack import alert_words as words
from bot.slack.digest_items import Look
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, post, slack_failure


async def alert_owners(digest: Digest, look: Look) -> None:
    """Tell each owner what is new and hard about a deal of theirs; what comes later stands under the first message."""
    for item in digest.every:
        hard = [reason for reason in item.verdict.reasons if reason.hard]
        for kind, reasons in (("alert", hard), ("hint", list(item.verdict.hints))):
            if reasons:
                await _tell(kind, item, reasons, look)


async def _tell(kind: str, item: Item, reasons: list[Reason], look: Look) -> None:
    parts = [part for reason in reasons for part in reason.parts]
    where = await where_to_alert(kind, item.deal.id, item.deal.owner_email, parts)
    fresh = [reason for reason in reasons if set(reason.parts) & set(where["new"])]
    if not fresh or not where["channel"]:
        return
    said = words.alert(item, fresh, look) if kind == "alert" else words.hint(item, fresh, look)
    first = f"{kind}:{item.deal.id}"
    key = f"{first}:{reference(' '.join(where['new']))}" if where["thread"] else first
    ts = await post(key, where["channel"], where["thread"], *said)
    if ts is not None:
        await note_alerts(kind, item.deal.id, where["new"])


@step("where to alert")
async def where_to_alert(kind: str, deal: str, email: str, parts: list[str]) -> dict[str, Any]:
    """The owner's direct message, the first alert about the deal if there is one, and which parts are new."""
    here = house()
    told = await here.overlays.told([_key(kind, deal, part) for part in parts])
    new = [part for part in parts if _key(kind, deal, part) not in told]
    found: dict[str, Any] = {"new": new, "channel": None, "thread": ""}
    if not new:
        return found
    first = await here.posts.get(f"{kind}:{deal}")
    return found | {"channel": await direct(email), "thread": first.ts if first and first.ts else ""}


@step("channel of a rep")
async def channel_of(email: str) -> str | None:
    """The direct messages of somebody, by their e-mail address in Chorus."""
    return await direct(email)


async def direct(email: str) -> str | None:
    """The same, within a step; None where nobody of this workspace has that address, or Slack does not say."""
    here = house()
    try:
        user = await here.directory.with_email(email) if email else None
        if user is None or not belongs(await here.directory.member(user), here.team):
            return None
        return await here.speaker.direct(user)
    except SLACK_FAULTS as error:
        slack_failure(error, "a direct message", 0)
        return None


@step("note alerts")
async def note_alerts(kind: str, deal: str, parts: Iterable[str]) -> None:
    """Remember what somebody was told."""
    here = house()
    for part in parts:
        await here.overlays.mark(
            _key(kind, deal, part), deal, part.partition(":")[0], "alerted", "", here.now()
        )


def _key(kind: str, deal: str, part: str) -> str:
    return f"{kind}:{deal}:{part}"
