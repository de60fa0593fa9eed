"""`chorister audit`: one command prints how a write came about."""

from pathlib import Path

import pytest

from bot.errors import BotError
from bot.slack import cards
from bot.trace import audit
from sandbox.world import World
from tests.builders import settings
from tests.conftest import Start
from tests.play import PUSH, Play


async def test_the_record_of_a_card_tells_its_whole_story(
    world: World, start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with start():
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
        written = await play.until(thread, "CRM update: written")
        await play.done(thread)
        card = written["blocks"][-1]["elements"][0]["text"].removeprefix("Card ")
        here = settings(CHORISTER_HOME=str(tmp_path))
        assert await audit(here, card) == 0
        told = capsys.readouterr().out
        for words in (
            "proposed",
            "decided",
            "write sent",
            "write answered",
            play.person("ana").slack_id,
            PUSH,
        ):
            assert words in told
        assert "Month end takes us six hours" in told, "the quote"
        assert '"opportunity_id"' in told, "the exact body"
        assert await audit(here, None) == 0
        assert card in capsys.readouterr().out


async def test_a_card_that_is_not_on_record_is_said(start: Start, tmp_path: Path) -> None:
    async with start():
        with pytest.raises(BotError, match="No card 123 is on record"):
            await audit(settings(CHORISTER_HOME=str(tmp_path)), "123")


async def test_a_wrong_home_is_said(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="is CHORISTER_HOME right"):
        await audit(settings(CHORISTER_HOME=str(tmp_path / "elsewhere")), None)
