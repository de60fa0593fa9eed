"""Runs and steps as the engine does them, with somebody looking on: who began whom, and what was really done."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.database_url import in_file
from bot.durable import engine, finished, queue_once, start_once, step, workflow
from bot.otel import OtelTraces, event_of, span_of, trace_of
from bot.queues import line_of
from bot.watch import Watch
from bot.watched import unfinished, watch
from bot.whereabouts import Where, here
from tests.prometheus import read

one_engine = pytest.mark.asyncio(loop_scope="module")
told: list[asyncio.Event] = []


@step("watched: note")
async def note() -> dict[str, Any]:
    return {"run": here().run}


@workflow("watched: child")
async def child() -> None:
    await note()


@workflow("watched: parent")
async def parent() -> None:
    await note()
    await queue_once("line", "the child", child)


@step("watched: wait")
async def wait() -> None:
    told[0].set()
    await told[1].wait()


@workflow("watched: in two")
async def in_two() -> None:
    await note()
    await wait()
    await note()


@workflow("watched: depth")
async def depth() -> None:
    found = await unfinished()
    assert found["pending"] >= 1


def a_watch(spans: InMemorySpanExporter) -> Watch:
    return Watch(OtelTraces(SimpleSpanProcessor(spans), "1"))


# First, since two engines in one process are one too many.
async def test_a_run_that_another_process_takes_over_goes_on_in_the_same_trace(tmp_path: Path) -> None:
    told[:] = [asyncio.Event(), asyncio.Event()]
    before, after = InMemorySpanExporter(), InMemorySpanExporter()
    async with engine(in_file(tmp_path / "engine.sqlite"), watch=a_watch(before), drain=lambda: 0.0):
        with watch().event(Where(event="Ev1"), "message", "socket"):
            await start_once("taken over", in_two)
        await told[0].wait()
    told[1].set()
    async with engine(in_file(tmp_path / "engine.sqlite"), watch=a_watch(after)):
        await finished("taken over")
        counted = read(watch().measures.page())
    trace, run = trace_of("taken over"), span_of("taken over")
    assert [s.name for s in before.get_finished_spans()] == [
        "event message",
        "step watched: note",
        "step watched: wait",
    ]
    first, *steps, last = after.get_finished_spans()
    assert [s.name for s in (first, *steps)] == ["step watched: wait", "step watched: note"], (
        "no step is told twice"
    )
    assert (last.name, last.context.span_id) == ("run watched: in two", run)
    assert {s.context.trace_id for s in (*before.get_finished_spans(), first, *steps, last)} == {trace}
    assert {s.parent.span_id for s in (*before.get_finished_spans()[1:], first, *steps)} == {run}
    assert counted["chorister_runs_total watched: in two done"] == 1


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def written(tmp_path_factory: Any) -> AsyncIterator[InMemorySpanExporter]:
    spans = InMemorySpanExporter()
    path = Path(tmp_path_factory.mktemp("watched")) / "engine.sqlite"
    async with engine(in_file(path), watch=a_watch(spans)):
        yield spans


def spans_of(written: InMemorySpanExporter, trace: int) -> dict[str, ReadableSpan]:
    return {s.name: s for s in written.get_finished_spans() if s.context.trace_id == trace}


@one_engine
async def test_an_event_and_all_that_it_begins_is_one_trace_and_the_second_of_its_kind_begins_nothing(
    written: InMemorySpanExporter,
) -> None:
    for kind in ("message", "app_mention"):
        with watch().event(Where(event=f"Ev {kind}"), kind, "socket") as it_was:
            await start_once("the parent", parent)
            it_was(True)
    await finished("the parent")
    await finished("the child")
    spans = spans_of(written, trace_of("the parent"))
    assert spans["event message"].context.span_id == event_of("the parent")
    assert "event app_mention" not in spans
    above = {name: span.parent.span_id for name, span in spans.items() if span.parent}
    assert above["run watched: parent"] == event_of("the parent")
    assert above["run watched: child in line"] == span_of("the parent")
    assert above["run watched: child"] == span_of(line_of("the child"))
    told = read(watch().measures.page())
    assert told["chorister_runs_total watched: parent done"] == 1
    assert told["chorister_runs_total watched: child done"] == 1


@one_engine
async def test_what_waits_in_the_engine_is_counted_by_its_state(written: InMemorySpanExporter) -> None:
    await start_once("depth", depth)
    await finished("depth")
    assert await unfinished() == {"enqueued": 0, "pending": 0, "delayed": 0}
