"""The open deals of a call's account, as far as Chorus's own calls show them: the CRM itself cannot be asked."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.people import Attendance, Person, may_read
from bot.proposals.deals import Deal, is_open
from bot.workflows.house import house
from tools import chorus
from tools.chorus import Conversation, Engagement
from tools.crm_links import same_record
from tools.errors import NotThere
from tools.requests import Request

DAYS, PAGES, ROWS = 180, 5, 100
"""How far back to look, and at how many pages of how many calls."""
MOST = 6
"""Deals to look at; a person has to choose from them."""


async def open_deals(asker: Person, call: Conversation, attempt: int) -> list[dict[str, Any]]:
    """
    Deals of the call's account that are not closed, as plain JSON, the one with the newest call first. Only
    calls of the same owner that the asker may read are looked at. Within a step; raises UpstreamError.
    """
    if not (call.account_id or call.account_name):
        return []
    seen = [row for row in await _recent(call.owner_id, attempt) if _same_account(row, call)]
    newest: list[Engagement] = []
    for row in sorted(seen, key=_start, reverse=True):
        known = any(same_record(row.opportunity_id or "", other.opportunity_id or "") for other in newest)
        if row.opportunity_id and not known and _readable(asker, row):
            newest.append(row)
    deals = await asyncio.gather(*(_deal(row, attempt) for row in newest[:MOST]))
    return [asdict(deal) for deal in deals if is_open(deal.stage)]


async def _recent(owner: str | None, attempt: int) -> list[Engagement]:
    """The newest calls of one owner, of everybody where the owner is not known."""
    since = datetime.fromtimestamp(house().now(), UTC) - timedelta(days=DAYS)
    query: dict[str, Any] = {"user_id": owner, "min_date": since.isoformat(), "limit": ROWS}
    found: dict[str, Engagement] = {}
    for _ in range(PAGES):
        answer = await house().desk.fetch(Request("conversations", "list", query=query), attempt=attempt)
        page = chorus.engagements(answer)
        fresh = {row.conversation_id: row for row in page if row.conversation_id not in found}
        found |= fresh
        # The last page may still carry a cursor, and a repeated one would bring the same rows again.
        if not page.next_cursor or not fresh:
            break
        query |= {"next_cursor": page.next_cursor}
    return list(found.values())


def _same_account(row: Engagement, call: Conversation) -> bool:
    if row.account_id and call.account_id:
        return same_record(row.account_id, call.account_id)
    return (
        bool(row.account_name) and (row.account_name or "").casefold() == (call.account_name or "").casefold()
    )


def _readable(asker: Person, row: Engagement) -> bool:
    return may_read(asker, Attendance.of(row), house().settings.chorister_reading)


def _start(row: Engagement) -> datetime:
    return row.start or datetime.min.replace(tzinfo=UTC)


async def _deal(row: Engagement, attempt: int) -> Deal:
    """The deal of a call; its stage stands only in the call itself."""
    assert row.opportunity_id is not None
    day = row.start.date().isoformat() if row.start else None
    bare = Deal(row.opportunity_id, row.opportunity_name, None, day)
    request = Request("conversations", "get", row.conversation_id, query={"fields": "deal"})
    try:
        call = chorus.conversation(await house().desk.fetch(request, attempt=attempt))
    except (NotThere, ValueError):
        return bare
    if not same_record(call.opportunity_id or bare.id, bare.id):
        return bare
    return Deal(bare.id, call.opportunity_name or bare.name, call.stage, day)
