"""
Which workspace something is done for. Every handler and every story works for exactly one: its rows, its people, its Chorus
account and its settings are those of `house()`, and nothing else can be reached from there.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Protocol

HOME = ""
"""The workspace of SLACK_BOT_TOKEN: the only one then."""

_SIGN = "|"
"""Between a workspace and what is named in it; no Slack id holds one."""

_current: ContextVar[str] = ContextVar("workspace", default=HOME)


def current() -> str:
    """The workspace that is worked for: a team's Slack id, or an organisation's where it installed us as a whole."""
    return _current.get()


@asynccontextmanager
async def opened(name: str | None) -> AsyncIterator[bool]:
    """Work for the workspace that gave a name; False where it is not installed any more: nobody is left to work for."""
    workspace, _ = split(name or "")
    is_there = await is_open(workspace)
    with within(workspace):
        yield is_there


@contextmanager
def within(workspace: str) -> Iterator[None]:
    """Work for a workspace."""
    before = _current.set(workspace)
    try:
        yield
    finally:
        _current.reset(before)


def work_for(workspace: str) -> None:
    """Work for a workspace until the task ends that this is called in."""
    _current.set(workspace)


class Workspaces(Protocol):
    """Whoever knows which workspaces there are."""

    async def open(self, workspace: str) -> bool:
        """Get ready to work for a workspace; False where it is not installed, or not any more."""

    async def all(self) -> list[str]:
        """Those that are installed."""


class OnlyHome:
    """There is only the workspace of SLACK_BOT_TOKEN."""

    async def open(self, workspace: str) -> bool:
        return workspace == HOME

    async def all(self) -> list[str]:
        return [HOME]


_there: Workspaces = OnlyHome()


def there_are(workspaces: Workspaces | None) -> None:
    """Say which workspaces this process works for."""
    global _there
    _there = workspaces or OnlyHome()


async def is_open(workspace: str) -> bool:
    """Get ready to work for a workspace; False where it is not installed, or not any more."""
    return await _there.open(workspace)


async def installed() -> list[str]:
    """All workspaces that we work for."""
    return await _there.all()


def key_of(team: str | None, enterprise: str | None, *, whole: bool) -> str:
    """
    The workspace that a request of Slack's belongs to. `whole`: an organisation installed us for all its workspaces. That
    is one for us, since its people, channels and cards cross from team to team.
    """
    return (enterprise if whole and enterprise else team) or HOME


def named(name: str) -> str:
    """A name that no other workspace has."""
    workspace = current()
    return f"{workspace}{_SIGN}{name}" if workspace else name


def split(name: str) -> tuple[str, str]:
    """The workspace of such a name, and the name in it."""
    workspace, sign, rest = name.partition(_SIGN)
    return (workspace, rest) if sign and _is_id(workspace) else (HOME, name)


def _is_id(text: str) -> bool:
    return len(text) > 1 and text[0] in "TE" and text.isascii() and text.isalnum() and text.isupper()
