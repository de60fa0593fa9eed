"""The durable runs as the engine keeps them, seen from beside a running bot: which there are, and which nobody does."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from bot.database_url import file_of, shown
from bot.errors import BotError
from bot.launch import CODE_LINE, beside, engine_schema
from bot.queues import line_of, queue_with
from bot.store.database import reaching, synchronous
from bot.store.schema import looking
from bot.workspace import split

SILENCE = 1800.0
"""Seconds in which every run does something, unless it sleeps: twice what one is allowed to take."""
MOST = 1_000
"""Runs that are read at once."""


class State(Enum):
    """How a run stands, in a person's words."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (State.DONE, State.FAILED, State.CANCELLED)


_STATES = {
    "ENQUEUED": State.QUEUED,
    "DELAYED": State.QUEUED,
    "PENDING": State.RUNNING,
    "SUCCESS": State.DONE,
    "CANCELLED": State.CANCELLED,
}
"""What the engine calls them; whatever else it has, failed."""
_KEYS = {
    State.QUEUED: ["ENQUEUED", "DELAYED"],
    State.RUNNING: ["PENDING"],
    State.DONE: ["SUCCESS"],
    State.FAILED: ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"],
    State.CANCELLED: ["CANCELLED"],
}
LINE = line_of("")
"""How the name of what stands in line for a run ends."""
SLEEPS = ("DBOS.sleep", "wake up at")
"""Steps whose result is the time at which a run goes on."""


@dataclass(frozen=True)
class KeptStep:
    """One checkpoint of a run. `came_to` is people's words at times: shown only where somebody asks for it."""

    n: int
    name: str
    began: float | None
    ended: float | None
    came_to: Any = None
    failed: str = ""
    child: str | None = None


@dataclass(frozen=True)
class KeptRun:
    """One durable run."""

    id: str
    name: str
    state: State
    began: float
    ended: float | None
    version: str
    holder: str
    """The process that has it, or had it last."""
    queue: str = ""
    partition: str = ""
    asked: Any = None
    """Its arguments, where they were read."""
    came_to: Any = None
    steps: tuple[KeptStep, ...] = ()
    behind: State | None = None
    """Of one that stands in line for a run: how that run stands; None where there is none yet."""

    @property
    def in_line_for(self) -> str:
        """The run that it stands in line for, and keeps the place of to its end; empty where it is a run itself."""
        return self.key.removesuffix(LINE) if self.name.endswith(LINE) else ""

    @property
    def workspace(self) -> str:
        """The installed workspace it works for; empty for that of SLACK_BOT_TOKEN."""
        return split(self.id)[0]

    @property
    def key(self) -> str:
        """Its id without the workspace."""
        return split(self.id)[1]

    @property
    def touched(self) -> float:
        """When it last did something, as far as checkpoints tell."""
        return max([self.began, *(step.ended or 0.0 for step in self.steps)])

    def asleep_until(self, now: float) -> float | None:
        """The moment up to which it waits durably; None where it does not."""
        wakes = [step.came_to for step in self.steps if step.name in SLEEPS]
        return max((float(at) for at in wakes if isinstance(at, int | float) and at > now), default=None)


