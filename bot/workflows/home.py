"""The Home tab, and the list of digests that it shares with `/chorister digests`."""

from functools import partial
from typing import Any

from bot.digests.rights import may_change, shown_name
from bot.durable import step, workflow
from bot.people import Person
from bot.slack.home_words import closed, home
from bot.slack.schedule_words import Listing, Reader
from bot.workflows.house import house
from bot.workflows.recognising import recognised
from bot.workflows.settle import settle_one
from bot.workflows.steps import SLACK_FAULTS, slack_failure


@workflow("show home")
async def show_home(user: str, say: str = "") -> None:
    """Show somebody their Home tab as things are now. `say`: mrkdwn about what they just did."""
    await settle_one(partial(publish_home, user, say))


@step("publish home")
async def publish_home(user: str, say: str, attempt: int) -> dict[str, Any]:
    """Publish it; where Chorus does not answer, the tab says so until it does."""
    person = await recognised(user, attempt)
    if isinstance(person, Person):
        view, outcome = home(await listing(person), say), dict[str, Any](ok=True)
    else:
        view, outcome = closed(str(person["say"])), person
    try:
        await house().speaker.publish_home(user, view)
    except SLACK_FAULTS as error:
        return slack_failure(error, "a Home tab", attempt)
    return outcome


async def listing(person: Person) -> Listing:
    """The digests somebody may change, with what became of each."""
    here = house()
    mine = [schedule for schedule in await here.schedules.all() if may_change(person, schedule)]
    last = await here.schedules.last([schedule.id for schedule in mine])
    names = {user.id: shown_name(user) for user in await here.directory.users() or ()}
    return Listing(mine, last, names, reader(person))


def reader(person: Person) -> Reader:
    """How somebody reads of schedules now."""
    here = house()
    return Reader(person.zone, here.now(), here.settings.chorister_holidays)
