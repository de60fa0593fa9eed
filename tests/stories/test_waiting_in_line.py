"""More is asked for than may run at a time: who waits is told so, clicks do not wait, and everybody is answered."""

import asyncio

from bot.queues import AT_ONCE
from bot.slack.limit_words import IN_LINE
from sandbox.world import World
from tests.conftest import Start
from tests.play import APPROVE, Play


async def test_who_waits_for_a_seat_is_told_and_a_click_does_not_wait(world: World, start: Start) -> None:
    async with start(CHORISTER_TURNS_PER_WORKSPACE="1"):
        play = Play(world)
        thread, card = await play.card()
        world.claude.script(*["Here you are."] * 3)
        world.claude.faults.add("hold")
        first = await play.ask("ben", "what is new?")
        await world.claude.wait_for(lambda: not world.claude.faults.pending or None)
        second = await play.ask("sam", "and what else?")
        await play.until(second, IN_LINE)
        await play.click("ana", card, APPROVE)
        await play.until(thread, "CRM update: written")
        assert play.answers(second) == []
        world.claude.release()
        assert "Here you are." in (await play.done(first))[-1]
        assert "Here you are." in (await play.done(second))[-1]
        assert not any(IN_LINE in text for text in play.texts(second)), "it says how things stand now"


async def test_each_of_a_rush_is_acknowledged_at_the_first_try_and_answered_once(play: Play) -> None:
    play.world.claude.script(*["Here you are."] * (AT_ONCE + 3))
    asked = (play.ask("ben", f"what is new? ({n})") for n in range(AT_ONCE + 3))
    for thread in await asyncio.gather(*asked):
        assert "Here you are." in (await play.done(thread))[-1]
        assert len(play.answers(thread)) == 1
    assert {event.attempt for event in play.slack.events} == {0}
