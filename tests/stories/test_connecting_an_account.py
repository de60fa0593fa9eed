"""People connect a Chorus account of their own by a link that only they get; what they ask then runs on it."""

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from sandbox.claude.replies import tool_use
from sandbox.truto.journal import Call
from sandbox.world import World
from tests.conftest import Start
from tests.play import JOIN, PUSH, RECORD, REVIEW, Play

ME, LIST, GET = "list_all_chorus_me", "list_all_chorus_conversations", "get_single_chorus_conversation_by_id"
SQF = "get_single_chorus_sales_qualification_by_id"
LINK = re.compile(r"<(http[^|>]+/connect-account\?link_token=[^|>]+)\|")


async def type_connect(play: Play, name: str = "ana") -> str:
    """Type /chorister connect; returns the private answer that comes behind it."""
    before = len(play.whispers(name))
    await play.slack.command(play.person(name), play.channel, "/chorister", "connect")
    await play.slack.wait_for(lambda: len(play.whispers(name)) > before)
    return play.whispers(name)[-1]


def link_in(text: str) -> str:
    found = LINK.search(text)
    assert found, text
    return found[1].replace("&amp;", "&")


async def open_link(play: Play, link: str, who: str) -> None:
    """A browser opens the link, and somebody gives their own Chorus credentials there."""
    async with httpx.AsyncClient(verify=False) as browser:
        page = await browser.get(link)
        assert "Connect your Chorus account" in page.text
        token = link.rpartition("link_token=")[2]
        sent = {"link_token": token, "email": play.person(who).email}
        done = await browser.post(link.partition("?")[0], data=sent)
    assert done.status_code == 200, done.text


def directly(play: Play, name: str) -> list[str]:
    """What the bot told one person in direct messages."""
    return [m["text"] for m in play.slack.messages(play.slack.dm(play.person(name))) if m.get("bot_id")]


async def until_told(play: Play, name: str, words: str, times: int = 1) -> str:
    def told() -> list[str] | None:
        found = [text for text in directly(play, name) if words in text]
        return found if len(found) >= times else None

    return (await play.slack.wait_for(told, timeout=play.patience))[-1]


async def connect(play: Play, name: str = "ana") -> str:
    """Somebody connects their own account; returns its id at Truto."""
    await open_link(play, link_in(await type_connect(play, name)), name)
    await until_told(play, name, "Your own Chorus account is connected")
    return list(play.world.truto.accounts.connected)[-1]


def accounts(play: Play, *tools: str) -> set[str]:
    """The accounts on which calls of these tools ran."""
    return {call.query["integrated_account_id"] for tool in tools for call in play.world.truto.calls(tool)}


async def test_what_somebody_asks_runs_on_their_own_account_once_they_connected_it(play: Play) -> None:
    own, main = await connect(play), play.world.truto.account_id
    meeting = play.world.company.last_finished(play.person("ana"))
    calls = [
        tool_use(ME),
        tool_use(LIST),
        tool_use(GET, {"id": meeting.id}),
        tool_use(SQF, {"id": meeting.id}),
    ]
    play.world.claude.script(calls, "There you are.")
    await play.done(await play.ask("ana", "Who am I, and what was said in my last call?"))
    assert accounts(play, ME, LIST, SQF) == {own}
    assert own in accounts(play, GET), "whether others may hear of a call is asked of the shared account"
    me = play.world.claude.asked[-1].body["messages"][-1]["content"][0]["content"]
    assert play.person("ana").email in me
    assert play.person("ana").title in me, "Chorus's own word on her, which Slack does not have"
    assert play.person("rosa").email not in me

    await play.done(await play.ask("ben", "Summarise my last call"))
    assert main in accounts(play, LIST), "a colleague's requests stay on the main account"


async def test_a_review_and_the_recorder_run_on_it_too(play: Play) -> None:
    own = await connect(play)
    await play.done(await play.ask("ana", REVIEW))
    await play.done(await play.ask("ana", RECORD))
    thread = await play.say("ana", "https://zoom.us/j/888999000")
    await play.click("ana", await play.until(thread, "Shall Chorus record it?"), "recorder_send")
    await play.until(thread, "Chorus took the link")
    assert accounts(play, LIST, SQF, JOIN) == {own}
    assert len(play.world.truto.calls(JOIN)) == 2


async def test_an_account_of_ones_own_opens_no_call_that_is_not_ones_own(play: Play) -> None:
    await connect(play, "dev")
    theirs = play.world.company.last_finished(play.person("ana"))
    play.world.claude.script([tool_use(GET, {"id": theirs.id})], "I cannot.")
    await play.done(await play.ask("dev", "What did Ana's customer say?"))
    told = str(play.world.claude.asked[-1].body["messages"][-1])
    assert "may not read it" in told


async def test_a_private_call_that_ones_own_account_lists_is_not_told_to_the_channel(play: Play) -> None:
    await connect(play)
    play.world.truto.options.own_private = True
    meeting = play.world.company.last_finished(play.person("ana"))
    play.world.truto.chorus.recordings[meeting.id].meeting = replace(meeting, private=True)
    play.world.claude.script(
        [tool_use(LIST, {"user_id": str(meeting.owner.chorus_user_id)})], "Ingrid signs."
    )
    thread = await play.ask("ana", "who signs?")
    assert "privately" in (await play.done(thread))[-1]
    await until_told(play, "ana", "Ingrid signs.")


