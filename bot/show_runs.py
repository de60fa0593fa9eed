"""`chorister workflows`: the durable runs, one run's steps, and an end or a new beginning for one that hangs."""

import asyncio
import getpass
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.database_url import of_workspace
from bot.errors import BotError
from bot.kept_runs import MOST, KeptRun, KeptRuns, KeptStep, State, kept_runs, silent_because
from bot.settings import Settings
from bot.slack.text import flat
from bot.store import Database
from bot.store.audit import Audit, NotRecorded
from bot.store.works import Works

T = TypeVar("T")

LISTED = 50
"""Runs that are shown where nothing narrows them."""
TRIMMED = 300
"""Characters of an argument or a result."""
SENDERS = frozenset(
    (
        *("decide", "finish", "decide errand", "finish errand"),
        *("order qualification", "record", "ask to leave"),
    )
)
"""Workflows that send a change to the CRM or to Chorus: cut off there, nobody would know whether it arrived."""


@dataclass(frozen=True)
class Narrowed:
    """Which runs are listed."""

    state: State | None = None
    name: str = ""
    since: float = 0.0
    stuck: bool = False


async def list_runs(settings: Settings, wanted: Narrowed, *, as_json: bool = False) -> int:
    """Print a line for each run, the newest first."""
    states = (State.QUEUED, State.RUNNING) if wanted.stuck else (wanted.state,) if wanted.state else ()
    is_narrow = bool(states or wanted.name or wanted.since)
    found = await _read(
        settings,
        lambda runs: runs.listed(
            states=states, name=wanted.name, since=wanted.since, most=MOST if is_narrow else LISTED
        ),
    )
    now = time.time()
    shown = [run for run in found if not wanted.stuck or silent_because(run, now)]
    if as_json:
        sys.stdout.writelines(f"{json.dumps(in_short(run, now), ensure_ascii=False)}\n" for run in shown)
        return 0
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(table(shown, now) if shown else "No run like that.")
    return 0


async def show_run(settings: Settings, id: str, *, data: bool = False, as_json: bool = False) -> int:
    """Print one run with its steps; what people said is in the arguments and results, so those only with `data`."""
    run = await _read(settings, lambda runs: runs.find(id, data=data))
    now = time.time()
    if as_json:
        whole = in_short(run, now) | {"steps": [_step(step, data=data) for step in run.steps]}
        whole |= {"arguments": trimmed(run.asked), "result": trimmed(run.came_to)} if data else {}
        sys.stdout.write(f"{json.dumps(whole, ensure_ascii=False)}\n")
        return 0
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    for line in told(run, now, data=data):
        console.print(escape(line))
    return 0


async def cancel_run(settings: Settings, id: str, *, force: bool = False) -> int:
    """End a run that hangs. Raises BotError where it has ended, or may be sending a change just now."""
    run = await _read(settings, lambda runs: runs.find(id))
    if why := why_not_cancelled(run, force=force):
        raise BotError(why)
    await _record(settings, run, "run cancelled", ended=True)
    await _read(settings, lambda runs: runs.cancel(run), may_change=True)
    sys.stdout.write(
        f"{run.id} is cancelled: it begins no further step, and one that runs ends within seconds. "
    )
    sys.stdout.write("Nobody is told in Slack; whoever asked may ask again.\n")
    return 0


async def resume_run(settings: Settings, id: str, *, force: bool = False) -> int:
    """Let a run go on from its last step. Raises BotError where it is not to."""
    run = await _read(settings, lambda runs: runs.find(id))
    if why := why_not_resumed(run, force=force):
        raise BotError(why)
    if await _read(settings, lambda runs: runs.went_on(run)):
        raise BotError(f"The conversation of {run.id} has gone on since; whoever asked may ask again.")
    await _record(settings, run, "run resumed")
    await _read(settings, lambda runs: runs.resume(run), may_change=True)
    sys.stdout.write(f"{run.id} goes on after its last step as soon as a bot has room for it. ")
    sys.stdout.write("A step that was under way when it ended is done again.\n")
    return 0


def why_not_cancelled(run: KeptRun, *, force: bool) -> str:
    """Why a run is not to be cancelled, in a sentence; empty where it may be."""
    if run.state.is_over:
        return f"{run.id} has ended: {run.state.value}. There is nothing to cancel."
    if run.name in SENDERS and run.state is State.RUNNING and not force:
        return (
            f"{run.id} may be sending a change to the CRM or to Chorus just now; cut off there, nobody would know "
            "whether it arrived. Wait for its end, or look at what it did and say --force."
        )
    return ""


def why_not_resumed(run: KeptRun, *, force: bool) -> str:
    """Why a run is not to be resumed, in a sentence; empty where it may be."""
    if run.state in (State.DONE, State.FAILED):
        return f"{run.id} has ended: {run.state.value}. What it did is done; whoever asked may ask again."
    if not run.state.is_over and not force:
        return (
            f"{run.id} is {run.state.value}; a bot that runs goes on with it by itself. "
            "If no process has it any more, say --force."
        )
    return ""


