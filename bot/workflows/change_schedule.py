"""The buttons of a digest's schedule: run it now, pause, resume or delete it; on record before it holds."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from bot.digests.rights import may_change
from bot.digests.schedule import Schedule
from bot.durable import run_id, step, workflow
from bot.errors import reference
from bot.people import Person
from bot.slack import schedule_words as words
from bot.slack.blocks import Block
from bot.slack.command_words import NOT_RECORDED
from bot.slack.text import escape
from bot.store.audit import NotRecorded
from bot.workflows.home import listing, reader, show_home
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.schedules import begin_digest
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, UNEXPECTED, slack_failure

log = logging.getLogger(__name__)

Click = dict[str, Any]
"""user, token, and url: where a private answer goes; None on the Home tab."""

RECORDED = {
    words.RUN: "digest run by hand",
    words.PAUSE: "digest paused",
    words.RESUME: "digest resumed",
    words.DELETE: "digest deleted",
}
"""A button -> what the record says of it."""


@workflow("change schedule")
async def change_schedule(id: str, what: str, click: Click) -> None:
    """Somebody clicked a button of a schedule."""
    async with answering(click):
        done = await settle_one(partial(change, id, what, click))
        if done["ok"] and done.get("run"):
            await begin_digest(done["run"], f"now:{click['token']}")
        await show_again(click, done["say"] if done["ok"] else escape(str(done["say"])))


@step("change schedule")
async def change(id: str, what: str, click: Click, attempt: int) -> dict[str, Any]:
    """Do what a button says, for those who may; the sentence about it, and the schedule to run."""
    here = house()
    person = await recognised(click["user"], attempt)
    if not isinstance(person, Person):
        return person
    was = await here.schedules.get(id)
    if was is None or not may_change(person, was):
        return {"ok": False, "say": words.NOT_YOURS if was else words.GONE}
    detail: dict[str, Any] = {"name": person.name, "schedule": was.to_json()}
    try:
        now, run = here.now(), f"digest:{id}"
        await here.audit.record(run, RECORDED[what], person.slack_id, now, key=click["token"], **detail)
    except NotRecorded:
        log.exception("%s of schedule %s was not done", what, id)
        return {"ok": False, "say": NOT_RECORDED}
    return {"ok": True} | await _done(was, what, now, person)


async def _done(was: Schedule, what: str, now: float, person: Person) -> dict[str, Any]:
    kept = house().schedules
    match what:
        case words.RUN:
            return {"say": words.running(was), "run": was.to_json()}
        case words.DELETE:
            await kept.delete(was.id)
            return {"say": words.DELETED}
        case words.PAUSE:
            await kept.put(replace(was, paused=True), now)
            return {"say": words.PAUSED}
    after = replace(was, paused=False, since=now) if was.paused else was
    await kept.put(after, now)
    return {"say": words.resumed(after, reader(person))}


async def show_again(click: Click, say: str) -> None:
    """Show the list where it was clicked, as it is now, with what was just done."""
    if click["url"]:
        await settle_one(partial(show_list, click, say))
    else:
        await show_home(click["user"], say)


@step("show list")
async def show_list(click: Click, say: str, attempt: int) -> dict[str, Any]:
    """Put the list in the place of the one that was clicked."""
    person = await recognised(click["user"], attempt)
    shown = words.listed(await listing(person), say) if isinstance(person, Person) else (say, [])
    return await _respond(click, *shown, replace=True, attempt=attempt)


@step("tell")
async def _tell(click: Click, say: str, attempt: int) -> dict[str, Any]:
    return await _respond(click, say, [], replace=False, attempt=attempt)


async def _respond(
    click: Click, text: str, blocks: Sequence[Block], *, replace: bool, attempt: int
) -> dict[str, Any]:
    try:
        await house().speaker.respond(click["url"], text, blocks, replace=replace)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a private answer", attempt)
    return {"ok": True}


async def tell(click: Click, say: str) -> None:
    """Say something to whoever clicked or typed, where only they read it. `say`: mrkdwn."""
    if click["url"]:
        await settle_one(partial(_tell, click, say))
    else:
        await show_home(click["user"], say)


@asynccontextmanager
async def answering(click: Click, sorry: str = UNEXPECTED) -> AsyncIterator[None]:
    """The outermost handler of a click: whatever went wrong is logged, and the person hears of it privately."""
    try:
        yield
    except Exception:
        run = run_id()
        log.exception("run %s (reference %s) failed", run, reference(run))
        await tell(click, f"{sorry} Reference {reference(run)}")
