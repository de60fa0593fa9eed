"""The kill switch: one command stops all writing at once, open cards say so, and it comes back without a restart."""

import pytest

from bot.slack import cards
from sandbox.slack.render import text_of
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, WRITE, Play


async def test_open_cards_turn_into_previews_at_once_and_come_back(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "your decision")
    await play.command("rosa", "writes off")
    off = await play.until(thread, "preview, writing is off", "The card stays open")
    assert off["ts"] == card["ts"]
    assert all(b["type"] != "actions" for b in off["blocks"])
    await play.command("rosa", "writes on")
    back = await play.until(thread, "your decision")
    await play.click("ana", back, cards.APPROVE)
    await play.until(thread, "CRM update: written")


async def test_a_click_that_was_on_its_way_when_writing_went_off_writes_nothing(
    world: World, start: Start
) -> None:
    async with start() as app:
        play = Play(world)
        thread = await play.ask("ana", PUSH)
        card = await play.until(thread, "your decision")
        await app.house.switches.set("writes", False, play.person("rosa").slack_id, 0.0)
        await play.click("ana", card, cards.APPROVE)
        await play.slack.wait_for(lambda: play.whispers("ana"))
        assert "switched off" in play.whispers("ana")[0]
        assert "the card stays open" in play.whispers("ana")[0]
        assert world.truto.calls(WRITE) == []
        await play.click("ana", card, cards.DECLINE)
        await play.until(thread, "CRM update: declined")


async def test_a_card_made_while_writing_is_off_is_a_preview(play: Play) -> None:
    await play.command("rosa", "writes off")
    thread = await play.ask("ana", PUSH)
    card = await play.until(thread, "preview, writing is off")
    assert all(b["type"] != "actions" for b in card["blocks"])
    assert "preview" in (await play.done(thread))[-1].lower()


ELSEWHERE = {"CHORISTER_WRITE_CHANNELS": "C0ELSEWHERE", "CHORISTER_WRITE_PEOPLE": "U0SOMEBODY"}


@pytest.mark.parametrize("setting", ELSEWHERE)
async def test_outside_the_lists_of_channels_and_people_cards_are_previews(
    world: World, start: Start, setting: str
) -> None:
    async with start(**{setting: ELSEWHERE[setting]}):
        play = Play(world)
        card = text_of(await play.until(await play.ask("ana", PUSH), "CRM update: preview"))
        assert "Approve" not in card
        assert "writing is off" not in card, "it is on, but not here"
        assert "CRM writes cannot be approved in this channel" in card or "CRM writes are not open to" in card


@pytest.mark.parametrize("setting", ELSEWHERE)
async def test_inside_the_lists_cards_can_be_approved(world: World, start: Start, setting: str) -> None:
    play = Play(world)
    ours = {
        "CHORISTER_WRITE_CHANNELS": f"C0ELSEWHERE,{play.channel}",
        "CHORISTER_WRITE_PEOPLE": f"U0SOMEBODY,{play.person('ana').slack_id}",
    }
    async with start(**{setting: ours[setting]}):
        thread = await play.ask("ana", PUSH)
        await play.click("ana", await play.until(thread, "your decision"), cards.APPROVE)
        await play.until(thread, "CRM update: written")
