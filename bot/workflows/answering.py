"""The end of a turn: the plan is closed and the answer stands under it, both once."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot.durable import step
from bot.errors import reference
from bot.slack import audience_words as words
from bot.slack.blocks import Block, context, section
from bot.slack.feedback_words import buttons
from bot.slack.recorder_words import Message
from bot.slack.speaking import Place
from bot.slack.text import answer_text, escape, split
from bot.whereabouts import Ending, ends
from bot.workflows.audience import place_for
from bot.workflows.house import house
from bot.workflows.run import Run
from bot.workflows.said_aloud import answer_key
from bot.workflows.steps import PATIENCE, SLACK_FAULTS, edit, in_full, slack_failure, whisper

LATER = 30
"""Times that a plan is closed only if an edit is free, each ten seconds after the last one."""

DID_NOT_WORK = "This did not work out"


async def finish(
    run: Run,
    text: str,
    *,
    note: str = "",
    rests_on: Sequence[str] = (),
    failed: bool = False,
    known: set[str] | None = None,
) -> None:
    """Post the last words of a turn. `text` is Claude's, or a sentence of ours when `failed`; `rests_on`: its sources."""
    ends(Ending.FAILED if failed else Ending.ANSWERED)
    run.progress.plan.title = DID_NOT_WORK if failed else "Done"
    is_closed = await close_soon(run)
    await _say(run, text, [*rests_on, *([note] if note else [])], failed=failed, known=known)
    if not is_closed:
        await close_at_last(run)


async def _say(run: Run, text: str, notes: list[str], *, failed: bool, known: set[str] | None) -> None:
    said = escape(text) if failed else answer_text(text, known or set())
    notes += [f"Reference {reference(run.id)}"] if failed else []
    told = messages(said, notes, () if failed else (buttons(run.id),))
    key = answer_key(run.id)
    # A sentence of ours says nothing of a call.
    place = run.place if failed else await place_for(run)
    if place == run.place:
        await _post_all(key, place, told)
        return
    if place is None or not await _post_all(f"{run.id}:private", place, _headed(told, run.place.channel)):
        for plain, _ in told:
            await whisper(run.place.channel, run.place.thread, run.asker.slack_id, plain)
    await _post_all(key, run.place, [words.answered(run.asker.slack_id)])


async def _post_all(key: str, place: Place, told: Sequence[Message]) -> bool:
    """Post each of these messages once; False where Slack will have one of them in no form."""
    arrived = True
    for n, (text, blocks) in enumerate(told):
        ts = await _post(key, n, len(told), place, text, blocks)
        ts = ts or await _post(key, n, len(told), place, text, [])
        arrived = arrived and ts is not None
    return arrived


async def _post(key: str, n: int, of: int, place: Place, text: str, blocks: list[Block]) -> str | None:
    job = partial(_say_one, key, n, of, place.channel, place.thread, text, blocks)
    return (await in_full(job, PATIENCE)).get("ts")


@step("say")
async def _say_one(
    key: str, n: int, of: int, channel: str, thread: str, text: str, blocks: list[Block], attempt: int
) -> dict[str, Any]:
    """
    One message of an answer: in place of the one that was streamed, if any, else posted. Without blocks it is the second
    try, after Slack refused the first. With the last one goes all that was streamed besides.
    """
    voice, place = house().speaker, Place(channel, thread)
    name = f"{key}:{n}" if blocks else f"{key}:{n}:plain"
    try:
        ts = None
        if voice.streams and blocks:
            ts = await voice.streams.conclude(f"{key}:{n}", place, text, blocks)
        if voice.streams and n == of - 1:
            await voice.streams.drop_all(key, place, n + 1 if blocks else n)
        return {"ok": True, "ts": ts or await voice.post(name, place, text, blocks)}
    except SLACK_FAULTS as error:
        return slack_failure(error, f"the post {name}", attempt)


def _headed(told: list[Message], channel: str) -> list[Message]:
    """The same messages, with a line above them on where that was asked for."""
    (text, blocks), *rest = told
    return [(text, [words.asked_in(channel), *blocks]), *rest]


async def close_plan(run: Run) -> None:
    """The last edit of the progress message; unlike those before it, it is not allowed to fail quietly."""
    if not await close_soon(run):
        await close_at_last(run)


async def close_soon(run: Run) -> bool:
    """The same, unless that would keep the words below it waiting; says whether it is done."""
    await run.progress.stop()
    shown = run.progress.plan.text(), run.progress.plan.blocks()
    closed = bool((await _edit_soon(run.place.channel, run.progress.ts, *shown, 0))["ok"])
    if closed:
        await run.progress.put_right()
    return closed


async def close_at_last(run: Run) -> None:
    """
    The same, however long it takes. In a crowd the edits that make half-written answers whole come first: this one waits
    until there is room.
    """
    shown = run.progress.plan.text(), run.progress.plan.blocks()
    job = partial(_edit_soon, run.place.channel, run.progress.ts, *shown)
    if not (await in_full(job, LATER))["ok"]:
        await edit(run.place.channel, run.progress.ts, *shown)
    await run.progress.put_right()


@step("close plan")
async def _edit_soon(channel: str, ts: str, text: str, blocks: list[Block], attempt: int) -> dict[str, Any]:
    try:
        done = await house().speaker.edit_soon(channel, ts, text, blocks)
    except SLACK_FAULTS as error:
        return slack_failure(error, f"the edit of {ts}", attempt)
    return {"ok": done, "retry_in": None if done else 10.0, "say": ""}


def messages(text: str, notes: Sequence[str], below: Sequence[Block] = ()) -> list[Message]:
    """
    A long answer as several messages of at most ten paragraphs; under the last one stand the notes, and what can be pressed.
    """
    pieces = split(text) or ["I have nothing to add."]
    chunks = [pieces[i : i + 10] for i in range(0, len(pieces), 10)]
    made = []
    for n, chunk in enumerate(chunks):
        blocks = [section(piece) for piece in chunk]
        last = n == len(chunks) - 1
        blocks += [*map(context, notes), *below] if last else []
        plain = "\n\n".join([*chunk, *(notes if last else [])])
        made.append((plain, blocks))
    return made
