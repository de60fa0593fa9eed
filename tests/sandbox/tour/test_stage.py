import pytest

from sandbox.tour.screen import Log
from sandbox.tour.stage import Stage, in_vain


@pytest.fixture
def stage(world, window, console):
    return Stage(world, window, Log(console, lambda: "16:31:00"), patience=0.05)


async def test_what_happens_is_shown_and_a_click_is_announced(stage, world, card, printed):
    # Nobody is there; what was to be sent is written down all the same.
    world.slack.http_target = "http://127.0.0.1:9/slack/events"
    ana = stage.person("ana")
    async with stage.watched():
        thread = await stage.say(ana, "@Chorister hello")
        content = {"blocks": card["blocks"], "thread_ts": thread.ts}
        world.slack.workspace.post_as_bot(world.slack.channel("deals"), content)
        await stage.press(ana, thread, await stage.button(thread, "Approve"))
    assert "→ Ana Ruiz clicks [ Approve ]" in printed()
    assert "CRM update: your decision" in printed()
    actions = [sent.payload["actions"][0] for sent in world.slack.events if sent.kind == "interactive"]
    assert [action["action_id"] for action in actions] == ["approve"]


async def test_a_wait_in_vain_becomes_one_line(stage):
    said: list[str] = []
    with in_vain(said.append):
        await stage.until(lambda: None)
    assert said == ["it did not happen within 0.05 s"]
