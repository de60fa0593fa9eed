"""Reviewing a day's calls: every page, each long call's qualification, and an alert that names what could not be read."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from bot.agent.local_tools import ReviewCalls
from bot.durable import step
from bot.people import Attendance, may_read
from bot.risk.day import DayReview, Reading, bounds, review, select
from bot.slack.alerts import alert
from bot.slack.text import counted
from bot.workflows.audience import place_for
from bot.workflows.counted import Counted
from bot.workflows.house import house
from bot.workflows.own_account import mend
from bot.workflows.reading import note_call
from bot.workflows.run import Result, Run, tool_result
from bot.workflows.settle import settle, settle_one
from bot.workflows.steps import post
from bot.workflows.stopping import go_on, stoppable
from tools import chorus
from tools.chorus import Engagement, Qualification
from tools.desk import failed, failure, told
from tools.errors import NotThere, UpstreamError
from tools.requests import Request

PAGES = 500
"""More pages than any day has; past it the cursor is taken for broken."""
BATCH = 40
"""Qualifications read side by side; the pace of Truto's limit is kept below this."""
NO_QUALIFICATION = "Chorus has no qualification of this call"


async def review_for_claude(run: Run, call_id: str, args: ReviewCalls) -> Result:
    """Review the day, post the alert, and tell Claude what was posted."""
    listed = f"Listing the meetings of {args.date:%-d %B}"
    run.progress.show(call_id, listed, "in_progress")
    start, end = bounds(args.date, run.asker.zone)
    listing = partial(run.progress.show, call_id, status="in_progress")
    window = (start.isoformat(), end.isoformat())
    rows, problem, unreadable = await _list(run, *window, lambda n: listing(title=f"{listed}, page {n}"))
    if problem:
        run.progress.show(call_id, listed, "error")
        return tool_result(
            call_id, failed(f"The day's meetings could not be listed: {problem}"), is_error=True
        )
    mine = [row for row in rows if _readable(run, row)]
    selection = replace(
        select(mine, start, end, args.longer_than_minutes),
        unreadable=unreadable,
        not_yours=select(rows, start, end, 0).total - select(mine, start, end, 0).total,
    )
    run.progress.show(call_id, f"{listed}: {counted(selection.total, 'meeting')}", "complete")
    readings = await _read_all(run, call_id, selection.checked, args.date)
    found = review(selection, readings, args.field)
    shown = await _show(run, call_id, found)
    return tool_result(call_id, told(**_facts(found, args, shown)), is_error=not shown)


async def _list(
    run: Run, start: str, end: str, turned: Callable[[int], None]
) -> tuple[list[Engagement], str | None, int]:
    """
    All meetings that Chorus lists for the window, each once; why not, if so; and how many rows made no sense. `turned` is
    told of each page after the first.
    """
    found: dict[str, Engagement] = {}
    cursor: str | None = None
    seen: set[str] = set()
    unreadable = 0
    for n in range(1, PAGES + 1):
        if n > 1:
            turned(n)
        page = await settle_one(partial(list_page, start, end, cursor, run.asker.account), run.notice)
        await mend(run.asker.slack_id, run.asker.account, [page])
        if not page["ok"]:
            return [], page["say"], 0
        unreadable += page["unusable"]
        for row in map(Engagement.model_validate, page["rows"]):
            found.setdefault(row.conversation_id, row)
        cursor = page["cursor"]
        # The last page may still carry a cursor, then comes an empty one; a repeated cursor would go round for ever.
        if not cursor or not page["rows"] or cursor in seen:
            break
        seen.add(cursor)
    run.resumed()
    return list(found.values()), None, unreadable


@step("list page")
@stoppable
async def list_page(
    start: str, end: str, cursor: str | None, account: str | None, attempt: int
) -> dict[str, Any]:
    """One page of the meetings between two times."""
    query = {"min_date": start, "max_date": end, "engagement_type": "meeting", "next_cursor": cursor}
    try:
        request = Request("conversations", "list", query=query, account=account)
        page = chorus.engagements(await house().desk.fetch(request, attempt=attempt))
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    for row in page.rows:
        note_call(row)
    return {
        "ok": True,
        "rows": [row.model_dump(mode="json") for row in page.rows],
        "cursor": page.next_cursor,
        "unusable": page.unusable,
    }


