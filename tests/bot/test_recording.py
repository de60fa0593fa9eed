"""Asking for the recorder where we cannot speak: nothing is sent, and the person is told why."""

from bot.recording import begin
from bot.slack.recorder_words import BEGUN, NOT_IN_HERE
from bot.slack.speaking import Place
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, Play
from tools.meeting_links import Link

LINK = Link("zoom", "987654321", "https://zoom.us/j/987654321", "zoom.us")


async def test_where_we_cannot_speak_nothing_is_sent(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        ana = play.person("ana").slack_id
        world.slack.faults.add("error", match="chat.postMessage", error="not_in_channel")
        said = await begin(LINK, ana, Place(play.channel, ""), "k1", app.house)
        assert said == NOT_IN_HERE
        assert world.truto.calls(JOIN) == []


async def test_the_same_request_twice_is_one(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        ana = play.person("ana").slack_id
        for _ in range(2):
            assert await begin(LINK, ana, Place(play.channel, ""), "k2", app.house) == BEGUN
        await world.truto.wait_for(lambda: world.truto.calls(JOIN))
        assert len(world.truto.calls(JOIN)) == 1
