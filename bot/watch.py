"""What looks on while the house works: its figures and its traces. Every place that is looked at calls one of these."""

import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from importlib.metadata import version
from typing import Any

from bot.agent.budget import cost
from bot.errors import BotError
from bot.measures import TOKENS, Measures
from bot.settings import Settings
from bot.traces import Facts, Lookup, Noted, NoTraces, Traces
from bot.whereabouts import Ending, Where, at, here, workspace_in
from tools.witness import Told

NOT_INSTALLED = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, but this installation cannot trace: pip install 'chorister[traces]'."
)


class Watch:
    """The figures and traces of one bot."""

    def __init__(self, traces: Traces | None = None) -> None:
        self.measures = Measures()
        self.traces: Traces = traces or NoTraces()

    @contextmanager
    def event(self, where: Where, kind: str, transport: str) -> Iterator[Callable[[bool], None]]:
        """Slack sent something; what this gives is told whether it was taken."""
        began, taken = time.monotonic(), [False]
        with at(where):
            yield lambda it_was: taken.__setitem__(0, it_was)
        seconds = time.monotonic() - began
        self.measures.heard(kind, transport, seconds, taken=taken[0])
        self.traces.event(where, kind, seconds)

    @asynccontextmanager
    async def run(self, id: str, kind: str, descent: Lookup) -> AsyncIterator[None]:
        """
        A run, or the part of it that this process does. It is counted by whoever brings it to its end; one that a closing
        process hands on is not.
        """
        where = Where(here().event, id, workspace_in(id))
        with at(where):
            try:
                async with self.traces.run(where, kind, descent):
                    yield
            except Exception:
                self.measures.ended(kind, Ending.FAILED)
                raise
        self.measures.ended(kind, where.ending)

    def step(self, name: str) -> AbstractContextManager[Noted]:
        """A step of a run, as often as it is really done."""
        return self.traces.span(f"step {name}")

    @contextmanager
    def waiting(self, service: str) -> Iterator[None]:
        """A run waits until something of this service's has passed."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.measures.waited(service, "refusal", time.monotonic() - began)

    @contextmanager
    def slack(self, method: str) -> Iterator[None]:
        """One call of Slack."""
        with self.traces.span(f"Slack {method}"):
            yield

    @contextmanager
    def truto(self, name: str, effect: str) -> Iterator[Told]:
        """One call to Truto; what this gives is told what it came to."""
        with self.traces.span(f"Truto {name}") as noted:

            def told(result: str) -> None:
                self.measures.called(effect, result)
                noted(**{"chorister.effect": effect, "chorister.result": result})

            yield told

    @contextmanager
    def claude(self, model: str) -> Iterator[Callable[[Mapping[str, Any], str], None]]:
        """One question to Claude; what this gives is told what was billed, and what came of it."""
        with self.traces.span(f"Claude {model}") as noted:

            def told(usage: Mapping[str, Any], result: str) -> None:
                usd = cost(model, dict(usage)) if usage else 0.0
                self.measures.billed(model, usage, usd, result)
                facts: dict[str, Facts] = {"chorister.result": result, "chorister.usd": usd}
                noted(**facts, **{f"chorister.{name}": int(usage.get(name) or 0) for name in TOKENS})

            yield told


def watch_of(settings: Settings) -> Watch:
    """The watch that the settings ask for. Raises BotError where traces are asked for and cannot be had."""
    endpoint = settings.otel_exporter_otlp_endpoint
    if endpoint is None:
        return Watch()
    try:
        from bot.otel import traces_to
    except ImportError as error:
        raise BotError(NOT_INSTALLED) from error
    return Watch(traces_to(endpoint, settings.otel_headers, version("chorister")))
