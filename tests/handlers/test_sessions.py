"""The Stop button, the opened messages and what somebody looks at each begin one story, however often Slack sends them."""

from bot.durable import was_started
from tests.play import Play

STOP = {"type": "agent_session_stopped", "channel": "CDEALS0001", "thread_ts": "1.1", "user": "UANA000001"}


async def test_a_stop_that_is_sent_twice_is_one_story(play: Play) -> None:
    sent = await play.slack.deliver({**STOP, "event_ts": "2.2", "streaming_message_ts": []})
    await play.slack.redeliver(sent)
    await play.slack.wait_for(lambda: play.whispers("ana") or None)
    await play.home("ben")
    assert play.whispers("ana") == ["Nothing of yours is running in this thread."]


async def test_a_renamed_session_is_acknowledged_and_left_alone(play: Play) -> None:
    event = {"type": "agent_session_title_changed", "channel": "CDEALS0001", "thread_ts": "1.1"}
    sent = await play.slack.deliver({**event, "user": "UANA000001", "title": "mine", "event_ts": "2.2"})
    await play.slack.wait_for(lambda: sent.acked_after)
    assert play.slack.calls("agents.sessions.rename") == []


async def test_a_context_without_a_person_begins_nothing(play: Play) -> None:
    sent = await play.slack.deliver({"type": "app_context_changed", "context": {}})
    await play.slack.wait_for(lambda: sent.acked_after)
    assert not await was_started("prompts:None:None")
    assert play.slack.calls("assistant.threads.setSuggestedPrompts") == []
