"""Whether somebody is an admin of Chorister at this moment. Chorus is not asked: an outage keeps no admin from a switch."""

from bot.people import OUTSIDER, Member, belongs
from bot.slack.command_words import not_an_admin
from bot.workflows.house import house
from bot.workflows.steps import SLACK_FAULTS, slack_failure

NOBODY_KNOWS = (
    "Slack does not say who you are just now, so nothing was changed. Please try again in a minute."
)


async def admin(user: str, tried: str, token: str) -> Member | str:
    """
    An admin, or the sentence (mrkdwn of ours) for anybody else, whose try is on record. `tried`: what they wanted, `token`
    names the one click or form. Within a step, or before an acknowledgement.
    """
    here = house()
    try:
        member = await here.directory.soon(user)
    except SLACK_FAULTS as error:
        slack_failure(error, "a question about a person", 0)
        return NOBODY_KNOWS
    admins = here.settings.chorister_admins
    if belongs(member, here.team) and user in admins:
        return member
    await here.audit.note(f"home:{user}", "refused admin", user, here.now(), key=token, tried=tried)
    return not_an_admin(admins) if belongs(member, here.team) else OUTSIDER.say
