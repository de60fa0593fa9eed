"""Stop, pressed or typed: what its presser may stop ends; whatever stands in the way of that is said to them alone."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot.durable import step, workflow
from bot.people import OUTSIDER, Person, belongs, may_decide
from bot.slack import session_words as words
from bot.store.works import Work
from bot.workflows.house import house
from bot.workflows.opening import is_open
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, apologising, slack_failure, whisper

ATTEMPTS = 3


@workflow("stop runs")
async def stop_runs(channel: str, thread: str, user: str, everywhere: bool = False) -> None:
    """Somebody stops what runs in a thread; `everywhere`: in all of a direct message, where the word stands by itself."""
    async with apologising(channel, thread, user):
        job = partial(find_runs, channel, thread, user, everywhere)
        found = await settle_one(job, attempts=ATTEMPTS)
        fresh = found.get("runs")
        say = await mark_stopped(channel, thread, user, fresh) if fresh else found["say"]
        if say:
            await whisper(channel, thread, user, say)


@step("find what to stop")
async def find_runs(channel: str, thread: str, user: str, everywhere: bool, attempt: int) -> dict[str, Any]:
    """The keys of the `runs` that this person may stop and nobody has stopped yet; or `say` why there is none."""
    here = house()
    runs = await here.works.at(channel, None if everywhere else thread)
    theirs, is_admin = [run for run in runs if user == run.asker], user in here.settings.chorister_admins
    if not theirs or is_admin:
        try:
            if not belongs(await here.directory.member(user), here.team):
                return {"ok": True, "say": OUTSIDER.say}
            theirs = runs if is_admin else await _managed(runs, user, attempt)
        except SLACK_FAULTS as error:
            if not theirs:
                return {**slack_failure(error, "a question about a person", attempt), "say": words.NOT_SURE}
    if theirs:
        fresh = [run.key for run in theirs if not run.stopped_by]
        return {"ok": True, "runs": fresh, "say": words.ALREADY}
    return {"ok": True, "say": words.NOT_YOURS if runs else await _nothing(channel, thread, user)}


@step("mark stopped")
async def mark_stopped(channel: str, thread: str, user: str, keys: Sequence[str]) -> str:
    """Mark these runs, and interrupt those of this process; where all were over by then, what is said of that."""
    here = house()
    stopped = [key for key in keys if await here.works.stop(key, user)]
    here.stops.tell(stopped)
    if stopped:
        return ""
    is_left = any([work for key in keys if (work := await here.works.get(key)) and not work.ended])
    return words.ALREADY if is_left else await _nothing(channel, thread, user)


async def _managed(runs: Sequence[Work], user: str, attempt: int) -> list[Work]:
    """The runs of those whom somebody manages; none where Chorus cannot be asked."""
    boss = await recognised(user, attempt) if runs else None
    found = []
    for run in runs if isinstance(boss, Person) else ():
        asker = await recognised(run.asker, attempt)
        if isinstance(boss, Person) and isinstance(asker, Person):
            found += [run] if may_decide(boss, asker.chorus_id, asker.email) else []
    return found


async def _nothing(channel: str, thread: str, user: str) -> str:
    """What is said where nothing runs: a card or a recorder may stand there, and is no run."""
    here = house()
    conversation = f"{here.team}:{channel}:{thread}:{user}"
    states = {card.state.value for card in await here.proposals.of(conversation) if is_open(card)}
    states |= {errand.state.value for errand in await here.errands.of(conversation) if is_open(errand)}
    return words.nothing_to_stop(
        waits="pending" in states,
        sending="approved" in states,
        recorder=await here.joins.under_way(channel, thread, here.now()),
    )
