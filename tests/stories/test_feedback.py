"""What people think of answers: the last click holds, a bad one is asked why, and the thread hears nothing of it."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.durable import finished
from bot.workflows.forget import forget_old
from handlers.buttons import click_id
from sandbox.claude import tool_use
from sandbox.slack.users import GUEST
from sandbox.world import World
from tests.conftest import Start
from tests.play import PUSH, RECORD, Message, Play

RATE, VALUE = "answer_rate", "value"


def side(answer: Message, name: str) -> str:
    return str(answer["blocks"][-1]["elements"][0][f"{name}_button"]["value"])


async def rate(play: Play, who: str, answer: Message, name: str) -> None:
    """Click, and wait until it is kept: nobody sees that."""
    await play.click(who, answer, RATE, value=side(answer, name))
    sent = next(d for d in reversed(play.slack.events) if d.payload.get("type") == "block_actions")
    await play.slack.wait_for(lambda: sent.acked_after is not None)
    await finished(f"rate:{click_id(sent.payload, sent.payload['actions'][0])}")


async def form(play: Play, who: str) -> dict[str, Any]:
    return await play.slack.wait_for(lambda: play.slack.modal(play.person(who)))


async def test_a_good_answer_a_bad_one_and_a_changed_mind(world: World, start: Start, tmp_path: Path) -> None:
    def kept() -> list[tuple[Any, ...]]:
        with sqlite3.connect(tmp_path / "chorister.sqlite") as db:
            return db.execute("SELECT name, verdict, reason, words FROM feedback ORDER BY at").fetchall()

    async with start() as app:
        play = Play(world)
        ana, ben = play.person("ana").name, play.person("ben").name
        thread = await play.ask("ana", "help")
        await play.done(thread)
        said, answer = play.texts(thread), play.replies(thread)[-1]
        await rate(play, "ana", answer, "positive")
        assert kept() == [(ana, "good", "", "")]
        await rate(play, "ana", answer, "negative")
        asked = await form(play, "ana")
        assert kept() == [(ana, "bad", "", "")]
        filled = {("reason", VALUE): "slow", ("words", VALUE): "An <hour>!"}
        assert await play.slack.submit(play.person("ana"), asked["id"], filled) == {}
        await play.slack.wait_for(lambda: any("Thank you" in text for text in play.whispers("ana")))
        assert kept() == [(ana, "bad", "slow", "An <hour>!")]
        await rate(play, "ben", answer, "negative")
        late = await form(play, "ben")
        await rate(play, "ben", answer, "positive")
        assert kept() == [(ana, "bad", "slow", "An <hour>!"), (ben, "good", "", "")]
        await play.slack.submit(play.person("ben"), late["id"], {("reason", VALUE): "wrong"})
        await play.slack.wait_for(lambda: play.whispers("ben"))
        await rate(play, "ana", answer, "positive")
        assert kept() == [(ben, "good", "", ""), (ana, "good", "", "")]
        assert play.texts(thread) == said, "nothing of it is said in the thread"
        play.slack.channel("deals").members.append(GUEST)
        await play.slack.click(GUEST, play.channel, answer["ts"], RATE, value=side(answer, "positive"))
        await play.slack.wait_for(
            lambda: any("full members" in m["text"] for m in play.slack.ephemerals if m["user"] == GUEST)
        )
        assert len(kept()) == 2
        world.clock.advance(timedelta(days=1 + app.house.settings.chorister_audit_days))
        await forget_old(world.clock.now(), {})
        assert kept() == []


async def test_only_claudes_own_last_words_are_rated(play: Play) -> None:
    def rated(message: Message) -> bool:
        return any(block["type"] == "context_actions" for block in message.get("blocks", []))

    push, record = await play.ask("ana", PUSH), await play.ask("ben", RECORD)
    card = await play.until(push, "your decision")
    await play.done(record)
    assert not rated(card)
    assert [rated(m) for m in play.replies(record)].count(True) == 1
    assert ":answer:" in next(m for m in play.replies(record) if rated(m))["metadata"]["event_payload"]["key"]
    play.world.claude.script([tool_use("list_all_chorus_me", {}, id="toolu_same") for _ in range(2)])
    thread = await play.ask("ana", "who am I?")
    await play.done(thread)
    assert "Reference" in play.texts(thread)[-1]
    assert not rated(play.replies(thread)[-1])
