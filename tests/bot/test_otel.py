"""Traces: ids that follow from the run, so that two processes write into one; and no word of anybody's in them."""

import asyncio
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from bot.otel import OtelTraces, event_of, span_of, trace_of, traces_to
from bot.traces import Descent
from bot.whereabouts import Ending, Where
from tests.collector import collecting

DESCENTS = {"first": Descent("first", "", 100.0), "second": Descent("first", "first", 200.0)}


async def lookup(run: str) -> Descent | None:
    return DESCENTS.get(run)


@pytest.fixture
def written() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def traces(written: InMemorySpanExporter) -> Iterator[OtelTraces]:
    made = OtelTraces(SimpleSpanProcessor(written), "1")
    yield made
    made.close()


def by_name(written: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in written.get_finished_spans()}


async def test_event_run_step_and_call_hang_below_one_another(
    traces: OtelTraces, written: InMemorySpanExporter
) -> None:
    first = Where(run="first", ending=Ending.ANSWERED)
    async with traces.run(first, "answer", lookup), traces.run(Where(run="second"), "turn", lookup):
        with traces.span("step read"), traces.span("Truto users.list", effect="read") as noted:
            noted(result="ok")
    traces.event(Where(event="Ev1", workspace="T1", began=["first"]), "message", 0.5)
    spans = by_name(written)
    path = ["event message", "run answer", "run turn", "step read", "Truto users.list"]
    assert len({spans[name].context.trace_id for name in path}) == 1
    ids = [spans[name].context.span_id for name in path]
    assert [spans[name].parent and spans[name].parent.span_id for name in path] == [None, *ids[:-1]]
    assert spans["run answer"].attributes == {"chorister.run": "first", "chorister.outcome": "answered"}
    assert spans["Truto users.list"].attributes == {"effect": "read", "result": "ok"}
    assert spans["run turn"].start_time == 200 * 10**9, "it began when it was put in line"


async def test_another_process_goes_on_in_the_same_trace_and_writes_the_run_once(
    traces: OtelTraces, written: InMemorySpanExporter
) -> None:
    async def die() -> None:
        async with traces.run(Where(run="second"), "turn", lookup):
            with traces.span("step ask Claude"):
                raise asyncio.CancelledError

    other = OtelTraces(SimpleSpanProcessor(written), "1")
    with pytest.raises(asyncio.CancelledError):
        await die()
    async with other.run(Where(run="second"), "turn", lookup):
        with other.span("step say"):
            pass
    other.close()
    runs = [span for span in written.get_finished_spans() if span.name == "run turn"]
    assert [run.context.span_id for run in runs] == [span_of("second")]
    for name in ("step ask Claude", "step say"):
        span = by_name(written)[name]
        assert (span.context.trace_id, span.parent.span_id) == (trace_of("first"), span_of("second"))


async def test_a_failure_is_told_by_its_kind_and_never_by_its_words(
    traces: OtelTraces, written: InMemorySpanExporter
) -> None:
    async def fail() -> None:
        async with traces.run(Where(run="unknown"), "turn", lookup):
            with traces.span("step read"):
                raise ValueError("my words")

    with pytest.raises(ValueError, match="my words"):
        await fail()
    for span in written.get_finished_spans():
        assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "ValueError")
        assert not span.events
    assert by_name(written)["run turn"].parent.span_id == event_of("unknown")


async def test_what_the_clock_began_has_no_event_above_it_and_what_runs_nowhere_leaves_no_span(
    traces: OtelTraces, written: InMemorySpanExporter
) -> None:
    async with traces.run(Where(run="sched-digests-1"), "digests", lookup):
        pass
    with traces.span("Slack auth.test") as noted:
        noted(a=1)
    (span,) = written.get_finished_spans()
    assert span.parent is None


async def test_a_collector_gets_them_over_http_with_its_headers() -> None:
    with collecting() as collector:
        traces = traces_to(f"{collector.url}/", {"x-key": "k"}, "1.2")
        async with traces.run(Where(run="first"), "answer", lookup):
            pass
        traces.close()
    ((path, headers),) = collector.asked
    assert (path, headers["x-key"]) == ("/v1/traces", "k")
    (request,) = collector.requests
    facts = {a.key: a.value.string_value for a in request.resource_spans[0].resource.attributes}
    assert (facts["service.name"], facts["service.version"]) == ("chorister", "1.2")
    assert [span.name for span in collector.spans] == ["run answer"]
