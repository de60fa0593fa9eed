"""/chorister over the wire: a private answer, for members only, and a sentence when the store fails."""

import sqlalchemy as sa

from bot.workflows.admins import NOBODY_KNOWS
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, RECORD, Play


async def test_a_command_is_answered_in_private(play: Play) -> None:
    assert "What you can type" in await play.command("ana", "")
    assert "is on" in await play.command("ana", "writes")
    assert "Only an admin" in await play.command("ana", "writes off")
    assert "off from now on" in await play.command("rosa", "writes off")
    assert "switched off by" in await play.command("ana", "writes")


async def test_admins_see_what_everybody_spent_and_others_their_own(play: Play) -> None:
    await play.done(await play.ask("ana", "help"))
    every, own, none = [await play.command(name, "usage") for name in ("rosa", "ana", "ben")]
    ana = f"<@{play.person('ana').slack_id}>: $"
    assert "by everybody" in every
    assert ana in every
    assert "by you" in own
    assert ana not in own
    assert "Today: $0.00 of $10.00, 0 of 10M tokens" in none
    assert "0 of 10M tokens" not in own


async def test_recorders_stop_at_once_when_they_are_switched_off(play: Play) -> None:
    await play.command("rosa", "joins off")
    said = " ".join(await play.done(await play.ask("ana", RECORD)))
    assert "switched off" in said
    assert play.world.truto.calls(JOIN) == []


async def test_whom_slack_does_not_name_in_time_is_told_so_and_nothing_changes(
    world: World, start: Start
) -> None:
    async with start() as app:
        world.slack.faults.add("429", match="users.info", retry_after=0)
        assert await Play(world).command("rosa", "writes off") == NOBODY_KNOWS
        assert await app.house.switches.get("writes") is None


async def test_a_failing_store_is_a_sentence_with_a_reference(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table audit rename to gone"))
        said = await play.command("rosa", "writes off")
        assert "nothing was changed" in said
        assert "Reference " in said
        async with app.house.audit._db.engine.begin() as connection:
            await connection.execute(sa.text("alter table gone rename to audit"))
        assert await app.house.switches.get("writes") is None
