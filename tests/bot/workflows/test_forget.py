"""Short memory: old conversations go, young ones and the record stay."""

from datetime import timedelta

from bot.workflows.forget import forget_old
from sandbox.world import World
from tests.conftest import Start
from tests.play import Play


async def test_after_its_days_a_conversation_is_gone_and_the_thread_still_works(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        thread = await play.ask("ana", "help")
        await play.done(thread)
        id = f"{app.house.team}:{play.channel}:{thread}:{play.person('ana').slack_id}"
        await forget_old(world.clock.now(), {})
        assert await app.house.conversations.count(id) > 0
        world.clock.advance(timedelta(days=31))
        await forget_old(world.clock.now(), {})
        assert await app.house.conversations.get(id) is None
        assert await app.house.conversations.count(id) == 0
        await play.ask("ana", "help", thread)
        assert "sandbox planner" in (await play.done(thread, runs=2))[-1]


async def test_what_was_spent_is_forgotten_with_the_record(world: World, start: Start) -> None:
    async with start(CHORISTER_AUDIT_DAYS="40") as app:
        play = Play(world)
        await play.done(await play.ask("ana", "help"))
        world.clock.advance(timedelta(days=40))
        await forget_old(world.clock.now(), {})
        assert await app.house.spending.since("")
        world.clock.advance(timedelta(days=1))
        await forget_old(world.clock.now(), {})
        assert await app.house.spending.since("") == {}
