"""What the code that runs just now works for: an event of Slack's, or a run. Log lines, figures and traces ask here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from bot.workspace import split


class Ending(StrEnum):
    """How a run ended, in one word; the stories say it, since an apology looks like an answer from outside."""

    DONE = "done"
    """It came to its end, and had nothing to answer."""
    ANSWERED = "answered"
    WAITING = "waiting"
    """A card is open, and the run goes on with a decision."""
    STOPPED = "stopped"
    LIMIT = "limit"
    """Its own limit or one of the day was reached."""
    FAILED = "failed"


@dataclass
class Where:
    """One event or one run."""

    event: str = ""
    """Slack's id of the event that is being heard."""
    run: str = ""
    """The id of the run, as the engine has it."""
    workspace: str = ""
    ending: Ending = Ending.DONE
    began: list[str] = field(default_factory=list)
    """The runs that an event began."""


_where: ContextVar[Where | None] = ContextVar("where", default=None)
_worker = ""


def here() -> Where:
    """Where this code runs; an empty one outside of events and runs."""
    return _where.get() or Where()


@contextmanager
def at(where: Where) -> Iterator[Where]:
    """What is done inside is done for this."""
    before = _where.set(where)
    try:
        yield where
    finally:
        _where.reset(before)


def ends(how: Ending) -> None:
    """The run this is said in has come to such an end."""
    if where := _where.get():
        where.ending = how


def worker() -> str:
    """The name of this process among those on one database; empty before its engine runs."""
    return _worker


def work_as(name: str) -> None:
    """Give this process its name."""
    global _worker
    _worker = name


def workspace_in(run: str) -> str:
    """The workspace whose id a run's id begins with; empty for the only one."""
    return split(run)[0]
