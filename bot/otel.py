"""
Traces by OpenTelemetry: the only module that imports it, and only where traces are on. Ids are made of run ids, so that a
run that another process takes over goes on in the same trace, and nothing has to be stored.
"""

import hashlib
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from bot.traces import Descent, Facts, Lookup, Noted, nothing
from bot.whereabouts import Where

PATIENCE = 5
"""Seconds that one batch may take to be sent; nobody waits for it but the end of the process."""


BY_THE_CLOCK = "sched-"
"""How the engine's ids of scheduled runs begin: no event began those."""


def traces_to(endpoint: str, headers: dict[str, str], version: str) -> "OtelTraces":
    """Traces that go to a collector over OTLP/HTTP."""
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", headers=headers, timeout=PATIENCE)
    return OtelTraces(BatchSpanProcessor(exporter), version)


def trace_of(root: str) -> int:
    """The trace of a run and all that it begins."""
    return _number("trace", root, 16)


def span_of(run: str) -> int:
    """The span of a run."""
    return _number("run", run, 8)


def event_of(run: str) -> int:
    """The span of the event that began a run."""
    return _number("event", run, 8)


def _number(kind: str, name: str, size: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{kind}|{name}".encode()).digest()[:size])


class _Ids(IdGenerator):
    """Ids as they are told, else by chance."""

    def __init__(self) -> None:
        self.trace = self.span = 0

    def generate_trace_id(self) -> int:
        return self.trace or secrets.randbits(128)

    def generate_span_id(self) -> int:
        return self.span or secrets.randbits(64)


# Our own, and not OpenTelemetry's current span: nothing of ours shall show up in what other libraries send.
_current: ContextVar[SpanContext | None] = ContextVar("span", default=None)


class OtelTraces:
    """Spans of one bot. No global provider: other libraries' spans, which may carry prompts, stay off."""

    on = True

    def __init__(self, processor: SpanProcessor, version: str) -> None:
        resource = Resource.create({"service.name": "chorister", "service.version": version})
        self._ids = _Ids()
        self._provider = TracerProvider(
            sampler=ALWAYS_ON, resource=resource, id_generator=self._ids, shutdown_on_exit=False
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("chorister", version)

    def event(self, where: Where, kind: str, seconds: float) -> None:
        """One span for each run that it began; an event that began nothing leaves none."""
        for run in where.began:
            facts = _known(event=where.event, workspace=where.workspace)
            self._write(f"event {kind}", _Place(trace_of(run), event_of(run)), time.time() - seconds, facts)

    @asynccontextmanager
    async def run(self, where: Where, kind: str, descent: Lookup) -> AsyncIterator[None]:
        """
        What is done inside hangs on the run's own span, which is written by whoever brings the run to its end: a process
        that dies on the way, or hands it on, writes none.
        """
        found = await descent(where.run) or Descent(where.run, "", time.time())
        about = _Run(where, kind, found)
        before = _current.set(_context(trace_of(found.root), span_of(where.run)))
        try:
            yield
        except Exception as error:
            self._write_run(about, type(error).__name__)
            raise
        else:
            self._write_run(about)
        finally:
            _current.reset(before)

    @contextmanager
    def span(self, name: str, **facts: Facts) -> Iterator[Noted]:
        """One more span below the one that this is called in; none outside of runs."""
        above = _current.get()
        if above is None:
            yield nothing
            return
        span = self._tracer.start_span(name, _below(above), SpanKind.INTERNAL, facts)
        before = _current.set(span.get_span_context())
        try:
            yield lambda **more: span.set_attributes(more)
        except BaseException as error:
            # Its kind alone: what an error says may be somebody's words.
            span.set_status(StatusCode.ERROR, type(error).__name__)
            raise
        finally:
            _current.reset(before)
            span.end()

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()

    def _write_run(self, about: "_Run", failed: str = "") -> None:
        where, found = about.where, about.descent
        above = span_of(found.parent) if found.parent else event_of(where.run)
        self._write(
            f"run {about.kind}",
            _Place(
                trace_of(found.root), span_of(where.run), 0 if where.run.startswith(BY_THE_CLOCK) else above
            ),
            found.began_at,
            _known(run=where.run, workspace=where.workspace, outcome="" if failed else where.ending.value),
            failed,
        )

    def _write(
        self, name: str, place: "_Place", began_at: float, facts: dict[str, Facts], failed: str = ""
    ) -> None:
        """A span that is over, with ids of our choice."""
        above = _below(_context(place.trace, place.above)) if place.above else Context()
        self._ids.trace, self._ids.span = place.trace, place.span
        try:
            span = self._tracer.start_span(
                name, above, SpanKind.INTERNAL, facts, start_time=int(began_at * 1e9)
            )
        finally:
            self._ids.trace = self._ids.span = 0
        if failed:
            span.set_status(StatusCode.ERROR, failed)
        span.end()


@dataclass(frozen=True)
class _Run:
    """A run as its span tells it."""

    where: Where
    kind: str
    descent: Descent


@dataclass(frozen=True)
class _Place:
    """Where a span belongs: 0 above is the top."""

    trace: int
    span: int
    above: int = 0


def _known(**facts: str) -> dict[str, Facts]:
    return {f"chorister.{name}": fact for name, fact in facts.items() if fact}


def _context(trace: int, span: int) -> SpanContext:
    return SpanContext(trace, span, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def _below(above: SpanContext) -> Context:
    return set_span_in_context(NonRecordingSpan(above), Context())
