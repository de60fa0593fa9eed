"""What looks on: each thing is counted once, by how it ended."""

import asyncio
import json
import sys

import pytest

from bot.traces import Descent, NoTraces
from bot.watch import NOT_INSTALLED, Watch, watch_of
from bot.whereabouts import Ending, Where, ends, here
from tests.builders import settings, settings_env
from tests.prometheus import read


async def nothing(run: str) -> Descent | None:
    return None


def told(watch: Watch) -> dict[str, float]:
    return read(watch.measures.page())


def test_an_event_is_counted_with_its_time_and_whether_it_was_taken() -> None:
    watch = Watch()
    with watch.event(Where(event="Ev1"), "message", "socket") as it_was:
        assert here().event == "Ev1"
        it_was(True)
    with watch.event(Where(), "command", "http"):
        pass
    assert told(watch)["chorister_events_total taken socket message"] == 1
    assert told(watch)["chorister_events_total refused http command"] == 1
    assert told(watch)["chorister_acknowledgement_seconds_count http"] == 1


async def test_a_run_is_counted_by_the_end_its_story_tells() -> None:
    watch = Watch()
    async with watch.run("T1|x", "turn", nothing):
        assert (here().run, here().workspace) == ("T1|x", "T1")
        ends(Ending.LIMIT)
    with pytest.raises(ZeroDivisionError):
        async with watch.run("y", "turn", nothing):
            raise ZeroDivisionError
    with pytest.raises(asyncio.CancelledError):
        async with watch.run("z", "turn", nothing):
            raise asyncio.CancelledError
    runs = {name: n for name, n in told(watch).items() if name.startswith("chorister_runs_total")}
    assert runs == {"chorister_runs_total turn limit": 1, "chorister_runs_total turn failed": 1}


def test_calls_and_waits_are_counted_whatever_becomes_of_them() -> None:
    watch = Watch()
    with watch.truto("users.list", "read") as hear:
        hear("429")
    with watch.claude("claude-opus-5-5") as billed:
        billed({"input_tokens": 1_000_000}, "ok")
    with watch.claude("claude-opus-5-5") as billed:
        billed({}, "failed")
    with pytest.raises(ValueError, match="x"), watch.waiting("truto"):
        raise ValueError("x")
    with watch.slack("chat.update"), watch.step("say"):
        pass
    found = told(watch)
    assert found["chorister_tool_calls_total read 429"] == 1
    assert found["chorister_claude_usd_total claude-opus-5-5"] == 4.0
    assert found["chorister_claude_answers_total claude-opus-5-5 failed"] == 1
    assert "chorister_wait_seconds_total refusal truto" in found


def test_traces_are_off_unless_a_collector_is_named() -> None:
    assert isinstance(watch_of(settings()).traces, NoTraces)
    traced = watch_of(settings(OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9"))
    assert traced.traces.on
    traced.traces.close()


async def test_traces_that_are_not_installed_are_asked_for_in_one_sentence() -> None:
    code = (
        "import json, sys; sys.modules['opentelemetry.sdk.trace'] = None\n"
        "from bot.settings import Settings; from bot.watch import watch_of\n"
        "try: watch_of(Settings.from_env(json.loads(sys.argv[1])))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    env = settings_env(OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, json.dumps(env)), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    assert told.decode().strip() == f"BotError {NOT_INSTALLED}"
    assert "pip install 'chorister[traces]'" in NOT_INSTALLED
