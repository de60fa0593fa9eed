"""The tool calls of one round: reads side by side, then what has an effect, one after the other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from pydantic import ValidationError

from bot.agent.local_tools import REVIEW, ReviewCalls
from bot.workflows.audience import refuse
from bot.workflows.checking import look_again, tickets
from bot.workflows.counted import Counted
from bot.workflows.generate import offer_generation
from bot.workflows.joining import join_for_claude
from bot.workflows.opening import STOPPED
from bot.workflows.order_task import is_order, order_for_claude
from bot.workflows.own_account import mend
from bot.workflows.propose_errand import propose_errands
from bot.workflows.read_tool import read
from bot.workflows.recording_link import share_recording
from bot.workflows.review import review_for_claude
from bot.workflows.run import Result, Run, tool_result
from bot.workflows.settle import Job, settle
from bot.workflows.stopping import Stopped, go_on
from bot.workflows.write_back import propose
from tools.desk import Ticket, failed, quoting, told
from tools.drift import may_explain
from tools.policy import Effect, Way
from tools.requests import Request

Call = dict[str, Any]

DOING = {
    ("conversations", "list"): ("Looking through the calls", "Looking through the calls"),
    ("conversations", "get"): ("Reading a call", "Reading {n} calls"),
    ("sales_qualifications", "get"): ("Reading a sales qualification", "Reading {n} sales qualifications"),
    ("me", "list"): ("Checking who you are in Chorus", "Checking who you are in Chorus"),
    ("users", "list"): ("Looking up people", "Looking up people"),
    ("media", "get"): ("Finding a recording", "Finding {n} recordings"),
}
"""What the thread says while a tool runs: for one call, for several."""


@dataclass
class Round:
    """The results so far, by tool_use id, and the calls that wait for a person, with their proposals."""

    results: dict[str, Result] = field(default_factory=dict)
    open: dict[str, list[str]] = field(default_factory=dict)
    stopped: bool = False
    """Somebody stopped the run meanwhile: what was not done by then is not done."""


async def run_calls(run: Run, number: int, calls: Sequence[Call]) -> Round:
    """Answer every call of a round, or leave it open with a proposal."""
    done = Round()
    try:
        await _answer_all(run, number, calls, done)
    except Stopped:
        done.stopped = True
        for id in (call["id"] for call in calls):
            if id not in done.open:
                done.results.setdefault(id, tool_result(id, told(error=STOPPED), is_error=True))
    return done


async def _answer_all(run: Run, number: int, calls: Sequence[Call], done: Round) -> None:
    reads: list[tuple[Call, Ticket]] = []
    rest: list[tuple[Call, Ticket | None]] = [(call, None) for call in calls if call["name"] == REVIEW.name]
    live = [call for call in calls if call["name"] != REVIEW.name]
    for call, ticket in zip(live, await tickets(run, live), strict=True):
        if isinstance(ticket, str):
            done.results[call["id"]] = tool_result(call["id"], quoting(error=ticket), is_error=True)
        elif ticket.effect is Effect.READ and not is_order(ticket.request):
            reads.append((call, ticket))
        else:
            rest.append((call, ticket))
    await _read(run, number, reads, done)
    writes = [(call["id"], t) for call, t in rest if t and t.way is Way.PROPOSE]
    errands = [(call["id"], t) for call, t in rest if t and t.way is Way.ERRAND]
    for call, allowed in rest:
        if allowed is None or allowed.way is Way.RUN:
            await go_on()
            await _act(run, call, allowed, done)
    answers = (await propose(run, writes)) if writes else {}
    for id, answer in (answers | await propose_errands(run, errands)).items():
        if isinstance(answer, list):
            done.open[id] = answer
        else:
            done.results[id] = answer


async def _read(run: Run, number: int, reads: Sequence[tuple[Call, Ticket]], done: Round) -> None:
    titles = _titles(number, [ticket for _, ticket in reads], run.progress.plan.tasks)
    for id, title in titles.items():
        run.progress.show(id, title, "in_progress")
    each = {id: Counted(run.progress, id, title, _count(number, reads, id)) for id, title in titles.items()}
    jobs = [each[_task(number, ticket)].job(_job(run, ticket.request)) for _, ticket in reads]
    outcomes = await settle(jobs, run.notice)
    run.resumed()
    drifted = await _drifted(run, reads, outcomes)
    await mend(run.asker.slack_id, run.asker.account, outcomes)
    broken: set[str] = set()
    for (call, ticket), outcome in zip(reads, outcomes, strict=True):
        if outcome["ok"]:
            done.results[call["id"]] = tool_result(call["id"], outcome["content"])
        else:
            broken.add(_task(number, ticket))
            offered = await offer_generation(run, ticket.request.id or "") if outcome.get("missing") else None
            said = told(error=offered) if offered else failed(outcome["say"], drifted.get(call["name"]))
            done.results[call["id"]] = tool_result(call["id"], said, is_error=True)
    if any(outcome.get("refused") for outcome in outcomes):
        await refuse(run)
    for id, title in titles.items():
        run.progress.show(id, title, "error" if id in broken else "complete")


async def _drifted(
    run: Run, reads: Sequence[tuple[Call, Ticket]], outcomes: Sequence[dict[str, Any]]
) -> dict[str, str]:
    """What has changed in the tools whose calls were refused, by the tool's name."""
    doubted = [c["name"] for (c, _), outcome in zip(reads, outcomes, strict=True) if may_explain(outcome)]
    names = list(dict.fromkeys(doubted))
    found = await look_again(run.conversation, names) if names else []
    return {name: said for name, said in zip(names, found, strict=True) if said}


