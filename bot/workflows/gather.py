"""
Reading what the risk rules judge, durably: every page of calls once, then the details that are needed, side by side up to
the pace that Truto allows. What cannot be read is named, and stands in the way of nothing else.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.durable import step
from bot.people import Attendance, Person, Policy, may_read
from bot.risk.assembly import UNRECORDED, Met, deals_of, met, newest, with_analysis, with_details
from bot.risk.facts import Deal
from bot.risk.read import Read
from bot.risk.rulebook import Rulebook
from bot.workflows.house import house
from bot.workflows.look_through import look_through
from bot.workflows.settle import Result, settle
from tools import chorus
from tools.chorus import Conversation, Engagement, Qualification
from tools.desk import failure
from tools.errors import NotThere, UpstreamError
from tools.requests import Request
from tools.shapes import is_list

PAGES = 200
"""More pages than anybody's calls of a window fill; past it the cursor is taken for broken."""
BATCH = 40
"""Details read side by side; Truto's pace is kept below this."""
BACK = 3
"""Calls of a deal that are looked at for an analysis, newest first."""
KINDS = ("meeting", UNRECORDED)
UNUSED = {"summary", "subject", "language", "compliance", "account_id"}
"""Of a row in the list: not judged, and not kept."""
SHOWN = {"fields": "status,deal,metrics,private"}


@dataclass(frozen=True)
class Scope:
    """Whose deals are reviewed, for whom, by which rules and when."""

    maker: Person
    owners: dict[str, str]
    """Chorus ids and names of the people whose calls are listed."""
    book: Rulebook
    now: datetime
    policy: Policy
    tokens: int
    """That may be spent on looking for red-flag words."""


async def gather(scope: Scope) -> Read:
    """The open deals of some people, with all that the rules look at."""
    start = scope.now - timedelta(days=scope.book.window_days)
    meetings, unlisted = await _list_all(scope, start)
    deals = deals_of(meetings, scope.now)
    deals = await _with_details([deal for deal in deals if deal.owner_id in scope.owners])
    closed = [deal for deal in deals if deal.is_open is False]
    deals = await _with_analyses([deal for deal in deals if deal.is_open is not False])
    if scope.book.rules.R12.enabled:
        deals = await look_through(
            deals, scope.book.rules.R12.days, scope.now, scope.tokens, scope.maker.slack_id
        )
    listed = frozenset(scope.owners) - frozenset(unlisted)
    lost = {id: f"the calls of {scope.owners[id]} ({why})" for id, why in unlisted.items()}
    return Read([*deals, *closed], listed, lost, [scope.owners[id] for id in unlisted])


def _readable(scope: Scope, row: Engagement) -> bool:
    return may_read(scope.maker, Attendance.of(row), scope.policy)


async def _list_all(scope: Scope, start: datetime) -> tuple[list[Met], dict[str, str]]:
    """
    The meetings of everybody, and why somebody's could not be listed. The lists are read page by page, all of them in step:
    the engine replays by position.
    """
    found: list[Met] = []
    lost: dict[str, str] = {}
    seen: set[tuple[str, str, str]] = set()
    open_lists: list[tuple[str, str, str | None]] = [
        (id, kind, None) for id in scope.owners for kind in KINDS
    ]
    for _ in range(PAGES):
        if not open_lists:
            break
        window = (start.isoformat(), scope.now.isoformat())
        pages = await _in_batches([partial(list_calls, *one, *window) for one in open_lists])
        further: list[tuple[str, str, str | None]] = []
        for (owner, kind, _), page in zip(open_lists, pages, strict=True):
            if not page["ok"]:
                lost.setdefault(owner, page["say"])
                continue
            rows = [Engagement.model_validate(row) for row in page["rows"]]
            found += [meeting for row in rows if _readable(scope, row) and (meeting := met(row))]
            cursor = page["cursor"]
            # The last page may still carry a cursor, then comes an empty one; a repeated one would go round for ever.
            if cursor and rows and (owner, kind, cursor) not in seen:
                seen.add((owner, kind, cursor))
                further.append((owner, kind, cursor))
        open_lists = further
    lost |= {owner: "too many pages" for owner, _, _ in open_lists if owner not in lost}
    return [meeting for meeting in found if meeting.owner_id not in lost], lost


