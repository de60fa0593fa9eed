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
    ended = await mark_ended(key)
    if ended is None:
        return
    channel, thread = ended["channel"], ended["thread"]
    if await leave_thread(key, channel, thread, shown=ended["shown"]):
        await start_once(f"rest:{key}", show_rest, channel, thread)
    if ended["by"] and not told:
        await whisper(channel, thread, ended["by"], TOO_LATE)


@step("end work")
async def mark_ended(key: str) -> dict[str, Any] | None:
    """Nobody can stop it any more; `by`: who did, `shown`: whether its thread was said to be worked in on its behalf."""
    work = await house().works.end(key)
    if work is None:
        return None
    return {"by": work.stopped_by, "shown": work.shown, "channel": work.channel, "thread": work.thread}


@step("leave thread")
async def leave_thread(key: str, channel: str, thread: str, *, shown: bool) -> bool:
    """Says whether Slack still shows the thread as being worked in, though nobody is."""
    here, busy = house(), False
    if shown and not await _goes_on(channel, thread):
        busy = await here.sessions.resting(Place(channel, thread)) is not None
    await here.works.drop(key)
    return busy


async def _goes_on(channel: str, thread: str) -> bool:
    """Whether somebody else is at work there: whoever is last says that nobody is."""
    works = house().works
    while others := await works.at(channel, thread):
        if await works.show(others[-1].key):
            return True
    return False


@workflow("show rest")
async def show_rest(channel: str, thread: str) -> None:
    """Slack did not take it that nobody works in a thread any more: it is told until it does."""
    await settle_one(partial(_rest, channel, thread), attempts=PATIENCE)


@step("show rest")
async def _rest(channel: str, thread: str, attempt: int) -> dict[str, Any]:
    if await _goes_on(channel, thread):
        return {"ok": True}
    wait = await house().sessions.resting(Place(channel, thread))
    return {"ok": wait is None, "retry_in": wait}
