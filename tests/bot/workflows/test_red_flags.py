"""Red-flag words in one call: what a buyer said is found, nothing else leaves the step, and failures say what to do."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from bot.app import App
from bot.durable import result, start_once, workflow
from bot.workflows.red_flags import NO_SIDES, NO_TRANSCRIPT, TOO_LONG, look_for_flags
from sandbox.company import Meeting
from sandbox.company.transcript import transcript
from sandbox.truto.answers import Answer
from sandbox.world import World
from tests.conftest import Start

GET = "get_single_chorus_conversation_by_id"
Found = dict[str, Any]
LOOKS = count()
"""A look is a step, and what it cost is counted by its run."""


@pytest.fixture
async def app(start: Start) -> AsyncIterator[App]:
    async with start() as app:
        yield app


def readable(world: World) -> list[Meeting]:
    return [call for call in world.company.meetings if call.status == "done" and not call.private]


def flagged(world: World) -> Meeting:
    return next(call for call in readable(world) if call.red_flags)


@workflow("test: look")
async def look_once(call: str) -> Found:
    return await look_for_flags(call, "UANA", 0)


async def look(call: Meeting) -> Found:
    key = f"look:{next(LOOKS)}"
    await start_once(key, look_once, call.id)
    found: Found = await result(key)
    return found


def truth(call: Meeting) -> list[Found]:
    at = {line.text: line.offset for line in transcript(call)}
    return [
        {"kind": flag.kind, "quote": flag.quote, "speaker": flag.speaker, "offset": at[flag.quote]}
        for flag in call.red_flags
    ]


def tell(world: World, change: Callable[[dict[str, Any]], None]) -> None:
    """Let Chorus tell conversations otherwise."""
    usual = world.truto.handlers["conversations", "get"]

    def changed(call: Any) -> Answer:
        answer = usual(call)
        change(answer.body["attributes"])
        return answer

    world.truto.handlers["conversations", "get"] = changed


async def test_the_red_flags_of_every_call_are_found_and_no_decoys(world: World, app: App) -> None:
    calls = [call for call in readable(world) if call.lines]
    assert {bool(call.red_flags) for call in calls} == {True, False}
    for call in calls:
        found = await look(call)
        assert (found["ok"], found["flags"]) == (True, truth(call))


async def test_what_leaves_the_step_is_the_quotes_and_their_cost(world: World, app: App) -> None:
    call = flagged(world)
    found = await look(call)
    usage = world.claude.asked[-1].response["usage"]
    assert found.keys() == {"ok", "flags", "tokens", "usd"}
    assert found["tokens"] == usage["input_tokens"] + usage["output_tokens"]
    assert found["usd"] == round((usage["input_tokens"] * 0.10 + usage["output_tokens"] * 0.50) / 1e6, 6) > 0
    others = {line.text for line in transcript(call)} - {flag.quote for flag in call.red_flags}
    assert not [text for text in others if text in json.dumps(found, ensure_ascii=False)]


async def test_the_asker_and_the_speakers_are_nobody_to_claude(world: World, app: App) -> None:
    call = flagged(world)
    await look(call)
    body = json.dumps(world.claude.asked[-1].body, ensure_ascii=False)
    assert "UANA" not in body
    assert not [person.email for person in call.participants if person.email and person.email in body]


async def test_what_a_model_makes_up_is_not_shown(world: World, app: App) -> None:
    call = flagged(world)
    made_up = [
        {"kind": "on hold", "quote": "The project is on hold for ever.", "utterance": 3},
        {"kind": "wire us the money", "quote": call.red_flags[0].quote, "utterance": 3},
        {"kind": "budget frozen", "quote": "Let me share where we are today.", "utterance": -7},
    ]
    world.claude.script(json.dumps({"flags": made_up[:2]}))
    assert (await look(call))["flags"] == []


async def test_a_private_call_has_none_and_is_not_sent_to_claude(world: World, app: App) -> None:
    tell(world, lambda known: known.update(private=True))
    assert await look(flagged(world)) == {"ok": True, "flags": [], "tokens": 0, "usd": 0.0}
    assert world.claude.asked == []


async def test_without_transcript_or_sides_nobody_can_look(world: World, app: App) -> None:
    call = flagged(world)

    def nobody_knows_who(known: dict[str, Any]) -> None:
        for line in known["recording"]["utterances"]:
            line["speaker_type"] = None

    tell(world, nobody_knows_who)
    assert await look(call) == {"ok": False, "say": NO_SIDES, "retry_in": None, "missing": True}
    world.truto.options.without_transcript = True
    assert await look(call) == {"ok": False, "say": NO_TRANSCRIPT, "retry_in": None, "missing": True}
    assert world.claude.asked == []


async def test_a_transcript_beyond_the_digests_tokens_is_not_read_in_part(world: World, start: Start) -> None:
    async with start(CHORISTER_DIGEST_TOKENS="3000"):
        call = max((c for c in readable(world) if c.account), key=lambda call: call.duration)
        assert await look(call) == {"ok": False, "say": TOO_LONG, "retry_in": None}
        assert world.claude.asked == []


async def test_a_call_of_hours_is_asked_about_in_parts_and_found(world: World, app: App) -> None:
    call = flagged(world)
    hours = timedelta(hours=32)
    world.truto.chorus.recordings[call.id].end_at = call.start + hours
    world.clock.advance(2 * hours)
    long_call = replace(call, duration=hours.total_seconds())
    found = await look(call)
    assert found["flags"] == truth(long_call)
    assert len(world.claude.asked) == 2


async def test_a_call_that_is_gone_is_no_use_to_ask_for_again(world: World, app: App) -> None:
    found = await look(replace(flagged(world), id="0" * 32))
    assert (found["ok"], found["retry_in"]) == (False, None)
    assert found["say"]


async def test_what_may_pass_says_when_to_try_again(world: World, app: App) -> None:
    world.truto.faults.add("502html", match=GET)
    outage = await look(flagged(world))
    assert (outage["ok"], outage["retry_in"] > 0) == (False, True)
    world.claude.faults.add("429", retry_after=7)
    slow = await look(flagged(world))
    assert slow == {
        "ok": False,
        "say": "Claude asked us to slow down.",
        "retry_in": 7.0,
        "tokens": 0,
        "usd": 0.0,
    }
    assert (await look(flagged(world)))["ok"]


async def test_what_a_useless_answer_cost_is_told_too(world: World, app: App) -> None:
    world.claude.faults.add("max_tokens")
    found = await look(flagged(world))
    assert (found["ok"], found["retry_in"]) == (False, None)
    assert found["tokens"] > 0


async def test_an_answer_without_sense_is_a_plain_sentence(world: World, app: App) -> None:
    world.truto.options.unwrapping = "flat"
    usual = world.truto.handlers["conversations", "get"]
    world.truto.handlers["conversations", "get"] = lambda call: Answer({"oops": usual(call).status})
    found = await look(flagged(world))
    assert found == {"ok": False, "say": "Chorus sent a call without an id.", "retry_in": None}
