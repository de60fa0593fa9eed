import pytest

from sandbox.clock import Clock
from sandbox.slack import SlackServer
from sandbox.slack.errors import SlackRefusal
from sandbox.slack.workspace import Workspace


@pytest.fixture
def workspace(slack: SlackServer) -> Workspace:
    slack.echo = False
    return slack.workspace


async def test_timestamps_are_unique_and_grow_though_the_clock_stands_still(workspace: Workspace) -> None:
    stamps = [workspace.next_ts() for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert stamps[0].startswith(str(int(workspace.clock.now().timestamp())))


async def test_timestamps_follow_the_clock(workspace: Workspace, clock: Clock) -> None:
    before = float(workspace.next_ts())
    clock.advance(60)
    assert 59 < float(workspace.next_ts()) - before < 61


async def test_the_first_channels_are_those_a_bot_meets(workspace: Workspace) -> None:
    bot = workspace.me.bot_user_id
    inside = {channel.name for channel in workspace.channels.values() if bot in channel.members}
    assert inside == {"deals", "shared-acme"}
    shared = workspace.find("shared-acme")
    assert shared
    assert (shared.id, shared.ext_shared) == ("CSHARED001", True)


async def test_channels_are_found_by_id_and_name(workspace: Workspace) -> None:
    assert workspace.find("CDEALS0001") is workspace.find("deals") is workspace.find("#deals")
    assert workspace.find("nowhere") is None


async def test_a_dm_comes_into_being_once(workspace: Workspace) -> None:
    first = workspace.direct("UANA000001")
    assert first is workspace.direct("UANA000001")
    assert (first.kind, workspace.direct("UANA000001", "UBEN000001").kind) == ("im", "mpim")


async def test_missing_ids_in_blocks_are_invented(workspace: Workspace) -> None:
    press = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    named = workspace.with_ids(
        [{"type": "actions", "elements": [press]}, {"type": "divider", "block_id": "mine"}]
    )
    assert named[0]["block_id"]
    assert named[0]["elements"][0]["action_id"]
    assert named[1]["block_id"] == "mine"
    assert "action_id" not in press
    words = {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}]}
    assert "action_id" not in workspace.with_ids([words])[0]["elements"][0]


async def test_nobody_replies_to_a_reply_or_to_nothing(workspace: Workspace) -> None:
    channel = workspace.channels["CDEALS0001"]
    root = workspace.post_as_bot(channel, {"text": "root"})
    reply = workspace.post_as_bot(channel, {"text": "reply", "thread_ts": root["ts"]})
    for ts in (reply["ts"], "1.0"):
        with pytest.raises(SlackRefusal, match="cannot_reply_to_message"):
            workspace.post_as_bot(channel, {"text": "x", "thread_ts": ts})


async def test_a_tombstone_is_no_message(workspace: Workspace) -> None:
    channel = workspace.channels["CDEALS0001"]
    root = workspace.post_as_bot(channel, {"text": "root"})
    workspace.post_as_bot(channel, {"text": "reply", "thread_ts": root["ts"]})
    channel.remove(root["ts"])
    with pytest.raises(SlackRefusal, match="message_not_found"):
        workspace.message(channel, root["ts"])
