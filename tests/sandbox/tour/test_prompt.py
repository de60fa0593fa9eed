import asyncio

import pytest

from sandbox.tour.prompt import Prompt
from sandbox.tour.screen import Log
from sandbox.tour.stage import Stage

NOWHERE = "http://127.0.0.1:9/slack/events"
"""An app that is not there; what it was to be sent is written down all the same."""


class Typed:
    """Somebody whose lines are already typed."""

    def __init__(self, *lines: str) -> None:
        self.lines = [*lines, "/quit"]
        self.labels: list[str] = []

    async def line(self) -> str:
        await asyncio.sleep(0)
        return self.lines.pop(0)

    def relabel(self, label: str) -> None:
        self.labels.append(label)


@pytest.fixture
def session(world, window, console):
    async def run(*lines: str) -> Typed:
        typed = Typed(*lines)
        window.with_numbers = True
        await Prompt(Stage(world, window, Log(console, lambda: "16:31:00")), typed).run()
        return typed

    return run


@pytest.fixture
async def shown_card(world, card):
    first = await world.slack.say(world.company.person("ana"), "deals", "@Chorister hello")
    content = {"blocks": card["blocks"], "thread_ts": first}
    return world.slack.workspace.post_as_bot(world.slack.channel("deals"), content)


async def test_words_go_to_the_channel_a_thread_or_a_direct_message(session, world):
    typed = await session(
        "@Chorister hello",
        "ben: @Chorister hi",
        "/in 1",
        "and more",
        "/as ben",
        "/in dm",
        "psst",
        "ivo: me too",
    )
    slack = world.slack
    said = [(m["user"], m.get("thread_ts", m["ts"]) != m["ts"]) for m in slack.messages("deals")]
    assert said == [("UANA000001", False), ("UBEN000001", False), ("UANA000001", True)]
    assert [m["user"] for m in slack.messages(slack.dm("UBEN000001"))] == ["UBEN000001"]
    assert [m["user"] for m in slack.messages(slack.dm("UIVO000001"))] == ["UIVO000001"]
    assert typed.labels[0] == "ana in #deals> "
    assert "ana in thread 1> " in typed.labels
    assert typed.labels[-1] == "ben in dm> "


async def test_a_click_carries_the_boxes_as_ticked_by_hand(session, world, shown_card, printed):
    world.slack.http_target = NOWHERE
    await session("/tick 1", "/tick 2", "/as sam", "/click 3")
    pressed = [sent.payload for sent in world.slack.events if sent.kind == "interactive"]
    assert [p["actions"][0]["action_id"] for p in pressed] == ["tick", "tick", "approve"]
    assert pressed[-1]["user"]["id"] == "USAM000001"
    values = pressed[-1]["state"]["values"]
    held = {block: [o["value"] for o in found["tick"]["selected_options"]] for block, found in values.items()}
    assert held == {"tick:Metrics": [], "tick:Champion": ["Champion"]}
    assert "1 [ ] Metrics" in printed()
    assert "2 [x] Champion" in printed()
    assert "Sam Okafor clicks [ Approve ]" in printed()


async def test_what_cannot_be_done_is_said(session, world, printed):
    await session("/click 1", "/as nobody", "/in 9", "/crm no such deal", "/bogus", "hello")
    for words in (
        "There is no card with buttons just now.",
        "There is nobody called nobody. Type /people.",
        "The threads have the numbers 1 to 0.",
        "There is no deal like “no such deal”.",
        "There is no /bogus. Type /help.",
        "Without @Chorister the bot only looks for meeting links here.",
    ):
        assert words in printed()


async def test_a_number_that_is_not_on_the_card_is_said(session, shown_card, printed):
    await session("/click 9")
    assert "This card has the numbers 1 to 4." in printed()


async def test_everything_can_be_looked_up(session, shown_card, printed):
    await session("/help", "/people", "/threads", "/thread 1", "/crm", "/crm northwind")
    for words in ("/tick 3", "Ivo Petrov", "1   Ana Ruiz", "[ 3 Approve ]", "Rollout 2026 · written 0 times"):
        assert words in printed()
