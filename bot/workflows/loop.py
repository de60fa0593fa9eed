"""Claude's loop: ask, answer its tool calls, ask again, until it has said its last word or a limit is reached."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.agent.allowance import NOTHING, Amount, Limit, Whose, billed
from bot.agent.budget import Budget
from bot.slack import limit_words as words
from bot.whereabouts import Ending, ends
from bot.workflows.answering import close_plan, finish
from bot.workflows.asking import ask_claude, question_of
from bot.workflows.calls import Round, run_calls
from bot.workflows.cited import known_links
from bot.workflows.house import house
from bot.workflows.run import Run
from bot.workflows.settle import settle_one
from bot.workflows.sources import notes
from bot.workflows.stopping import Stopped, go_on

PAUSES = 5
"""Times Claude may pause one answer for its own server tools."""
TOKENS, MORE_TOKENS = 32_000, 64_000

CONTINUE = {"role": "user", "content": [{"type": "text", "text": "Please continue."}]}


@dataclass
class Loop:
    """Where a loop stands: the next message's position, what was spent, and which second tries were used up."""

    n: int
    budget: Budget
    rounds: int = 0
    pauses: int = 0
    tokens: int = TOKENS
    nudged: bool = False
    newest: Amount = NOTHING
    """What the newest answer cost; the next one is taken to cost about as much."""
    said: str = ""
    """Claude's newest words beside a call of tools: all there is, where nothing is left to ask for last words with."""
    stopped_at: Limit | None = None
    """The limit that was reached; one last answer in words follows."""


async def think(run: Run, n: int, budget: Budget) -> None:
    """Run the loop to its end; every end is words in the thread, or an open card. Raises Stopped."""
    loop = Loop(n, budget)
    while True:
        about = question_of(run, loop.n, loop.tokens, may_call=not loop.stopped_at)
        answer = await settle_one(partial(ask_claude, about, loop.newest), run.notice)
        run.resumed()
        if "limit" in answer:
            if await _stop(run, loop, Limit.from_json(answer["limit"]), last_words=answer["last_words"]):
                return
            continue
        if "message" not in answer:
            await _give_up(run, loop, f"{answer['say']} Nothing was lost; please ask again in a while.")
            return
        message = answer["message"]
        usage = message.get("usage") or {}
        loop.budget, loop.newest = loop.budget.spend(answer["model"], usage), billed(answer["model"], usage)
        if await _take(run, loop, message, answer["at"]):
            return


async def _take(run: Run, loop: Loop, message: dict[str, Any], now: float) -> bool:
    """Go on from one answer of Claude's; says whether the turn is over."""
    content, calls = message["content"], [b for b in message["content"] if b["type"] == "tool_use"]
    if len({call["id"] for call in calls}) < len(calls):
        await _give_up(run, loop, "Claude's answer could not be read. Please ask again.")
        return True
    match message.get("stop_reason"):
        case "tool_use" if calls and not loop.stopped_at:
            return await _answer_calls(run, loop, content, calls, now)
        case "end_turn" | "stop_sequence" | "tool_use":
            return await _end(run, loop, content, calls)
        case "pause_turn" if loop.pauses < PAUSES:
            loop.pauses += 1
            await _append(run, loop, {"role": "assistant", "content": content})
            return False
        case "max_tokens" if loop.tokens == TOKENS:
            # Its last tool call may be cut and still look whole, so the whole answer is asked for anew, with more room.
            loop.tokens = MORE_TOKENS
            return False
        case stop:
            await _give_up(run, loop, _given_up(stop))
            return True


async def _answer_calls(
    run: Run, loop: Loop, content: list[dict[str, Any]], calls: list[dict[str, Any]], now: float
) -> bool:
    await _append(run, loop, {"role": "assistant", "content": content})
    loop.rounds += 1
    done = await run_calls(run, loop.rounds, calls)
    if done.open:
        await _wait(run, done, [c["id"] for c in calls])
        return True
    await _append(run, loop, {"role": "user", "content": [done.results[c["id"]] for c in calls]})
    if done.stopped:
        raise Stopped
    loop.said = _text(content) or loop.said
    if amount := loop.budget.reached(now):
        await _ask_for_last_words(run, loop, Limit(Whose.RUN, amount))
    return False


