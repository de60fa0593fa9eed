"""A run from its first words to its end: it is on record, can be stopped, and its thread shows that somebody is at work."""

from functools import partial
from typing import Any

from bot.durable import start_once, step, workflow
from bot.slack.session_words import TOO_LATE, title_of
from bot.slack.speaking import Place
from bot.store.works import Work
from bot.workflows.house import house
from bot.workflows.settle import settle_one
from bot.workflows.steps import PATIENCE, whisper


async def begin(key: str, place: Place, asker: str, words: str) -> None:
    """Within a step: a run is under way; `words` name its session, if it is the thread's first."""
    here = house()
    await here.works.begin(Work(key, place.channel, place.thread, asker, here.now()))
    if await here.sessions.working(place, title_of(words), asker):
        await here.works.show(key)


async def end_work(key: str | None, *, told: bool = False) -> None:
    """
    The run is over, and the thread shows it. Who stopped it too late hears so in private, unless they were `told` that it is
    stopped. In a terminal a run has no key.
    """
    if key is None:
        return
    ended = await _end(key)
    if ended["busy"]:
        await start_once(f"rest:{key}", show_rest, ended["channel"], ended["thread"])
    if ended["by"] and not told:
        await whisper(ended["channel"], ended["thread"], ended["by"], TOO_LATE)


@step("end work")
async def _end(key: str) -> dict[str, Any]:
    """`by`: who stopped it; `busy`: Slack still shows the thread as being worked in, though nobody is."""
    here = house()
    work = await here.works.get(key)
    if work is None:
        return {"by": None, "busy": False}
    others = [other for other in await here.works.at(work.channel, work.thread) if other.key != key]
    busy = False
    if work.shown and others:
        await here.works.show(others[-1].key)  # whoever is last says so
    elif work.shown:
        busy = await here.sessions.resting(Place(work.channel, work.thread)) is not None
    await here.works.end(key)
    return {"by": work.stopped_by, "busy": busy, "channel": work.channel, "thread": work.thread}


@workflow("show rest")
async def show_rest(channel: str, thread: str) -> None:
    """Slack did not take it that nobody works in a thread any more: it is told until it does."""
    await settle_one(partial(_rest, channel, thread), attempts=PATIENCE)


@step("show rest")
async def _rest(channel: str, thread: str, attempt: int) -> dict[str, Any]:
    here = house()
    if later := await here.works.at(channel, thread):
        await here.works.show(later[-1].key)
        return {"ok": True}
    wait = await here.sessions.resting(Place(channel, thread))
    return {"ok": wait is None, "retry_in": wait}
