"""Whoever runs Chorister sees a story from outside: its path from Slack to the last call, and its figures."""

import asyncio

from bot.standing import Figures
from bot.watched import unfinished
from sandbox.world import World
from tests.collector import collecting
from tests.conftest import Start
from tests.play import REVIEW, Play
from tests.prometheus import read

WRITE = "Truto sales_qualifications.writeback_crm"


async def at_rest() -> None:
    """Wait until no run is under way: one that is cut short has no span of its own."""
    async with asyncio.timeout(10):
        while sum((await unfinished()).values()):
            pass


async def test_a_write_is_one_path_from_the_click_to_the_crm_and_every_part_is_counted(
    world: World, start: Start
) -> None:
    world.truto.faults.add("502html", match="list_all_chorus_conversations", times=1)
    with collecting() as collector:
        async with start(OTEL_EXPORTER_OTLP_ENDPOINT=collector.url) as app:
            play = Play(world)
            await play.written("Metrics")
            await at_rest()
            told = read(await Figures(app.watch.measures, app.looking).page())
    paths = {"/".join(collector.path_to(span)) for span in collector.spans}
    assert f"event block_actions/run decide/step write to CRM/{WRITE}" in paths
    asked = "/run answer/run turn in line/run turn/step read/Truto conversations.list"
    assert {f"event message{asked}", f"event app_mention{asked}"} & paths
    assert any(path.endswith("/run turn/step ask Claude/Claude claude-opus-5-5") for path in paths)
    assert any(path.endswith("/step post/Slack chat.postMessage") for path in paths)
    assert {path.partition(" ")[0] for path in paths} == {"event"}, "nothing hangs in the air"
    assert len({span.trace_id for span in collector.spans}) == 2, "one for the message, one for the click"

    assert told["chorister_proposals written"] == 1
    assert told["chorister_runs_total turn waiting"] == told["chorister_runs_total turn answered"] == 1
    assert told["chorister_tool_calls_total write ok"] == 1
    assert told["chorister_tool_calls_total read unavailable"] == 1
    assert told["chorister_wait_seconds_total refusal truto"] > 0
    assert told["chorister_claude_usd_total claude-opus-5-5"] > 0
    assert told["chorister_events_total taken socket block_actions"] == 1
    assert told["chorister_runs_unfinished pending"] == told["chorister_runs_unfinished enqueued"] == 0


async def test_a_run_that_reached_a_limit_is_counted_as_that(world: World, start: Start) -> None:
    async with start(CHORISTER_MAX_TURNS="1") as app:
        play = Play(world)
        await play.done(await play.ask("ana", REVIEW))
        await at_rest()
        told = read(app.watch.measures.page())
    assert told["chorister_runs_total turn limit"] == 1
