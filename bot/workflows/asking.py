"""One question to Claude: asked if the purse allows, counted, and on record."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.agent.allowance import Amount, billed
from bot.agent.claude import Answer
from bot.agent.tool_list import tools_for_claude
from bot.durable import run_id, step, step_key
from bot.workflows.house import house
from bot.workflows.run import Run
from bot.workflows.said_aloud import Hearing, said_aloud
from bot.workflows.spending import count, purse_of
from bot.workflows.stopping import heeding, stoppable


@dataclass(frozen=True)
class Question:
    """One question to Claude: the first n messages of a conversation."""

    conversation: str
    n: int
    asker: str
    max_tokens: int
    may_call: bool
    """Whether Claude may call tools, or must answer in words."""
    hearing: Hearing
    """Where the answer is said while it is written."""


def question_of(run: Run, n: int, max_tokens: int, *, may_call: bool) -> Question:
    """The next question of a run."""
    return Question(run.conversation, n, run.asker.slack_id, max_tokens, may_call, Hearing.of(run))


@step("ask Claude")
@heeding
@stoppable
async def ask_claude(question: Question, newest: Amount, attempt: int) -> dict[str, Any]:
    """
    One answer of Claude's, with the time it came; or the limit of the day that is reached, and whether there is room for
    last words. `newest`: what the answer before it cost.
    """
    here = house()
    messages = await here.conversations.read(question.conversation, question.n)
    purse = await purse_of(question.asker)
    if limit := purse.reached():
        return {"limit": limit.to_json(), "last_words": False}
    # The word to come to an end is a system message, and that may follow the asker's message or results alone.
    may_end = question.may_call and messages[-1]["role"] == "user"
    if may_end and (limit := purse.reached(newest)):
        return {"limit": limit.to_json(), "last_words": True}
    told: dict[str, Any] = {}
    try:
        answer = await _asked(question, messages, told)
    except asyncio.CancelledError:  # somebody stopped it, and it is paid for
        await count(question.asker, billed(here.claude.model, told))
        raise
    await here.sightings.note("claude", None if "message" in answer else str(answer.get("say")))
    usage = answer["message"].get("usage") or {} if "message" in answer else answer.get("usage")
    if usage is not None:
        spent = billed(here.claude.model, usage)
        await count(question.asker, spent)
        await _note_answer(question.asker, spent, answer)
    return {**answer, "model": here.claude.model, "at": here.now()}


async def _asked(question: Question, messages: list[dict[str, Any]], told: dict[str, Any]) -> Answer:
    here = house()
    held = await here.conversations.get(question.conversation)
    assert held is not None
    system, tools = held.system, tools_for_claude(await here.catalog(held.catalog))
    async with said_aloud(question.hearing, messages) as said:
        said.answer = await here.claude.ask(
            system,
            tools,
            messages,
            user=here.pseudonym(question.asker),
            max_tokens=question.max_tokens,
            may_call=question.may_call,
            billed=told,
            hear=said.hear,
        )
    return said.answer


async def _note_answer(asker: str, spent: Amount, answer: Answer) -> None:
    """On record: what a round cost, and the tools it called with which arguments. Never a result."""
    here, message = house(), answer.get("message") or {}
    calls = [b for b in message.get("content", []) if b["type"] == "tool_use"]
    row = {
        "model": here.claude.model,
        "usd": round(spent.usd, 6),
        "tools": [{"tool": call["name"], "arguments": cut(call["input"])} for call in calls],
        "stop": message.get("stop_reason", "broke off"),
    }
    await here.audit.note(run_id(), "round", asker, here.now(), key=step_key(), **row)


def cut(value: Any, most: int = 2_000) -> Any:
    """Arguments as the record keeps them: every text at a sane length."""
    if isinstance(value, dict):
        return {key: cut(part, most) for key, part in value.items()}
    if isinstance(value, list):
        return [cut(part, most) for part in value]
    return value[:most] if isinstance(value, str) else value
