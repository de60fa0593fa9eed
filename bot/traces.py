"""
The path of one thing that Slack sent through the house, as spans: event, run, step, and each call to a service. Off unless
OTEL_EXPORTER_OTLP_ENDPOINT is set; bot/otel.py knows OpenTelemetry, and is imported only then.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
)
from dataclasses import dataclass
from typing import Protocol

from bot.whereabouts import Where

Facts = str | int | float | bool


@dataclass(frozen=True)
class Descent:
    """Where a run comes from, as the engine's table has it; so a trace needs no row of its own."""

    root: str
    """The first run of those that began one another."""
    parent: str
    """The run that began this one; empty for the first."""
    began_at: float
    """Epoch seconds."""


Lookup = Callable[[str], Awaitable[Descent | None]]


class Noted(Protocol):
    """A span under way."""

    def __call__(self, **facts: Facts) -> None:
        """Put facts on it. Never a text, a person or a secret."""


class Traces(Protocol):
    """Where spans go."""

    @property
    def on(self) -> bool:
        """Whether anybody looks at them."""

    def event(self, where: Where, kind: str, seconds: float) -> None:
        """A thing that Slack sent was heard, and took so long."""

    def run(self, where: Where, kind: str, descent: Lookup) -> AbstractAsyncContextManager[None]:
        """One run, or the part of it that this process does; it is told when it has ended."""

    def span(self, name: str, **facts: Facts) -> AbstractContextManager[Noted]:
        """A part of the run that goes on around it."""

    def close(self) -> None:
        """Send what is left; may take some seconds."""


def nothing(**facts: Facts) -> None:
    """Nobody notes it."""


@contextmanager
def _no_span() -> Iterator[Noted]:
    yield nothing


class NoTraces:
    """Nobody looks."""

    on = False

    def event(self, where: Where, kind: str, seconds: float) -> None:
        """Heard."""

    @asynccontextmanager
    async def run(self, where: Where, kind: str, descent: Lookup) -> AsyncIterator[None]:
        """As it is."""
        yield

    def span(self, name: str, **facts: Facts) -> AbstractContextManager[Noted]:
        """As it is."""
        return _no_span()

    def close(self) -> None:
        """Nothing is left."""