@step("list calls")
async def list_calls(owner: str, kind: str, cursor: str | None, start: str, end: str, attempt: int) -> Result:
    """One page of somebody's calls between two times, without their summaries."""
    query = {
        "user_id": owner,
        "engagement_type": kind,
        "min_date": start,
        "max_date": end,
        "with_trackers": True,
        "next_cursor": cursor,
        "limit": 100,
    }
    try:
        request = Request("conversations", "list", query=query)
        answer = await house().desk.fetch(request, attempt=attempt)
        if not is_list(answer):
            return {"ok": False, "say": "Chorus answered with no list of calls"}
        page = chorus.engagements(answer)
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    if page.unusable:
        return {"ok": False, "say": "Chorus listed calls without an id"}
    rows = [row.model_dump(mode="json", exclude=UNUSED) for row in page.rows]
    return {"ok": True, "rows": rows, "cursor": page.next_cursor}


async def _with_details(deals: Sequence[Deal]) -> list[Deal]:
    """Stage, amount and close date, from each deal's newest recorded call."""
    calls = {deal.id: newest(deal)[0] for deal in deals if newest(deal)}
    read = await _read(calls.values(), read_deal, Conversation.model_validate)
    return [with_details(deal, read[calls[deal.id]]) if deal.id in calls else deal for deal in deals]


@step("read deal")
async def read_deal(call: str, attempt: int) -> Result:
    """What a call's record says of its deal."""
    try:
        request = Request("conversations", "get", call, query=SHOWN)
        found = chorus.conversation(await house().desk.fetch(request, attempt=attempt))
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    kept = {"conversation_id", "stage", "deal_size", "close_date", "talk_ratio", "status", "private"}
    return {"ok": True, "found": found.model_dump(mode="json", include=kept) | {"conversation_id": call}}


async def _with_analyses(deals: Sequence[Deal]) -> list[Deal]:
    """The newest analysis of each deal, from one of its last calls."""
    left = {deal.id: newest(deal)[:BACK] for deal in deals}
    found: dict[str, Qualification | str | None] = dict.fromkeys(left)
    for n in range(BACK):
        asked = {id: calls[n] for id, calls in left.items() if found[id] is None and n < len(calls)}
        read = await _read(asked.values(), read_analysis, _analysis)
        found |= {id: read[call] for id, call in asked.items()}
    return [with_analysis(deal, found[deal.id]) for deal in deals]


def _analysis(data: Any) -> Qualification | None:
    return Qualification.model_validate(data) if data else None


@step("read analysis")
async def read_analysis(call: str, attempt: int) -> Result:
    """A call's sales qualification; nothing where Chorus has none."""
    try:
        request = Request("sales_qualifications", "get", call)
        found = chorus.qualification(await house().desk.fetch(request, attempt=attempt))
    except NotThere:
        return {"ok": True, "found": None}
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    return {"ok": True, "found": found.model_dump(mode="json") | {"recording_id": call}}


async def _read(
    calls: Iterable[str], job: Callable[[str, int], Awaitable[Result]], view: Callable[[Any], Any]
) -> dict[str, Any]:
    """What a step says of each call, as a view; a sentence where it could not be read."""
    wanted = list(calls)
    results = await _in_batches([partial(job, call) for call in wanted])
    return {
        call: view(result["found"]) if result["ok"] else str(result["say"])
        for call, result in zip(wanted, results, strict=True)
    }


async def _in_batches(jobs: Sequence[Callable[[int], Awaitable[Result]]]) -> list[Result]:
    found: list[Result] = []
    for n in range(0, len(jobs), BATCH):
        found += await settle(jobs[n : n + BATCH])
    return found
