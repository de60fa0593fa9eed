"""`/chorister status` and `settings`: how things stand for one person, looked up and told to them alone."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from bot.digests.schedule import Schedule
from bot.durable import step, workflow
from bot.people import Person
from bot.slack import account_words, settings_words, status_words
from bot.slack.recorder_words import Message
from bot.slack.schedule_words import times
from bot.slack.settings_words import Holding, Place
from bot.slack.status_words import Status
from bot.slack.text import escape
from bot.workflows.addresses import links_to
from bot.workflows.change_schedule import answering, tell
from bot.workflows.home import reader
from bot.workflows.house import house
from bot.workflows.mine import my_recorders, waiting_for
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from bot.workflows.writing import joins_off
from tools.desk import failure
from tools.errors import UpstreamError

Click = dict[str, Any]
"""user, channel, and url: where the answer goes."""

ATTEMPTS = 2
"""Tries: somebody waits for the answer, and can ask again."""


@workflow("tell status")
async def tell_status(click: Click) -> None:
    """What runs for somebody, and what waits for them."""
    async with answering(click):
        await _settled(partial(answer_status, click), click)


@workflow("tell settings")
async def tell_settings(click: Click) -> None:
    """What holds for somebody where they ask."""
    async with answering(click):
        await _settled(partial(answer_settings, click), click)


async def _settled(job: Callable[[int], Awaitable[dict[str, Any]]], click: Click) -> None:
    done = await settle_one(job, attempts=ATTEMPTS)
    if not done["ok"]:
        await tell(click, escape(str(done["say"])))


@step("answer status")
async def answer_status(click: Click, attempt: int) -> dict[str, Any]:
    """Look it all up and tell it; nothing of it is kept."""
    return await _answer(click, attempt, _status)


@step("answer settings")
async def answer_settings(click: Click, attempt: int) -> dict[str, Any]:
    """The same for what holds."""
    return await _answer(click, attempt, _settings)


async def _answer(
    click: Click, attempt: int, look: Callable[[Person, str], Awaitable[Message]]
) -> dict[str, Any]:
    person = await recognised(click["user"], attempt)
    if not isinstance(person, Person):
        return person
    try:
        said = await look(person, click["channel"])
        await house().speaker.respond(click["url"], *said, replace=False)
    except UpstreamError as error:
        return dict(failure(error, "list", attempt=attempt))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a private answer", attempt)
    return {"ok": True}


async def _status(person: Person, channel: str) -> Message:
    here, who = house(), person.slack_id
    own = [schedule for schedule in await here.schedules.all() if schedule.by == who]
    joins, cards = await my_recorders(who), await waiting_for(person)
    shown = status_words.MOST
    status = Status(
        recorders=joins,
        cards=cards,
        links=await links_to(joins[:shown], cards[:shown]),
        digest=status_words.next_digest(own, reader(person)),
        switches=await _switches(who, channel),
        account=await here.accounts.rows.get(who),
    )
    return status_words.told(status)


async def _switches(user: str, channel: str) -> list[str]:
    """Whether CRM writes and recorders are on for them here."""
    here = house()
    writes, joins = await here.switches.get("writes"), await here.switches.get("joins")
    return status_words.switches(here.settings, writes, joins, user, channel)


async def _settings(person: Person, channel: str) -> Message:
    here, settings = house(), house().settings
    holding = Holding(
        switches=await _switches(person.slack_id, channel),
        joins=not await joins_off(),
        auto_join=channel in await here.choices.auto_join(),
        quiet=channel in await here.choices.quiet(),
        after_call=settings.chorister_after_call == "on",
        place=await _place(channel),
        reading=settings.chorister_reading,
        audience=settings.chorister_audience,
        own_rules=(await here.choices.holding("rules")).is_chosen or settings.chorister_rules is not None,
        profiles=sorted(await here.choices.profiles()),
        digests=[times(each) for each in await here.schedules.running() if _comes_to(each, channel, person)],
        account=account_words.how_it_stands(await here.accounts.rows.get(person.slack_id)),
        admins=settings.chorister_admins,
        is_admin=person.is_admin,
    )
    return settings_words.told(holding)


async def _place(channel: str) -> Place:
    """How we stand to the conversation in which somebody asks."""
    stands = await house().speaker.standing(channel)
    if not stands.is_member:
        return "away"
    if stands.is_shared:
        return "shared"
    return "direct" if channel.startswith("D") else "channel"


def _comes_to(schedule: Schedule, channel: str, person: Person) -> bool:
    """Whether a digest comes here: into the channel, or to its maker directly."""
    if channel.startswith("D"):
        return not schedule.channel and schedule.by == person.slack_id
    return schedule.channel == channel