def silent_because(run: KeptRun, now: float) -> str:
    """Why nobody seems to do an unfinished run, in words; empty where all is well with it."""
    if run.state.is_over:
        return ""
    if run.version != CODE_LINE:
        return f"it was begun by version {run.version or 'unknown'}, and this release runs {CODE_LINE} alone"
    if run.asleep_until(now) or now - run.touched < SILENCE:
        return ""
    if run.behind and not run.behind.is_over:
        return ""  # it waits for that run, of which all is told that there is to tell
    minutes = int((now - run.touched) // 60)
    if run.state is State.QUEUED:
        return f"it has been in line for {minutes} minutes"
    return f"it neither did anything nor waits since {minutes} minutes"


def _runs_themselves(ids: Sequence[str]) -> list[str]:
    """Those of some runs that do not only stand in line for another of them."""
    lines = {line_of(id) for id in ids}
    return [id for id in ids if id not in lines]


class KeptRuns:
    """Reads runs. All of it blocks, so it is called in a thread."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def listed(
        self, *, states: Iterable[State] = (), name: str = "", since: float = 0.0, most: int = MOST
    ) -> list[KeptRun]:
        """The newest runs that fit, with their steps; no words of people's, but those of steps that still wait."""
        keys = [key for state in states for key in _KEYS[state]]
        wanted: dict[str, Any] = {"status": keys or None, "name": name or None}
        if since:
            wanted["start_time"] = datetime.fromtimestamp(since, UTC).isoformat()
        rows = self._client.list_workflows(
            **wanted, limit=most, sort_desc=True, load_input=False, load_output=False
        )
        return [self._run(row) for row in rows]

    def unfinished(self) -> list[KeptRun]:
        """All that is queued or running, the newest first."""
        return self.listed(states=(State.QUEUED, State.RUNNING))

    def find(self, prefix: str, *, data: bool = False) -> KeptRun:
        """The one run whose id, or its part behind the workspace, begins so. Raises BotError."""
        ids = self._ids(prefix)
        if len(ids) != 1:
            raise BotError(_not_one(prefix, ids))
        (row,) = self._client.list_workflows(workflow_ids=ids, load_input=data, load_output=data)
        return self._run(row, data=data)

    def went_on(self, run: KeptRun) -> bool:
        """Whether the conversation of a run has had another turn since: its words are not to be put in between."""
        line = self._in_line(run.id)
        later = self.listed(name=line_of(run.name), since=line.began) if line else []
        return any(other.partition == line.partition and other.id != line.id for other in later if line)

    def _in_line(self, id: str) -> KeptRun | None:
        """What stood in line for a run, in its conversation."""
        plain: dict[str, Any] = {"load_input": False, "load_output": False}
        rows = self._client.list_workflows(workflow_ids=[line_of(id)], **plain)
        return self._run(rows[0]) if rows else None

    def _ids(self, prefix: str) -> list[str]:
        plain: dict[str, Any] = {"load_input": False, "load_output": False, "sort_desc": True}
        rows = self._client.list_workflows(workflow_id_prefix=prefix, limit=MOST, **plain)
        ids = [row.workflow_id for row in rows if row.workflow_id.startswith(prefix)]
        if not ids:
            every = [row.workflow_id for row in self._client.list_workflows(**plain)]
            ids = [id for id in every if split(id)[1].startswith(prefix)]
            exact = [id for id in ids if split(id)[1] == prefix]
            ids = exact if len(exact) == 1 else ids
        return [prefix] if prefix in ids else _runs_themselves(ids)

    def _run(self, row: Any, *, data: bool = False) -> KeptRun:
        state = _STATES.get(row.status, State.FAILED)
        reads = data or state is State.RUNNING
        steps = self._client.list_workflow_steps(row.workflow_id, load_output=reads)
        waits = state is State.RUNNING and row.name.endswith(LINE)
        return KeptRun(
            behind=self._state_of(row.workflow_id.removesuffix(LINE)) if waits else None,
            id=row.workflow_id,
            name=row.name,
            state=state,
            began=_seconds(row.dequeued_at or row.created_at) or 0.0,
            ended=_seconds(row.completed_at),
            version=row.app_version or "",
            holder=row.executor_id or "",
            queue=row.queue_name or "",
            partition=row.queue_partition_key or "",
            asked=row.input if data else None,
            came_to=(row.error or row.output) if data else None,
            steps=tuple(_step(step, data=data) for step in steps),
        )

    def _state_of(self, id: str) -> State | None:
        rows = self._client.list_workflows(workflow_ids=[id], load_input=False, load_output=False)
        return _STATES.get(rows[0].status, State.FAILED) if rows else None

    def cancel(self, run: KeptRun) -> None:
        """End a run between two of its steps."""
        self._client.cancel_workflow(run.id)

    def resume(self, run: KeptRun) -> None:
        """Let a run go on from its last checkpoint, counted where it was before."""
        self._client.resume_workflow(run.id, queue_name=queue_with(run.partition))


@contextmanager
def kept_runs(url: sa.URL, *, may_change: bool = False) -> Iterator[KeptRuns]:
    """The runs of the engine at an address. Raises BotError where there is no engine yet, or one of another age."""
    path = file_of(url)
    if path and not path.exists():
        raise BotError(f"There are no runs at {path}; is CHORISTER_HOME right?")
    with reaching(url), _changing(url) if may_change else looking(url) as connections:
        version, known = engine_schema(connections)
        if not version:
            raise BotError(f"There are no runs at {shown(url)} yet: no bot was ever started there.")
        if version != known:
            raise BotError(
                f"The engine's tables at {shown(url)} have version {version}, this release knows {known}."
            )
        with beside(connections) as client:
            yield KeptRuns(client)


@contextmanager
def _changing(url: sa.URL) -> Iterator[sa.Engine]:
    engine = sa.create_engine(
        synchronous(url), connect_args={"timeout": 30} if file_of(url) else {"connect_timeout": 5}
    )
    try:
        yield engine
    finally:
        engine.dispose()


def _not_one(prefix: str, ids: Sequence[str]) -> str:
    if not ids:
        return f"There is no run whose id begins with {prefix}."
    some = ", ".join(ids[:3])
    return f"{len(ids)} runs begin with {prefix}, such as {some}. Give more of the id."


def _step(row: Any, *, data: bool) -> KeptStep:
    shown = data or row["function_name"] in SLEEPS
    return KeptStep(
        n=row["function_id"],
        name=row["function_name"],
        began=_seconds(row["started_at_epoch_ms"]),
        ended=_seconds(row["completed_at_epoch_ms"]),
        came_to=row["output"] if shown else None,
        failed=str(row["error"] or "") if data else "",
        child=row["child_workflow_id"],
    )


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000
