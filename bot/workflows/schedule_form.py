"""The form of a digest's schedule: opened for a command or a click, checked when it is sent, and kept."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.digests import filled
from bot.digests.filled import Filled
from bot.digests.rights import allowed, in_reach, may_change, shown_name
from bot.digests.schedule import Schedule
from bot.durable import step, workflow
from bot.people import Person
from bot.slack import digest_form as form
from bot.slack import modals
from bot.slack import schedule_words as words
from bot.slack.command_words import NOT_RECORDED
from bot.slack.speaking import Standing
from bot.slack.text import escape
from bot.store.audit import NotRecorded
from bot.workflows.change_schedule import Click, answering, tell
from bot.workflows.home import reader
from bot.workflows.house import house
from bot.workflows.recognising import recognised, recognised_soon
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, open_modal, slack_failure

log = logging.getLogger(__name__)

MAKER_GONE = "Whoever made this digest is not in Chorus any more. Please delete it and make a new one."
NOT_IN_THERE = "I am not in this channel. Invite me there, then send this form again."
ARCHIVED = "This channel is archived."
SHARED = "People of another company can read this channel, so no digest goes there."
NOBODY_KNOWS = (
    "Slack does not say who can read this channel just now. Please send the form again in a minute."
)


@workflow("open schedule form")
async def open_schedule_form(id: str, click: Click) -> None:
    """Somebody wants a digest, or to change one (`id`); Slack lets a form be opened for three seconds."""
    async with answering(click):
        shown = await settle_one(partial(show_schedule_form, id, click), attempts=1)
        if not shown["ok"]:
            await tell(click, escape(str(shown["say"])))


@step("show schedule form")
async def show_schedule_form(id: str, click: Click, attempt: int) -> dict[str, Any]:
    """Open the form; the sentence for the person where that did not work."""
    here = house()
    person = await recognised(click["user"], attempt)
    if not isinstance(person, Person):
        return person
    was = await here.schedules.get(id) if id else None
    if id and (was is None or not may_change(person, was)):
        return {"ok": False, "say": words.NOT_YOURS if was else words.GONE}
    maker = await _maker(was, person, attempt)
    if not isinstance(maker, Person):
        return maker
    start = filled.of(was) if was else filled.fresh(person, await _place(click))
    people = [(user.id, shown_name(user)) for user in in_reach(maker, await here.directory.users() or ())]
    profiles = sorted(await here.choices.profiles())
    view = form.form(start, form.Choice(maker.name, people, maker.is_admin, profiles), id)
    return await open_modal(click["trigger"], view)


async def _maker(was: Schedule | None, person: Person, attempt: int) -> Person | dict[str, Any]:
    """Whose rights a digest has: whoever made it; for a new one, whoever asks. Else the outcome that says why not."""
    if was is None or was.by == person.slack_id:
        return person
    found = await recognised(was.by, attempt)
    gone = not isinstance(found, Person) and found.get("private")
    return {"ok": False, "say": MAKER_GONE} if gone else found


async def _place(click: Click) -> str:
    """The channel a command was typed in, if a digest may go there."""
    channel = str(click.get("channel") or "")
    return channel if channel.startswith(("C", "G")) and not await wrong_channel(channel) else ""


async def take_form(view: Mapping[str, Any], user: str) -> dict[str, Any]:
    """
    What the acknowledgement of a form says: what is wrong with it, or that its schedule is kept. A form makes one schedule,
    however often Slack sends it.
    """
    here, id, typed = house(), form.schedule_id(view), form.filled_in(view)
    person = await recognised_soon(user)
    if not isinstance(person, Person):
        return modals.errors({form.CHANNEL: str(person["say"])})
    was = await here.schedules.get(id) if id else None
    if id and (was is None or not may_change(person, was)):
        return modals.instead(form.notice(words.NOT_YOURS if was else words.GONE))
    maker = await _maker(was, person, 0)
    if not isinstance(maker, Person):
        return modals.instead(form.notice(str(maker["say"])))
    found = await _wrong(typed, maker)
    if found:
        return modals.errors(found)
    now = here.now()
    made = filled.changed(was, typed, now) if was else filled.made(typed, view["id"], maker, now)
    return await _keep(made, was, person, view["hash"])


async def _wrong(typed: Filled, maker: Person) -> dict[str, str]:
    reach = allowed(maker, await house().directory.users() or ())
    found = filled.wrong(typed, reach, await house().choices.profiles())
    channel = await wrong_channel(typed.channel) if typed.channel else ""
    return found | ({form.CHANNEL: channel} if channel else {})


async def wrong_channel(channel: str) -> str:
    """Why no digest may go to a channel; empty where one may."""
    try:
        found: Standing = await house().speaker.standing(channel)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a channel", 0)
        return NOBODY_KNOWS
    if not found.is_member:
        return NOT_IN_THERE
    return ARCHIVED if found.is_archived else SHARED if found.is_shared else ""


async def _keep(made: Schedule, was: Schedule | None, person: Person, sending: str) -> dict[str, Any]:
    """Keep a schedule, on record first."""
    here, what = house(), "digest changed" if was else "digest scheduled"
    detail: dict[str, Any] = {
        "name": person.name,
        "was": was.to_json() if was else None,
        "schedule": made.to_json(),
    }
    try:
        await here.audit.record(f"digest:{made.id}", what, person.slack_id, here.now(), key=sending, **detail)
    except NotRecorded:
        log.exception("the schedule %s was not kept", made.id)
        return modals.instead(form.notice(NOT_RECORDED))
    await here.schedules.put(made, here.now())
    return modals.instead(form.kept(made, reader(person)))
