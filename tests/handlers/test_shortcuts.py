"""The menu of a message: for our own people only."""

from handlers.shortcuts import RECORD_CALL, answer_to
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, Play
from tests.test_house import ROOT


async def test_a_stranger_is_turned_away(world: World, start: Start) -> None:
    async with start() as app:
        play = Play(world)
        message = {"ts": "100.1", "text": "https://zoom.us/j/987654321"}
        shortcut = {
            "user": {"id": "U0STRANGE", "team_id": "T0OTHER"},
            "message": message,
            "channel": {"id": play.channel},
        }
        assert "only available to full members" in await answer_to(shortcut, app.house)
        assert world.truto.calls(JOIN) == []


def test_the_manifest_offers_the_shortcut_that_is_listened_to() -> None:
    assert f"callback_id: {RECORD_CALL}" in (ROOT / "manifest.yml").read_text()
