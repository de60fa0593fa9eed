"""The Home tab, and the list of digests that it shares with `/chorister digests`."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Any

from bot.digests.rights import may_change, shown_name
from bot.digests.schedule import Schedule
from bot.durable import step, workflow
from bot.people import Member, Person, belongs
from bot.slack import home_mine as mine
from bot.slack.blocks import Block
from bot.slack.home_words import UNKNOWN, admins, closed, digests, home
from bot.slack.schedule_words import Listing, Reader
from bot.slack.text import escape
from bot.workflows.addresses import links_to
from bot.workflows.house import house
from bot.workflows.mine import deals_at_risk, my_recorders, waiting_for
from bot.workflows.oversight import oversight
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, slack_failure
from bot.workflows.writing import why_stopped
from tools.chorus import User
from tools.errors import UpstreamError


@workflow("show home")
async def show_home(user: str, say: str = "") -> None:
    """Show somebody their Home tab as things are now. `say`: mrkdwn about what they just did."""
    await settle_one(partial(publish_home, user, say))


@step("publish home")
async def publish_home(user: str, say: str, attempt: int) -> dict[str, Any]:
    """Publish it; where Chorus does not answer, it shows what we know ourselves, and is published again once Chorus does."""
    person = await recognised(user, attempt)
    outcome = dict[str, Any](ok=True) if isinstance(person, Person) or person.get("private") else person
    try:
        await house().speaker.publish_home(user, await _view(user, person, say))
    except SLACK_FAULTS as error:
        return slack_failure(error, "a Home tab", attempt)
    return outcome


async def _view(user: str, person: Person | dict[str, Any], say: str) -> Block:
    """What somebody sees. An admin need not be known in Chorus; whoever is not is told so."""
    if isinstance(person, Person):
        return home([*await _own(person), *await _admins(user)], say)
    member, why = await house().directory.member(user), str(person["say"])
    if not belongs(member, house().team):
        return closed(why)
    if not person.get("private"):
        told = UNKNOWN.format(escape(why))
        return home([*await _own(_by_slack(member)), *await _admins(user)], f"{say}\n{told}" if say else told)
    is_admin = user in house().settings.chorister_admins
    return home(await _admins(user), say or escape(why)) if is_admin else closed(why)


def _by_slack(member: Member) -> Person:
    """A member as far as Slack alone knows them: they own what bears their e-mail address, and nobody reports to them."""
    is_admin = member.slack_id in house().settings.chorister_admins
    return Person(member.slack_id, member.name, member.email, member.zone, None, is_admin)


async def _admins(user: str) -> list[list[Block]]:
    if user not in house().settings.chorister_admins:
        return []
    return [admins(await oversight())]


async def _own(person: Person) -> list[list[Block]]:
    """The parts that are everybody's own."""
    here, user = house(), person.slack_id
    joins, cards, found, account, listed, off = await asyncio.gather(
        my_recorders(user),
        waiting_for(person),
        deals_at_risk(person),
        here.accounts.rows.get(user),
        listing(person),
        why_stopped(),
    )
    links = await links_to(joins[: mine.RECORDERS], cards[: mine.CARDS])
    return [
        mine.waiting(cards, links, off or ""),
        mine.recorders(joins, links),
        mine.deals(*found),
        digests(listed),
        mine.account(account),
        mine.helping(),
    ]


async def listing(person: Person) -> Listing:
    """The digests somebody may change, with what became of each."""
    here = house()
    mine = [schedule for schedule in await here.schedules.all() if may_change(person, schedule)]
    last = await here.schedules.last([schedule.id for schedule in mine])
    return Listing(mine, last, await _names(mine), reader(person))


async def _names(schedules: Iterable[Schedule]) -> dict[str, str]:
    """Everybody's name in Chorus; while nobody can tell, nobody is said to have left."""
    try:
        users: Iterable[User] = await house().directory.users() or ()
    except UpstreamError:
        return {rep: "a colleague" for schedule in schedules for rep in schedule.reps}
    return {user.id: shown_name(user) for user in users}


def reader(person: Person) -> Reader:
    """How somebody reads of schedules now."""
    here = house()
    return Reader(person.zone, here.now(), here.settings.chorister_holidays)
