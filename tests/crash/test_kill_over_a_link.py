"""kill -9 while a link that nobody may keep is on its way: it is made anew, and what was connected is still found."""

from pathlib import Path

from sandbox.claude.replies import tool_use
from tests.crash.bots import bot
from tests.play import Play
from tests.stories.test_connecting_an_account import directly, link_in, open_link, type_connect, until_told

MEDIA = "get_single_chorus_media_by_id"


async def up(live: Play) -> None:
    """Wait until a bot listens: nobody keeps a command for one that does not."""
    await live.slack.wait_for(lambda: live.slack.sockets.open, timeout=live.patience)


async def test_a_note_that_a_kill_swallowed_is_written_anew_with_a_fresh_link(
    live: Play, tmp_path: Path
) -> None:
    truto, meeting = live.world.truto, live.world.company.last_finished(live.person("ana"))
    truto.faults.add("slow", match=MEDIA, seconds=3)
    live.world.claude.script([tool_use(MEDIA, {"id": meeting.id})], "That is all I know.")
    async with bot(live, tmp_path):
        thread = await live.ask("ana", "Where can I watch my last call?")
        await truto.wait_for(lambda: truto.calls(MEDIA), timeout=live.patience)
    async with bot(live, tmp_path):
        await live.done(thread)
    assert len(truto.calls(MEDIA)) == 2
    assert sum("Watch the recording" in words for words in live.whispers("ana")) == 1


async def test_an_account_connected_while_the_bot_was_dead_is_found_and_told_once(
    live: Play, tmp_path: Path
) -> None:
    async with bot(live, tmp_path):
        await up(live)
        link = link_in(await type_connect(live))
        looks = live.world.truto.journal
        await live.world.truto.wait_for(
            lambda: any(call.path == "/integrated-account" for call in looks), timeout=live.patience
        )
    await open_link(live, link, "ana")
    async with bot(live, tmp_path):
        await until_told(live, "ana", "Your own Chorus account is connected")
        live.world.claude.script([tool_use("list_all_chorus_me")], "You are Ana.")
        await live.done(await live.ask("ana", "Who am I?"))
    assert len([text for text in directly(live, "ana") if "is connected" in text]) == 1
    (call,) = live.world.truto.calls("list_all_chorus_me")[1:]
    assert call.query["integrated_account_id"] in live.world.truto.accounts.connected