async def test_a_card_for_a_call_that_only_ones_own_account_shows_is_refused_with_the_reason(
    play: Play,
) -> None:
    await connect(play)
    main, theirs = play.world.truto.account_id, play.world.company.last_finished(play.person("ana"))

    def hidden(call: Call) -> bool:
        return call.tool == GET and call.query["integrated_account_id"] == main

    play.world.truto.faults.add("404", match=hidden, times=None)
    await play.done(await play.ask("ana", PUSH))
    told = str(play.world.claude.asked[-1].body["messages"][-1])
    assert "Only your own Chorus account shows this call; cards run on the shared one." in told
    assert any(theirs.id in call.path for call in play.world.truto.calls(GET))


async def test_the_command_tells_how_it_stands_and_forgets_the_account(play: Play) -> None:
    assert "no Chorus account of your own" in await play.command("ana", "disconnect")
    own = await connect(play)
    assert "is connected since" in await type_connect(play)
    assert "forgotten" in await play.command("ana", "disconnect")
    await play.done(await play.ask("ana", "Summarise my last call"))
    assert accounts(play, LIST) == {play.world.truto.account_id}
    assert own in play.world.truto.accounts.connected, "Truto holds it until an admin removes it"
    again = await type_connect(play)
    assert "Connect your own Chorus account" in again, "what was forgotten is not found again by itself"


async def test_a_link_that_is_passed_on_connects_nobody_elses_account(play: Play) -> None:
    link = link_in(await type_connect(play, "dev"))
    await open_link(play, link, "ana")
    await until_told(play, "dev", "belongs to somebody with another e-mail address")
    await play.done(await play.ask("dev", "Summarise my last call"))
    assert accounts(play, LIST) == {play.world.truto.account_id}
    assert "Connect your own Chorus account" in await type_connect(play, "dev")


async def test_an_account_that_chorus_refuses_is_told_once_with_a_new_link(play: Play) -> None:
    own = await connect(play)
    play.world.truto.accounts.lapse(own)
    for n in (1, 2):
        play.world.claude.script([tool_use(LIST), tool_use(ME)], "That did not work.")
        await play.done(await play.ask("ana", f"What were my calls? ({n})"))
        told = str(play.world.claude.asked[-1].body["messages"][-1])
        assert "no longer accepts your own account" in told
    assert accounts(play, LIST) == {own}, "nothing is asked of the main account instead"
    renewals = [text for text in directly(play, "ana") if "Connect it again" in text]
    assert len(renewals) == 1

    play.world.clock.advance(60)
    await open_link(play, link_in(renewals[0]), "ana")
    await until_told(play, "ana", "Your own Chorus account is connected", times=2)
    assert list(play.world.truto.accounts.connected) == [own], "it is the same account as before"
    await play.done(await play.ask("ana", "Summarise my last call"))
    assert play.world.truto.calls(LIST)[-1].status == 200


async def test_a_recorder_is_not_sent_on_an_account_that_chorus_refuses(play: Play) -> None:
    own = await connect(play)
    play.world.truto.accounts.lapse(own)
    said = " ".join(await play.done(await play.ask("ana", RECORD)))
    assert "no longer accepts your own account" in said
    assert [call.status for call in play.world.truto.calls(JOIN)] == [401]
    await until_told(play, "ana", "Connect it again")
    await play.command("ana", "disconnect")
    await play.done(await play.ask("ana", RECORD))
    assert accounts(play, JOIN) == {own, play.world.truto.account_id}, "the shared account sends it now"


async def test_truto_away_is_said_to_whoever_wants_a_link(play: Play) -> None:
    play.world.truto.faults.add("500", match="POST /link-token", times=None)
    assert "not available" in await type_connect(play)


async def test_no_link_is_kept_anywhere(world: World, start: Start, tmp_path: Path) -> None:
    async with start():
        play = Play(world)
        links = [link_in(await type_connect(play))]
        await open_link(play, links[0], "ana")
        await until_told(play, "ana", "is connected")
        own = next(iter(world.truto.accounts.connected))
        world.truto.accounts.lapse(own)
        play.world.claude.script([tool_use(LIST)], "That did not work.")
        await play.done(await play.ask("ana", "What were my calls?"))
        links.append(link_in(await until_told(play, "ana", "Connect it again")))
    kept = files(tmp_path)
    assert own.encode() in kept, "this is where things are kept"
    assert not [link for link in links if link.rpartition("=")[2].encode() in kept]


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("status", ["validation_error", "connecting"])
async def test_an_account_that_truto_does_not_answer_for_is_not_used(play: Play, status: str) -> None:
    play.world.truto.accounts.after = status
    await open_link(play, link_in(await type_connect(play)), "ana")
    await play.done(await play.ask("ana", "Summarise my last call"))
    assert accounts(play, LIST) == {play.world.truto.account_id}
    assert "Connect your own Chorus account" in await type_connect(play)