async def _read(settings: Settings, ask: Callable[[KeptRuns], T], *, may_change: bool = False) -> T:
    def read() -> T:
        with kept_runs(settings.engine, may_change=may_change) as runs:
            return ask(runs)

    return await asyncio.to_thread(read)


async def _record(settings: Settings, run: KeptRun, what: str, *, ended: bool = False) -> None:
    """On record before it happens; a run that ends is not under way for anybody who looks at its thread."""
    store = of_workspace(settings.store, run.workspace) if run.workspace else settings.store
    async with Database.as_it_is(store, may_change=True) as db:
        at = time.time()
        try:
            await Audit(db).record(run.key, what, _operator(), at, key=f"{at}", workflow=run.name)
        except NotRecorded as error:
            raise BotError("The record of this cannot be kept, so nothing was changed.") from error
        if ended:
            for key in (run.key, run.key.partition(":")[2]):  # a recorder's run is named as its row is
                await Works(db).drop(key)


def _operator() -> str:
    """Who sits at this terminal."""
    try:
        return f"operator {getpass.getuser()}"
    except (OSError, KeyError):
        return "operator"


def table(runs: list[KeptRun], now: float) -> Table:
    """A line for each run; a column for workspaces only where one is installed."""
    made = Table(box=None, pad_edge=False)
    installed = any(run.workspace for run in runs)
    for heading in (*(("Workspace",) if installed else ()), "Run", "Workflow", "State", "Age", "Steps"):
        made.add_column(heading, overflow="fold")
    for run in runs:
        cells = [run.key, run.name, standing(run, now), age(now - run.began), str(len(run.steps))]
        made.add_row(*map(escape, [*([run.workspace] if installed else []), *cells]))
    return made


def standing(run: KeptRun, now: float) -> str:
    """How a run stands, and what is wrong with it."""
    if why := silent_because(run, now):
        return f"{run.state.value}, but {why}"
    if not run.state.is_over and (until := run.asleep_until(now)):
        return f"waiting until {moment(until)}"
    if run.in_line_for and not run.state.is_over:
        return in_line(run)
    return run.state.value


def in_line(run: KeptRun) -> str:
    """What something waits for that stands in line for a run."""
    if run.state is State.QUEUED:
        return "waiting in line behind an earlier run"
    if run.behind is State.RUNNING:
        return "keeping the place in line of its run, which is running"
    return "waiting in line for its run to begin"


def told(run: KeptRun, now: float, *, data: bool) -> Iterator[str]:
    """A run in lines: what it is, then each step."""
    yield f"{run.key}  {run.name}  {standing(run, now)}"
    if run.workspace:
        yield f"workspace {run.workspace}"
    yield f"began {moment(run.began)}, {age(now - run.began)} ago" + (
        f", ended {moment(run.ended)}" if run.ended else ""
    )
    yield f"version {run.version or 'unknown'}, held by {run.holder or 'nobody'}"
    if data:
        yield f"arguments: {trimmed(run.asked)}"
    for step in run.steps:
        took = f"  {step.ended - step.began:.2f} s" if step.began and step.ended else ""
        what = "failed" if step.failed else "done"
        child = f"  begins {step.child}" if step.child else ""
        yield f"{step.n:>4}  {moment(step.ended or step.began or 0)}  {step.name}{took}  {what}{child}"
        if data:
            yield f"      {step.failed or trimmed(step.came_to)}"
    if data and run.state.is_over:
        yield f"result: {trimmed(run.came_to)}"


def in_short(run: KeptRun, now: float) -> dict[str, Any]:
    """A run as JSON, without anybody's words."""
    return {
        "workspace": run.workspace,
        "id": run.id,
        "workflow": run.name,
        "in_line_for": run.in_line_for or None,
        "state": run.state.value,
        "began": moment(run.began),
        "age": round(now - run.began),
        "steps": len(run.steps),
        "waits_until": moment(until) if (until := run.asleep_until(now)) else None,
        "silent": silent_because(run, now) or None,
    }


def _step(step: KeptStep, *, data: bool) -> dict[str, Any]:
    shown = {"n": step.n, "step": step.name, "ended": moment(step.ended) if step.ended else None}
    return shown | ({"result": trimmed(step.came_to), "error": step.failed} if data else {})


def trimmed(value: Any) -> str:
    """A value as one line of a terminal, cut to what one looks at."""
    return flat(json.dumps(value, ensure_ascii=False, default=str), TRIMMED)


def moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def age(seconds: float) -> str:
    """How long ago, in the largest unit that fits."""
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return f"{max(0, int(seconds))} s"
