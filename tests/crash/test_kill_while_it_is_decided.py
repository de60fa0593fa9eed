"""kill -9 around a decision, while somebody edits the record: never over their edit, and every card comes to a true end."""

import asyncio
from pathlib import Path

import pytest

from bot.slack import cards
from sandbox.clock import PATIENCE
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.chaos import life
from tests.conftest import AFTERNOON
from tests.play import PUSH, WRITE, Play

ROWS = (5, 7, 9, 11)
"""Before which row of the story it dies: between click and decision, decision and checkpoint, checkpoint and write."""


@pytest.mark.parametrize("row", ROWS)
async def test_an_edit_in_the_crm_while_the_bot_was_dead_is_not_written_over(
    tmp_path: Path, row: int
) -> None:
    async with World(seed=1, now=AFTERNOON) as world:
        world.slack.rate_limits = world.truto.options.rate_limits = False
        world.truto.options.previous = "live"
        play = Play(world)
        deal = world.company.last_finished(play.person("ana")).deal
        bot = await life.begin(world, tmp_path, f"decide: {row}")
        try:
            thread = await play.ask("ana", PUSH)
            card = await play.until(thread, "your decision")
            await play.until(thread, "Waiting for a decision")
            await play.click("ana", card, cards.APPROVE, state=play.ticks(card, "Metrics"))
            await asyncio.wait_for(bot.wait(), PATIENCE)
        finally:
            await life.end(world, bot)
        assert world.truto.calls(WRITE) == [], "it died before it wrote"
        world.truto.crm.edit(deal.id, "Metrics__c", "Typed by Mia", world.clock.now())
        bot = await life.begin(world, tmp_path)
        try:
            state = play.ticks(card, "Metrics")
            shown = await play.insist(lambda: ended(play, thread), "ana", card, cards.APPROVE, state=state)
        finally:
            await life.end(world, bot)
        assert world.truto.crm.record(deal.id).fields["Metrics__c"] == "Typed by Mia"
        assert "nothing was written" not in " ".join(play.whispers("ana")) or "your decision" in shown


def ended(play: Play, thread: str) -> str | None:
    """The card, once it was renewed or refused since the ground has moved."""
    said = (text_of(m) for m in play.replies(thread))
    moved = ("Changed since", "has changed since it was approved")
    return next((t for t in said if t.startswith("CRM update") and any(word in t for word in moved)), None)
