"""The end of a turn: the plan is closed and the answer stands under it, both once."""

from bot.errors import reference
from bot.slack.blocks import Block, context, section
from bot.slack.text import answer_text, escape, split
from bot.workflows.run import Run
from bot.workflows.steps import edit, post

DID_NOT_WORK = "This did not work out"


async def finish(
    run: Run, text: str, *, note: str = "", failed: bool = False, known: set[str] | None = None
) -> None:
    """Post the last words of a turn. `text` is Claude's, or a sentence of ours when `failed`."""
    run.progress.plan.title = DID_NOT_WORK if failed else "Done"
    await close_plan(run)
    said = escape(text) if failed else answer_text(text, known or set())
    notes = [note] if note else []
    notes += [f"Reference {reference(run.id)}"] if failed else []
    where = (run.place.channel, run.place.thread)
    for n, (plain, blocks) in enumerate(messages(said, notes)):
        if await post(f"{run.id}:answer:{n}", *where, plain, blocks) is None:
            await post(f"{run.id}:answer:{n}:plain", *where, plain, [])


async def close_plan(run: Run) -> None:
    """The last edit of the progress message; unlike those before it, it is not allowed to fail quietly."""
    await run.progress.stop()
    await edit(run.place.channel, run.progress.ts, run.progress.plan.text(), run.progress.plan.blocks())
    await run.progress.put_right()


def messages(text: str, notes: list[str]) -> list[tuple[str, list[Block]]]:
    """A long answer as several messages of at most ten paragraphs; the notes stand under the last one."""
    pieces = split(text) or ["I have nothing to add."]
    chunks = [pieces[i : i + 10] for i in range(0, len(pieces), 10)]
    made = []
    for n, chunk in enumerate(chunks):
        blocks = [section(piece) for piece in chunk]
        last = n == len(chunks) - 1
        blocks += [context(*notes)] if notes and last else []
        plain = "\n\n".join([*chunk, *(notes if last else [])])
        made.append((plain, blocks))
    return made
