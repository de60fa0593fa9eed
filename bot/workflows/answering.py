"""The end of a turn: the plan is closed and the answer stands under it, both once."""

from collections.abc import Sequence

from bot.errors import reference
from bot.slack import audience_words as words
from bot.slack.blocks import Block, context, section
from bot.slack.feedback_words import buttons
from bot.slack.recorder_words import Message
from bot.slack.speaking import Place
from bot.slack.text import answer_text, escape, split
from bot.workflows.audience import place_for
from bot.workflows.run import Run
from bot.workflows.steps import edit, post, whisper

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
    run.progress.plan.title = DID_NOT_WORK if failed else "Done"
    await close_plan(run)
    said = escape(text) if failed else answer_text(text, known or set())
    notes = [*rests_on, *([note] if note else [])]
    notes += [f"Reference {reference(run.id)}"] if failed else []
    told = messages(said, notes, () if failed else (buttons(run.id),))
    # A sentence of ours says nothing of a call.
    place = run.place if failed else await place_for(run)
    if place == run.place:
        await _post_all(f"{run.id}:answer", place, told)
        return
    if place is None or not await _post_all(f"{run.id}:private", place, _headed(told, run.place.channel)):
        for plain, _ in told:
            await whisper(run.place.channel, run.place.thread, run.asker.slack_id, plain)
    await _post_all(f"{run.id}:answer", run.place, [words.answered(run.asker.slack_id)])


async def _post_all(key: str, place: Place, told: Sequence[Message]) -> bool:
    """Post each of these messages once; False where Slack will have one of them in no form."""
    arrived = True
    for n, (text, blocks) in enumerate(told):
        ts = await post(f"{key}:{n}", place.channel, place.thread, text, blocks)
        ts = ts or await post(f"{key}:{n}:plain", place.channel, place.thread, text, [])
        arrived = arrived and ts is not None
    return arrived


def _headed(told: list[Message], channel: str) -> list[Message]:
    """The same messages, with a line above them on where that was asked for."""
    (text, blocks), *rest = told
    return [(text, [words.asked_in(channel), *blocks]), *rest]


async def close_plan(run: Run) -> None:
    """The last edit of the progress message; unlike those before it, it is not allowed to fail quietly."""
    await run.progress.stop()
    await edit(run.place.channel, run.progress.ts, run.progress.plan.text(), run.progress.plan.blocks())
    await run.progress.put_right()


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
