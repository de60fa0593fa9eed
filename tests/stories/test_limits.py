"""What one run may cost, and what happens when the store is away."""

import sqlite3
from pathlib import Path

from sandbox.claude import tool_use
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play


async def test_a_run_that_goes_in_circles_stops_at_its_limit_and_says_so(world: World, start: Start) -> None:
    async with start(CHORISTER_MAX_TURNS="3"):
        play = Play(world)
        world.claude.script(
            *[[tool_use("list_all_chorus_me", {})] for _ in range(3)], "I found only who you are."
        )
        thread = await play.ask("ana", "find everything about everything")
        said = (await play.done(thread))[-1]
        assert "I found only who you are." in said
        assert "Stopped at the limit of 3 rounds" in said
        assert len(world.claude.asked) == 4
        assert world.claude.asked[-1].body["tool_choice"] == {"type": "none"}


async def test_money_is_a_limit_too(world: World, start: Start) -> None:
    async with start(CHORISTER_MAX_USD="0.0001"):
        play = Play(world)
        world.claude.script([tool_use("list_all_chorus_me", {})], "That was dear.")
        thread = await play.ask("ana", "spend")
        assert "Stopped at the limit of $0.00" in (await play.done(thread))[-1]


async def test_a_database_that_fails_means_no_acknowledgement_so_slack_sends_it_again(
    world: World, start: Start, tmp_path: Path
) -> None:
    async with start():
        play = Play(world)
        with sqlite3.connect(tmp_path / "engine.sqlite", isolation_level=None) as connection:
            connection.execute("alter table workflow_status rename to away")
            thread = await play.ask("ana", "help")
            delivered = next(d for d in world.slack.events if d.event.get("ts") == thread)
            assert delivered.acked_after is None
            connection.execute("alter table away rename to workflow_status")
        await play.done(thread)
        assert delivered.acked_after is not None