def _job(run: Run, request: Request) -> Job:
    asker = run.asker.to_json()
    if request.wants_json:
        return partial(share_recording, asker, asdict(run.place), request.resource, request.id)
    query, body = dict(request.query), dict(request.body) if request.body else None
    return partial(read, asker, request.resource, request.method, request.id, query, body)


async def _act(run: Run, call: Call, ticket: Ticket | None, done: Round) -> None:
    """A recorder, a read that is an order, or one of our own tools."""
    id = call["id"]
    if ticket is None:
        try:
            args = ReviewCalls.model_validate(call["input"])
        except ValidationError as error:
            said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            done.results[id] = tool_result(
                id, told(error=f"review_calls was not called: {said}"), is_error=True
            )
            return
        done.results[id] = await review_for_claude(run, id, args)
    elif ticket.effect is Effect.READ:
        done.results[id] = await order_for_claude(run, id, ticket)
    else:
        done.results[id] = await join_for_claude(run, id, ticket)


def _task(number: int, ticket: Ticket) -> str:
    return f"{number}:{ticket.request.resource}:{ticket.request.method}"


def _count(number: int, reads: Iterable[tuple[Call, Ticket]], id: str) -> int:
    return sum(_task(number, ticket) == id for _, ticket in reads)


def _titles(number: int, tickets: Sequence[Ticket], before: Iterable[str]) -> dict[str, str]:
    """One line of progress per kind of read in a round; `before`: the steps so far."""
    kinds = {_task(number, ticket): ticket for ticket in tickets}
    counts = Counter(_task(number, ticket) for ticket in tickets)
    return {id: _title(ticket, counts[id], _page(ticket, before)) for id, ticket in kinds.items()}


def _title(ticket: Ticket, count: int, page: int) -> str:
    name = ticket.request.resource.replace("_", " ")
    plain = (f"Reading {name}", f"Reading {name}")
    one, many = DOING.get((ticket.request.resource, ticket.request.method), plain)
    title = one if count == 1 else many.format(n=count)
    return f"{title}, page {page}" if page > 1 else title


def _page(ticket: Ticket, before: Iterable[str]) -> int:
    """Which page of a list this is, by the reads of the same list in the rounds before; 1 for what begins one."""
    if not ticket.request.query.get("next_cursor"):
        return 1
    return 1 + sum(id.endswith(f":{ticket.request.resource}:{ticket.request.method}") for id in before)