def _readable(run: Run, row: Engagement) -> bool:
    return may_read(run.asker, Attendance.of(row), run.policy)


async def _read_all(run: Run, call_id: str, calls: Sequence[Engagement], day: date) -> list[Reading]:
    """The qualification of each call, or why there is none, in the order of the calls."""
    readings: list[Reading] = []
    task, title = f"{call_id}:read", f"Reading {counted(len(calls), 'sales qualification')} of {day:%-d %B}"
    step = Counted(run.progress, task, title, len(calls))
    for n in range(0, len(calls), BATCH):
        step.show()
        batch, account = calls[n : n + BATCH], run.asker.account
        jobs = [step.job(partial(read_qualification, call.conversation_id, account)) for call in batch]
        results = await settle(jobs, run.notice)
        await mend(run.asker.slack_id, account, results)
        for result in results:
            readings.append(Qualification.model_validate(result["found"]) if result["ok"] else result["say"])
    run.resumed()
    if calls:
        run.progress.show(task, title, "complete")
    return readings


@step("read qualification")
@stoppable
async def read_qualification(call: str, account: str | None, attempt: int) -> dict[str, Any]:
    """One call's sales qualification."""
    request = Request("sales_qualifications", "get", call, account=account)
    try:
        found = chorus.qualification(await house().desk.fetch(request, attempt=attempt))
    except NotThere:
        return {"ok": False, "say": NO_QUALIFICATION}
    except UpstreamError as error:
        return dict(failure(error, "get", attempt=attempt))
    except ValueError as error:
        return {"ok": False, "say": str(error)}
    return {"ok": True, "found": found.model_dump(mode="json")}


async def _show(run: Run, call_id: str, found: DayReview) -> str | None:
    """Post the alert, or send it to the asker alone where others may not see it; says where, or None if not all arrived."""
    named: list[Engagement] = [f.call for f in found.findings] + [u.call for u in found.unanswered]
    # A list of somebody's own account does not say which calls are private: that has to be asked.
    own = run.asker.account is not None
    await go_on()
    place = await place_for(run, [call.conversation_id if own else Attendance.of(call) for call in named])
    if place is None:
        return None
    arrived = True
    for n, (text, blocks) in enumerate(alert(found, run.asker.slack_id)):
        key = f"{run.id}:{call_id}:alert:{n}"
        arrived = await post(key, place.channel, place.thread, text, blocks) is not None and arrived
    run.deeds.append("the alert of the review was posted")
    where = "posted in the thread" if place == run.place else "sent to the asker alone, as a direct message"
    return where if arrived else None


def _facts(found: DayReview, args: ReviewCalls, shown: str | None) -> dict[str, Any]:
    facts = {
        "headline": _headline(found, args),
        "alert": shown or "could not be posted in full",
        "day": args.date.isoformat(),
        "meetings": found.selection.total,
        "longer_than_limit": len(found.selection.checked),
        "empty_or_at_risk": [
            {"meeting_id": f.call.conversation_id, "gap": f.gap.value} for f in found.findings
        ],
        "unanswered": [u.call.conversation_id for u in found.unanswered],
        "fine": len(found.fine),
    }
    return facts | ({} if shown else {"error": "Slack did not take the whole alert; tell the asker the ids."})


def _headline(found: DayReview, args: ReviewCalls) -> str:
    """The review in one sentence, for Claude to say."""
    checked = counted(len(found.selection.checked), "meeting")
    gaps, unknown = len(found.findings), len(found.unanswered)
    said = f"I checked {checked} longer than {args.longer_than_minutes:g} minutes: "
    said += f"{args.field} is empty or at risk in {gaps}"
    said += f", and {unknown} could not be judged." if unknown else "."
    return f"{said} The alert above names them." if gaps or unknown else said