async def _ask_for_last_words(run: Run, loop: Loop, limit: Limit) -> None:
    loop.stopped_at = limit
    say = f"This run has reached its limit ({limit.amount} {words.OF[limit.whose]}). Call no more tools. "
    say += "Say what you found and what is missing."
    await _append(run, loop, {"role": "system", "content": say})


async def _stop(run: Run, loop: Loop, limit: Limit, *, last_words: bool) -> bool:
    """End at a limit of the day: with Claude's last words where they fit in, else with what it said on the way."""
    if last_words:
        await _ask_for_last_words(run, loop, limit)
        return False
    loop.stopped_at = limit
    text = loop.said or words.NO_ANSWER
    await _append(run, loop, _words(text))
    await _finish(run, loop, text)
    return True


async def _finish(run: Run, loop: Loop, text: str) -> None:
    note = words.stopped(loop.stopped_at, house().settings.chorister_admins) if loop.stopped_at else ""
    messages = await house().conversations.read(run.conversation, loop.n)
    known = known_links(messages)
    # Looking for quotations in long transcripts takes a while; everybody else's runs go on meanwhile.
    rests_on = await asyncio.to_thread(notes, text, messages, run.catalog, known)
    await finish(run, text, rests_on=rests_on, note=note, known=known)
    if loop.stopped_at:
        ends(Ending.LIMIT)


def _text(content: list[dict[str, Any]]) -> str:
    return "\n\n".join(b["text"] for b in content if b["type"] == "text" and b["text"].strip())


async def _end(run: Run, loop: Loop, content: list[dict[str, Any]], calls: list[dict[str, Any]]) -> bool:
    """Claude's last word; an empty one is asked for once more."""
    await go_on()
    text = _text(content)
    if not text and not loop.nudged:
        loop.nudged = True
        await _append(run, loop, _words("(no answer)"))
        await _append(run, loop, CONTINUE)
        return False
    whole = bool(text) and not calls
    text = text or "Claude had nothing to say to this. Please put the question in other words."
    await _append(run, loop, {"role": "assistant", "content": content} if whole else _words(text))
    await _finish(run, loop, text)
    return True


async def _give_up(run: Run, loop: Loop, say: str) -> None:
    """End with a sentence of ours. It stands in the conversation too: what follows must not follow a system message."""
    await _append(run, loop, _words(say))
    await finish(run, say, failed=True)


def _words(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": [{"type": "text", "text": text}]}


async def _wait(run: Run, done: Round, order: list[str]) -> None:
    """Leave the turn with open cards; a click takes it up again."""
    waiting = {
        "order": order,
        "results": done.results,
        "open": done.open,
        "place": {"channel": run.place.channel, "thread": run.place.thread},
        "asker": run.asker.to_json(),
        "request": run.request,
        "refused": run.refused,
        "progress": run.progress.ts,
        "plan": run.progress.plan.tasks,
    }
    await house().conversations.set_waiting(run.conversation, waiting)
    ends(Ending.WAITING)
    run.progress.plan.title = "Waiting for a decision on the card below"
    await close_plan(run)


async def _append(run: Run, loop: Loop, message: dict[str, Any]) -> None:
    # Keyed by its position, so it needs no checkpoint of its own.
    loop.n = await house().conversations.append(run.conversation, loop.n, message)


def _given_up(stop: object) -> str:
    return {
        "refusal": "Claude declined to answer this. Nothing was done.",
        "max_tokens": "The answer grew longer than Claude may write. Please ask for less at once.",
        "model_context_window_exceeded": "This thread has grown too long for Claude. Please start a new one.",
        "pause_turn": "Claude paused too often over this. Please ask again.",
    }.get(str(stop), f"Claude stopped for a reason I do not know ({stop}). Nothing more was done.")
